/**
 * The file in which the messages of a lesson's wrong submissions are pinned: for
 * each the name of its file and what a learner is told, then an empty line.
 *
 * @module
 */
import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";

const fileOf = ({ stem }: Lesson) =>
  fileUrl(`tests/wrong/${stem}/messages.txt`);

/** What a learner is told of each wrong submission, by the name of its file. */
export type Pinned = Map<string, string[]>;

/**
 * Reads what is pinned.
 *
 * @param lesson The lesson.
 * @returns Nothing if there is no such file.
 */
export async function readPinned(lesson: Lesson): Promise<Pinned> {
  const text = await Deno.readTextFile(fileOf(lesson)).catch(() => "");
  return new Map(
    text.replaceAll("\r\n", "\n").split("\n\n").map((section) => {
      const [name, ...lines] = section.trim().split("\n");
      return [name, lines];
    }),
  );
}

/**
 * Pins messages in the place of all that were.
 *
 * @param lesson The lesson.
 * @param pinned The messages.
 */
export async function writePinned(
  lesson: Lesson,
  pinned: Pinned,
): Promise<void> {
  const sections = [...pinned]
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, lines]) => `${[name, ...lines].join("\n")}\n`);
  await Deno.writeTextFile(fileOf(lesson), sections.join("\n"));
}
