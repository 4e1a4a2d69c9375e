import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { wrongListOf } from "./known_submissions.ts";
import { matchesPinned } from "./message.ts";
import type { Messages } from "./verify_submission.ts";
import { pinMessages } from "./submission_list.ts";

/**
 * Pins the messages of a lesson that are not the pinned ones. Nothing else in
 * its list changes. Needs permission to write there.
 *
 * @param lesson The lesson.
 * @param messages What a learner reads now, of this lesson and others.
 */
export async function updateMessages(
  lesson: Lesson,
  messages: Messages,
): Promise<void> {
  const own = [...messages].filter(([known]) => known.lesson === lesson);
  const changed = new Map(
    own.filter(([{ message }, now]) => !matchesPinned(now, message))
      .map(([{ name }, now]) => [name, now]),
  );
  console.log(
    `${lesson.stem}: ${changed.size} of ${own.length} pinned again`,
  );
  if (changed.size === 0) return;
  const list = fileUrl(wrongListOf(lesson));
  const text = await Deno.readTextFile(list);
  await Deno.writeTextFile(list, pinMessages(text, changed));
}
