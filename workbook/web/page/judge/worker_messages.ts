import type { Recording } from "../../timeline/recording.ts";
import type { Submission } from "../worker/submission.ts";

/** What the page sends to a Worker, once, with a port. */
export interface ToWorker {
  /** What the program of the grading is to do. */
  job: object;
  submission: Submission;
  /** Whether the checks are recorded. */
  isRecorded: boolean;
}

/** What a Worker says on that port. */
export type FromWorker =
  /** A message of the program, as between two processes. */
  | { line: string }
  /** What it printed: perhaps less than all its bytes. */
  | { printed: Uint8Array; bytes: number }
  /** The recording of a check. */
  | { recording: Recording }
  /** The buffers of the submission take too much, in bytes. */
  | { memory: number }
  /** The program ended itself. */
  | { exit: number };
