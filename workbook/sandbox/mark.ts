import type { SocketRow } from "../kernel/mod.ts";

/**
 * A mark that a traced process leaves between its system calls: it is written
 * to standard output in one `write`, which the tracer sees in its place.
 */
export type Mark =
  /** A call of Deno begins. */
  | { type: "begin"; id: number; call: string; ends?: Ends }
  /** It has come back; an empty result is none. */
  | { type: "end"; id: number; result: string }
  /** A line of the transcript. */
  | { type: "peer"; text: string }
  /** A step of a demonstration. */
  | { type: "step"; title: string }
  /** Rows of the kernel's table. */
  | { type: "rows"; rows: SocketRow[]; labels: Record<string, string> };

/** The two ports of a connection, or the one of a listener. */
export interface Ends {
  local: number;
  /** Absent for a listener. */
  remote?: number;
}

const SIGN = "\x1eMARK ";

/** Writes a mark. Only letters that a tracer prints as they are. */
export function leaveMark(mark: Mark): void {
  const line = `${SIGN}${encodeURIComponent(JSON.stringify(mark))}\n`;
  const bytes = new TextEncoder().encode(line);
  for (let sent = 0; sent < bytes.length;) {
    sent += Deno.stdout.writeSync(bytes.subarray(sent));
  }
}

/**
 * The mark in a traced `write`.
 *
 * @param args The arguments of the call, as the tracer prints them.
 * @returns `undefined` if the process wrote something else.
 */
export function markIn(args: string): Mark | undefined {
  const [, text] = /^1, "\\36MARK ([^"\\]+)\\n"/.exec(args) ?? [];
  if (text === undefined) return;
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return; // Cut short by the tracer, or made up by a submission.
  }
}
