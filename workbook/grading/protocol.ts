/**
 * What the two processes of a grading say to each other: the parent, which
 * the learner started, and the child, which runs the submission.
 *
 * @module
 */
import type { Hole, Part, PartKey } from "../scaffold.ts";
import type { SocketRow } from "../kernel/mod.ts";
import type { ProfileName } from "../network/mod.ts";
import type { Fault, TranscriptLine } from "../sandbox/fault.ts";
import type { Limits } from "../sandbox/limits.ts";
import type { Ignored } from "./verdict.ts";

/** What decides a run on the model network. */
export interface Schedule {
  profile: ProfileName;
  seed: number;
}

/** What the child is to do. */
export interface Job {
  /** `03_server_flow`. */
  stem: string;
  /** The grader, as a `file:` address. */
  grader: string;
  /** The submission, as a `file:` address. */
  submission: string;
  seed: number;
  /** Number of the first check to run; those before it are judged already. */
  from: number;
  /** The part after which the rest waits: one of its checks is wrong. */
  lastPart?: PartKey;
  /** Repairs of the exercise that nobody has begun: what is given is wrong, and still there. */
  repairs?: Hole[];
  /** Judges on the model network, with each of these in turn until one breaks the submission. */
  schedules?: Schedule[];
  /** The only check to run, by its name. */
  only?: string;
  /**
   * Whether the lines of an exchange are told only when its check is wrong: each
   * costs both processes a turn. What ends the process takes them with it.
   */
  holdsLines?: boolean;
  /** Limits that differ from the usual ones. */
  limits?: Partial<Limits>;
}

/** One check, as planned. */
export interface Planned {
  name: string;
  /** The part of the exercise that it belongs to. */
  part?: Part;
  ignored?: Ignored;
}

/** What the child says. */
export type Report =
  | { type: "plan"; checks: Planned[]; holes: Hole[]; holdsLines?: boolean }
  | { type: "schedule"; schedule: Schedule }
  | { type: "begin"; check: number }
  | { type: "note"; line: TranscriptLine }
  | {
    type: "end";
    check: number;
    ms: number;
    /** How it ended. Never to be concluded from a field that is absent. */
    outcome: "right" | "wrong" | "ignored";
    /** What is wrong, if it is. */
    fault?: Fault;
    /** Why it was not judged after all, if it was not. */
    ignored?: Ignored;
  }
  /** The workbook itself failed: nothing more can be judged. */
  | { type: "failed"; fault: Fault }
  | {
    type: "rows?";
    id: number;
    ports?: readonly number[];
    /** The table that was kept with this number; without it, the table now. */
    kept?: number;
  }
  /** The table is to be kept as it is now. The one that was kept before is given up. */
  | { type: "keep"; id: number }
  | { type: "done" };

/** What the parent says. */
export type Reply =
  | { type: "rows"; id: number; rows: SocketRow[] }
  | { type: "kept"; id: number }
  | { type: "no rows"; id: number; reason: string };
