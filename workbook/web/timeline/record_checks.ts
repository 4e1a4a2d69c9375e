/**
 * Records the checks of a grader, in the process or the Worker that runs them.
 *
 * @module
 */
import { session } from "../../grading/kit/check_context.ts";
import { faultSentence, Wrong } from "../../sandbox/fault.ts";
import { type Recorder, startRecording } from "./record.ts";
import type { Recording } from "./recording.ts";

/** Holds the recording of the check that has run last. */
export interface CheckRecorder {
  /**
   * Ends the recording of the last check, and gives it away.
   *
   * @returns `undefined` if it did not run on the model network.
   */
  take(): Recording | undefined;
}

/**
 * Records each check that runs on the model network from now on, with its
 * transcript as notes, and its fault. Called after the session's own
 * listeners are set: they are still told.
 */
export function recordChecks(): CheckRecorder {
  let recorder: Recorder | undefined;
  let failed = false;
  const { onNetwork, onNote, onFailure } = session;
  session.onNetwork = (network) => {
    onNetwork?.(network);
    recorder?.finish();
    recorder = startRecording(network);
    failed = false;
  };
  session.onNote = (line) => {
    onNote?.(line);
    recorder?.note(line.text);
  };
  session.onFailure = (error) => {
    onFailure?.(error);
    // What fails after that is a consequence.
    if (failed) return;
    failed = true;
    recorder?.fault(told(error));
  };
  return {
    take() {
      const recording = recorder?.finish();
      recorder = undefined;
      return recording;
    },
  };
}

/** A fault in a sentence. What a submission has thrown may throw when it is read. */
function told(error: unknown): string {
  try {
    return error instanceof Wrong ? faultSentence(error.fault) : `${error}`;
  } catch {
    return "the submission threw a value that throws itself when it is read";
  }
}
