import { checkTypes } from "../study/type_errors.ts";
import { formatDetails } from "../terminal/listing.ts";
import type { Style } from "../terminal/mod.ts";

export { SLIPS } from "../study/type_errors.ts";

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
  const errors = (await checkTypes([path], codes, signal))
    .map(({ place, message }) => `types     ${path}${place}  ${message}`);
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
