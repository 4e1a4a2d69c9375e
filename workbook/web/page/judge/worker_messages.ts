import type { Piece } from "../../timeline/pieces.ts";
import type { Recording } from "../../timeline/recording.ts";
import type { Submission } from "../worker/submission.ts";

/**
 * How much the buffers of a submission may take at once, in bytes. What is let
 * go is only known when a task has ended: a program may make a few gigabytes
 * one after the other and keep one.
 */
export const MOST_BYTES = 4_000_000_000;

/** What the page sends to a Worker first, with a port: enough to load the engine and the grader. */
export interface Beginning {
  /** The grader, as a `file:` address. */
  grader: string;
  /** The submission, as a `file:` address. */
  submission: string;
}

/** What the page may send on the port, before there is a text. */
export interface Practice {
  /** The model answer: the Worker practises with it. */
  model: Submission;
}

/** A recording comes when its check has ended; in pieces while it runs, which takes longer. */
export type HowRecorded = "at the end" | "in pieces";

/** What the page sends on the port, once: from now on the submission runs. */
export interface ToWorker {
  /** What the program of the grading is to do. */
  job: object;
  submission: Submission;
  /** How the checks are recorded, if they are. */
  recorded: HowRecorded | undefined;
}

/** What a Worker says on that port. */
export type FromWorker =
  /** Messages of the program, as between two processes. */
  | { lines: string[] }
  /** What it printed: perhaps less than all its bytes. */
  | { printed: Uint8Array; bytes: number }
  /** The recording of a check. */
  | { recording: Recording }
  /** An event of it. */
  | { piece: Piece }
  /** The buffers of the submission take too much, in bytes. */
  | { memory: number }
  /** The program ended itself. */
  | { exit: number };
