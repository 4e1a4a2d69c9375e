/**
 * Records a run on the model network.
 *
 * @module
 */
import type { Network } from "../../network/mod.ts";
import { pattern } from "../../pattern.ts";
import type { Fault } from "../../sandbox/fault.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import type { Piece } from "./pieces.ts";
import type { Recording } from "./recording.ts";
import { Watch } from "./watch.ts";

/** Records until it is finished. */
export interface Recorder {
  /** Writes a line, such as one of a check's transcript. */
  note(text: string): void;
  /** Marks the moment of a fault: a recording opens there. What fails after that is a consequence: of the next ones only the words are taken. */
  fault(fault: Fault): void;
  /** Ends the recording. Calling it again gives the same. */
  finish(): Recording;
}

/** How to record. */
export interface RecordingOptions {
  /**
   * The line of the recorded program in a stack: `exercise.ts:12:20`;
   * `undefined` if the program is not in it. By default a file of a learner.
   */
  placeOf?: (stack: string) => string | undefined;
  /** Told of each event at once: for a run that may be ended by force. */
  onPiece?: (piece: Piece) => void;
}

/**
 * Records what happens on a network from now on.
 *
 * @param network The network; nothing should be open on it yet.
 * @param options Which program is recorded.
 */
export function startRecording(
  network: Network,
  { placeOf = placeOfCall, onPiece }: RecordingOptions = {},
): Recorder {
  const watch = new Watch(network, placeOf, onPiece);
  const stop = network.observe(watch);
  let recording: Recording | undefined;
  return {
    note: (text) => watch.note(text),
    fault: (fault) => watch.fault(fault),
    finish() {
      stop();
      return recording ??= watch.finish();
    },
  };
}

/** The learner's line that calls. Who only awaits what somebody else calls makes no call. */
function placeOfCall(stack: string): string | undefined {
  return placeInSubmission(stack.replace(pattern(/^ +at async .*$/gm), ""));
}
