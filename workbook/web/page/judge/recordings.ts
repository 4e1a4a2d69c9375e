import { Pieces } from "../../timeline/pieces.ts";
import type { Recording } from "../../timeline/recording.ts";
import type { FromWorker, HowRecorded } from "./worker_messages.ts";

/** What is recorded of the Workers that are started meanwhile. */
export interface Recorded {
  readonly how: HowRecorded;
  /** The recording of the last check that came to its end. */
  whole: Recording | undefined;
  /** What came of the check that runs. */
  pieces: Pieces;
}

let now: Recorded | undefined;

/** Where the recordings of a Worker go that starts now; `undefined` if nobody asked. */
export function whoRecords(): Recorded | undefined {
  return now;
}

/** Takes what a Worker says of a recording. */
export function takeRecording(
  recorded: Recorded | undefined,
  message: FromWorker,
): void {
  if (!recorded) return;
  if ("piece" in message) recorded.pieces.add(message.piece);
  else if ("recording" in message) {
    recorded.whole = message.recording;
    recorded.pieces = new Pieces();
  }
}

/**
 * Lets the Workers record that are started meanwhile.
 *
 * @param how How they do it.
 * @param run Starts them.
 * @returns What it gives, and what was recorded.
 */
export async function recorded<T>(
  how: HowRecorded,
  run: () => Promise<T>,
): Promise<Recorded & { result: T }> {
  const own: Recorded = { how, whole: undefined, pieces: new Pieces() };
  now = own;
  try {
    const result = await run();
    return { ...own, result };
  } finally {
    now = undefined;
  }
}
