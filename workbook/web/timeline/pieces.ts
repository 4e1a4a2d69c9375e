/**
 * A recording in pieces: who records a run that is ended by force sends each
 * event at once, and who hears them puts them together.
 *
 * @module
 */
import type { Fault } from "../../sandbox/fault.ts";
import { EventLog } from "./event_log.ts";
import { faultInWords } from "./fault_words.ts";
import { asOneProgram } from "./one_program.ts";
import type {
  Lane,
  RecordedEnd,
  RecordedEvent,
  RecordedSegment,
  Recording,
} from "./recording.ts";

/** Who and what the events name, so far. */
export interface Cast {
  lanes: Lane[];
  /** Lanes that the recorded program was found at, oldest first. */
  adopted: number[];
  ends: RecordedEnd[];
  places: string[];
}

/** One event, and what must be known with it. */
export interface Piece extends Cast {
  event: RecordedEvent;
  /** The segment that it names first. */
  segment?: RecordedSegment;
}

/** What was kept of a run, as one recording. */
export function recordingOf(
  { lanes, adopted, ends, places }: Cast,
  log: EventLog,
): Recording {
  const recording = { lanes, ends, places, ...log.finish() };
  return adopted.length > 1 ? asOneProgram(recording, adopted) : recording;
}

/** Puts the pieces of one run together. */
export class Pieces {
  readonly #log = new EventLog();
  #cast: Cast = { lanes: [], adopted: [], ends: [], places: [] };
  #last = 0;

  /** Takes the next one. */
  add({ event, segment, ...cast }: Piece): void {
    this.#cast = cast;
    this.#last = event.at;
    if (segment) this.#log.keep(segment);
    this.#log.add(event);
  }

  /**
   * The run up to where it was ended.
   *
   * @param fault Why it was ended: the last event.
   * @returns `undefined` if nobody had a part in it.
   */
  endedBy(fault: Fault): Recording | undefined {
    if (this.#cast.lanes.length === 0) return;
    this.#log.add({ kind: "fault", at: this.#last, ...faultInWords(fault) });
    return recordingOf(this.#cast, this.#log);
  }
}
