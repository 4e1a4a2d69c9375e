/**
 * What the two processes of a grading say to each other: the parent, which
 * the learner started, and the child, which runs the submission. One JSON object
 * a line, over a loopback connection that the child opens.
 *
 * @module
 */
import type { SocketRow } from "../kernel/mod.ts";
import type { ProfileName } from "../network/mod.ts";
import type { Fault, TranscriptLine } from "../sandbox/fault.ts";
import type { Ignored } from "./child/check_options.ts";

/** Exit status of a child that cannot reach its parent any more. */
export const PARENT_GONE = 70;

/** What decides a run on the model network. */
export interface Schedule {
  profile: ProfileName;
  seed: number;
}

/** What the child is to do. It comes on its standard input, where a submission cannot read it again. */
export interface Job {
  /** Port of the parent's listener. */
  port: number;
  /** Proves that a report comes from the child and not from the submission. */
  token: string;
  /** `03_server_flow`. */
  stem: string;
  /** The submission, as a `file:` address. */
  submission: string;
  seed: number;
  /** Number of the first check to run; those before it are judged already. */
  from: number;
  /** Judges on the model network, with each of these in turn until one breaks the submission. */
  schedules?: Schedule[];
  /** The only check to run, by its name. */
  only?: string;
}

/** One check, as planned. */
export interface Planned {
  name: string;
  /** The part of the lesson that it belongs to: `listen`, `beyond`. */
  part?: string;
  ignored?: Ignored;
}

/** What the child says. */
export type Report =
  | { type: "hello"; token: string }
  | { type: "beat" }
  | { type: "plan"; checks: Planned[]; notWritten: string[] }
  | { type: "schedule"; schedule: Schedule }
  | { type: "begin"; check: number }
  | { type: "note"; line: TranscriptLine }
  | {
    type: "end";
    check: number;
    ms: number;
    fault?: Fault;
    /** The check met a function that is not written. */
    notWritten?: boolean;
  }
  | { type: "failed"; message: string }
  | { type: "rows?"; id: number; ports?: readonly number[] }
  | { type: "done" };

/** What the parent says. */
export type Reply =
  | { type: "rows"; id: number; rows: SocketRow[] }
  | { type: "no rows"; id: number; reason: string };

/** How much of a text is sent: an error message of a submission may be of any length. */
const TEXT_SENT = 20_000;

/** A fault whose bytes survive JSON. */
export function encodeReport(report: Report | Reply): Uint8Array {
  const text = JSON.stringify(
    report,
    (_key, value) =>
      value instanceof Uint8Array
        ? { bytes: Array.from(value.subarray(0, 64)), length: value.length }
        : typeof value === "string" && value.length > TEXT_SENT
        ? `${value.slice(0, TEXT_SENT)}…`
        : value,
  );
  return new TextEncoder().encode(`${text}\n`);
}

/** The inverse of {@linkcode encodeReport}. Long bytes come back cut, with their whole length. */
export function decodeReport(line: string): unknown {
  return JSON.parse(line, (_key, value) => {
    if (value && Array.isArray(value.bytes) && "length" in value) {
      const whole = new Uint8Array(value.length);
      whole.set(value.bytes);
      return whole;
    }
    return value;
  });
}
