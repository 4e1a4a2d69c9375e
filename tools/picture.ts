/**
 * `deno task picture`: draws what a demonstration shows, for the README. It is
 * for contributors.
 *
 * @module
 */
import { readOptions } from "../workbook/arguments.ts";
import { fileUrl } from "../workbook/paths.ts";
import { typed, UsageError } from "../workbook/usage_error.ts";
import { COLUMNS, screenOfDemo } from "./picture/screen.ts";
import { terminalSvg } from "./picture/svg.ts";

/** Where the picture is, and what it is of. */
export const PICTURE = {
  path: ".github/demo.svg",
  columns: COLUMNS,
  title:
    "Lesson 3 in a terminal: a question, the calls in Deno and in C, the segments, the kernel's rows, and the answer",
};

const HELP =
  `deno task picture           draw ${PICTURE.path} anew, from a run of the demo
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(
      `Cannot use ${typed(words[0])}: there is one picture; leave it out`,
    );
  }
  const svg = terminalSvg(await screenOfDemo(), PICTURE);
  await Deno.writeTextFile(fileUrl(PICTURE.path), svg);
  console.log(PICTURE.path);
  return 0;
}
