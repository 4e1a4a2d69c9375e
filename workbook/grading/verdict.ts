import type { ProfileName } from "../network/mod.ts";
import type { Hole, Part } from "../scaffold.ts";
import type { Fault, TranscriptLine } from "../sandbox/fault.ts";

/** Why a check is not judged. */
export type Ignored =
  | "not written"
  /** A part below its own is wrong or not written. */
  | "waits"
  | "not exported"
  | "not loadable"
  | "no IPv6"
  | "no kernel table"
  /** The network cuts messages: what its check needs whole comes in parts. */
  | "cut messages";

/** How one check ended. */
export interface CheckResult {
  /** A sentence about behaviour. */
  name: string;
  /** `ignored`: it was not judged. */
  outcome: "right" | "wrong" | "ignored";
  /** The part of the exercise that it belongs to. */
  part?: Part;
  /** Why it was ignored. */
  ignored?: Ignored;
  /** Milliseconds it took. */
  ms: number;
  /** What was wrong. */
  fault?: Fault;
  /** The exchange up to the fault. */
  transcript?: TranscriptLine[];
  /** The beginning of what the submission printed during the check, if it is known. */
  printed?: string;
}

/** How one submission was judged. */
export interface Verdict {
  /** Folder and file stem of the lesson. */
  stem: string;
  /** The submission, relative to the workbook where it lies inside it. */
  file: string;
  /**
   * `right`: every check of the parts before "beyond" is right. `wrong`: at
   * least one is not. `not started`: something is still to be written, and
   * nothing is wrong so far.
   * `not graded`: the submission could not be judged, or the workbook failed.
   */
  status: "right" | "wrong" | "not started" | "not graded";
  /** Every check, in order. */
  checks: CheckResult[];
  /** Whether every check is right, those of "beyond" too. */
  mastered: boolean;
  /** The holes that are still in the submission. */
  holes: Hole[];
  /** Milliseconds from start to end. */
  ms: number;
  /** Why the submission could not be judged, or was not judged to the end. */
  problem?: Fault;
  /** The beginning of what the submission printed. */
  output: string;
  /** How many bytes it printed in all, where that is more than `output`. */
  printedBytes?: number;
  /** Replays this run: `--seed`. */
  seed: number;
  /** The profile of the model network, if it was judged there: `--model`. */
  profile?: ProfileName;
}

/** Exit status of a verdict: 0 right, 1 wrong, 2 not started, 3 could not be graded. */
export const EXIT_STATUS: Record<Verdict["status"], number> = {
  "right": 0,
  "wrong": 1,
  "not started": 2,
  "not graded": 3,
};
