/**
 * What `deno check` finds in submissions.
 *
 * @module
 */
import { fileUrl } from "../paths.ts";

/**
 * Slips, by their codes in `deno check`. A `catch` of the given code may hide
 * what they throw, and a value of another type may be taken for a wrong one:
 * a name that is not there; another type, or number, of arguments; a missing
 * return, await or field; a comparison that is never true; `null` as a number.
 */
export const SLIPS =
  /^TS(?:2304|2322|2339|2345|2353|2355|2365|2366|2367|2488|2504|2551|2552|2554|2739|2740|2741|2769|2801|18047)$/;

/** One error of a file. */
export interface TypeFault {
  /** `TS2304`. */
  code: string;
  /** Address of the file; empty if the error names none. */
  file: string;
  /** `:line:column`, or empty. */
  place: string;
  message: string;
}

/**
 * Type errors of files, in one run of `deno check`: it takes about ten times as
 * long as a judging, and hardly longer for many files.
 *
 * @param files Their paths or addresses.
 * @param codes The errors that are told, by their codes.
 * @param signal Ends it.
 */
export async function checkTypes(
  files: readonly string[],
  codes: RegExp,
  signal?: AbortSignal,
): Promise<TypeFault[]> {
  // deno.json leaves out the folder in which submissions are judged.
  const args = files.some((file) => file.includes(".handshake"))
    ? ["--no-config"]
    : [];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...args, ...files],
    cwd: fileUrl(""),
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1" },
    signal,
  }).spawn();
  const { success, stderr } = await child.output().catch(() => ({
    success: true,
    stderr: new Uint8Array(),
  }));
  if (success || signal?.aborted) return [];
  return typeFaultsIn(new TextDecoder().decode(stderr))
    .filter(({ code }) => codes.test(code));
}

/**
 * Reads what `deno check` prints.
 *
 * @param output Its standard error, without colours.
 */
export function typeFaultsIn(output: string): TypeFault[] {
  const faults: TypeFault[] = [];
  for (const part of output.split(/^(?:error: )?(?=TS\d+ \[ERROR\]: )/m)) {
    const [, code, message] = part.match(/^(TS\d+) \[ERROR\]: (.*)/) ?? [];
    const [, file = "", place = ""] = part.match(/at (file:\S+?)(:\d+:\d+)/) ??
      [];
    if (code) faults.push({ code, file, place, message });
  }
  return faults;
}
