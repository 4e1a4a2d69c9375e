/**
 * `deno task notes`: writes `lessons/NOTES.md`, the table of what the source
 * notes state and which step shows it. It is for contributors.
 *
 * @module
 */
import { readOptions } from "../workbook/arguments.ts";
import { fileUrl } from "../workbook/paths.ts";
import { typed, UsageError } from "../workbook/usage_error.ts";
import { formatMarkdown } from "./notes/format.ts";
import { findNotesGaps } from "./notes/gaps.ts";
import { readNotes } from "./notes/read.ts";
import { notesTable } from "./notes/table.ts";

const PATH = "lessons/NOTES.md";
const HELP =
  `deno task notes             write ${PATH} anew, from tools/notes/*.txt
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
      `Cannot use ${
        typed(words[0])
      }: the page is about all lessons; leave it out`,
    );
  }
  const notes = await readNotes();
  const gaps = findNotesGaps(notes);
  for (const gap of gaps) console.error(gap);
  if (gaps.length > 0) return 1;
  const page = await formatMarkdown(notesTable(notes));
  await Deno.writeTextFile(fileUrl(PATH), page);
  console.log(PATH);
  return 0;
}
