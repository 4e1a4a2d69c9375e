/**
 * What the two processes of a grading say to each other: the parent, which
 * the learner started, and the child, which runs the answer. One JSON object
 * a line, over a loopback connection that the child opens.
 *
 * @module
 */
import type { SocketRow } from "../kernel/mod.ts";
import type { ProfileName } from "../network/mod.ts";
import type { Fault, TranscriptLine } from "./fault.ts";
import type { Ignored } from "./check_options.ts";

/** What decides a run on the model network. */
export interface Schedule {
  profile: ProfileName;
  seed: number;
}

/** What the child is to do. It comes on its standard input, where an answer cannot read it again. */
export interface Job {
  /** Port of the parent's listener. */
  port: number;
  /** Proves that a report comes from the child and not from the answer. */
  token: string;
  /** `03_server_flow`. */
  stem: string;
  /** The answer, as a `file:` address. */
  answer: string;
  seed: number;
  /** Number of the first check to run; those before it are judged already. */
  from: number;
  /** Judges on the model network, with each of these in turn until one breaks the answer. */
  schedules?: Schedule[];
  /** The only check to run, by its name. */
  only?: string;
}

/** One check, as planned. */
export interface Planned {
  name: string;
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

/** A fault whose bytes survive JSON. */
export function encodeReport(report: Report | Reply): Uint8Array {
  const text = JSON.stringify(
    report,
    (_key, value) =>
      value instanceof Uint8Array
        ? { bytes: Array.from(value.subarray(0, 64)), length: value.length }
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

/** Splits a byte stream into lines. */
export async function* linesOf(
  readable: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of readable) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
