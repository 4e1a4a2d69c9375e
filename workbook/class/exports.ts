import type { Lesson } from "../lesson.ts";

/** What the exercise of a lesson exports. */
export interface Signature {
  lesson: Lesson;
  names: string[];
}

const EXPORTED =
  /^export (?:async )?(?:function\*?|class|const) ([A-Za-z_$][\w$]*)/gm;

/**
 * What the exercises export: the names that tell the files of two lessons apart.
 * A name that several lessons ask for tells nothing, and is left out.
 *
 * @param lessons The lessons.
 */
export async function signaturesOf(
  lessons: readonly Lesson[],
): Promise<Signature[]> {
  const all = await Promise.all(lessons.map(async (lesson) => ({
    lesson,
    names: [...(await lesson.scaffold()).text.matchAll(EXPORTED)]
      .map(([, name]) => name),
  })));
  const count = (name: string) =>
    all.filter(({ names }) => names.includes(name)).length;
  return all.map(({ lesson, names }) => ({
    lesson,
    names: names.filter((name) => count(name) === 1),
  }));
}
