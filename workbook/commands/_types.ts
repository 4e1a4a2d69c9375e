import { ROOT } from "../paths.ts";
import { formatDetails } from "../terminal/listing.ts";
import type { Style } from "../terminal/mod.ts";

/** Names that are not there, in the code of `deno check`: a slip of the keyboard, mostly. A `catch` of the given code may hide what they throw. */
export const UNKNOWN_NAMES = /^TS(?:2304|2339|2551|2552)$/;

/**
 * Type errors of a file, as `file:line:column  message`. Runs `deno check`
 * beside the judging: it takes about ten times as long.
 *
 * @param path Relative to the folder of the workbook.
 * @param signal Ends it: a newer save has come.
 * @param codes The errors that are told, by their codes; all of them by default.
 * @returns At most three lines, the last one counting the rest.
 */
export async function typeErrors(
  path: string,
  signal?: AbortSignal,
  codes: RegExp = /./,
): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", path],
    cwd: new URL(ROOT),
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
  const text = new TextDecoder().decode(stderr);
  const errors: string[] = [];
  for (const part of text.split(/^(?=TS\d+ )/m)) {
    const [, code, message] = part.match(/^(TS\d+) \[ERROR\]: (.+)$/m) ?? [];
    const [place = ""] = part.match(/(?<=at file:\/\/\S+?):\d+:\d+/) ?? [];
    if (code && codes.test(code)) {
      errors.push(`types     ${path}${place}  ${message}`);
    }
  }
  if (errors.length <= 3) return errors;
  return [
    ...errors.slice(0, 2),
    `types     ${errors.length - 2} more: deno check ${path}`,
  ];
}

/**
 * Prints type errors below a verdict.
 *
 * @param errors What {@linkcode typeErrors} gave; nothing is printed for none.
 * @param style The colours and the width.
 */
export function tellTypes(errors: readonly string[], style: Style): void {
  if (errors.length === 0) return;
  const details = errors.map((error): [string, string] => [
    "types",
    error.replace(/^types +/, "").replace("  ", " "),
  ]);
  console.log(`\n${formatDetails(details, style, 2).join("\n")}`);
}
