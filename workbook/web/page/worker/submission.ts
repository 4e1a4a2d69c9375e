/**
 * The submission inside the Worker: the page sends its text and its code
 * without types.
 *
 * @module
 */

import { type Fault, Wrong } from "../../../sandbox/fault.ts";
import { pattern } from "../../../pattern.ts";

/** Classes of errors that Deno's loader has. */
export type ErrorKind = "SyntaxError" | "TypeError";

/** What the page sends of a submission. */
export interface Submission {
  /** Its address: `file:///lessons/03_server_flow/exercise.ts`. */
  readonly address: string;
  /** The text as the learner wrote it. */
  readonly text: string;
  /** The code without types; each place is in the same line as in the text. */
  readonly code: string;
  /** Columns of the text by those of the code, a line each: pairs, by the first. */
  readonly columns: ReadonlyArray<ReadonlyArray<readonly [number, number]>>;
  /** Why it has no code: what the parser says, with the place. */
  readonly error?: { readonly message: string; readonly kind: ErrorKind };
  /** What it needs and a page does not have. */
  readonly absent?: Fault;
}

let submission: Submission | undefined;
let blob = "";

/** Takes the submission of this Worker. */
export function takeSubmission(given: Submission): void {
  submission = given;
  blob = URL.createObjectURL(
    new Blob([given.code], { type: "text/javascript" }),
  );
}

/** Whether an address is the submission's. */
export function isSubmission(address: string): boolean {
  return address === submission?.address;
}

/** The text of the submission. */
export function textOf(address: string): string {
  if (submission && isSubmission(address)) return submission.text;
  throw new Deno.errors.NotFound(
    `No such file or directory (os error 2): open '${address}'`,
  );
}

/** Loads the submission. */
export async function importSubmission(): Promise<unknown> {
  const { error, absent } = submission!;
  if (absent) throw new Wrong(absent);
  if (error) throw new { SyntaxError, TypeError }[error.kind](error.message);
  return await import(blob);
}

/**
 * A stack trace with the places of the learner's text in it.
 *
 * @param trace The trace as the engine of the browser writes it.
 */
export function placesOfText(trace: string): string {
  if (!submission) return trace;
  let rest = trace;
  let told = "";
  for (;;) {
    const at = rest.indexOf(`${blob}:`);
    if (at < 0) return told + rest;
    told += rest.slice(0, at);
    rest = rest.slice(at + blob.length + 1);
    const [all, line, column] = pattern(/^(\d+):(\d+)/).exec(rest) ??
      ["", "1", "1"];
    told += `${submission.address}:${line}:${columnOf(+line, +column)}`;
    rest = rest.slice(all.length);
  }
}

/** The column in the text, from 1, by the one in the code. */
function columnOf(line: number, column: number): number {
  const pairs = submission!.columns[line - 1] ?? [];
  let found = column;
  for (let i = 0; i < pairs.length && pairs[i][0] <= column; i++) {
    found = pairs[i][1] + column - pairs[i][0];
  }
  return found;
}
