/**
 * What `deno check` finds in submissions.
 *
 * @module
 */
import { fileUrl } from "../paths.ts";

/** Names that are not there, in the code of `deno check`: a slip of the keyboard, mostly. A `catch` of the given code may hide what they throw. */
export const UNKNOWN_NAMES = /^TS(?:2304|2339|2551|2552)$/;

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
