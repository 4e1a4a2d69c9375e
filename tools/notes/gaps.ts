import type { LessonText, Notes } from "./read.ts";
import type { Place, Statement, Topic } from "./statement.ts";

/** How many statements of each letter the notes have: `A1` to `A8`. */
const OBJECTIVES: Readonly<Record<string, number>> = {
  A: 8,
  B: 11,
  C: 4,
  D: 9,
  SV: 10,
  F: 6,
  G: 10,
  H: 6,
  I: 8,
  J: 3,
  K: 3,
};
const ERRATA: Readonly<Record<string, number>> = { E: 70 };
const LABEL = /\bE\d{1,2}\b/g;

/**
 * What is wrong with the table of statements: one that is missing or there
 * twice, a lesson or step that does not exist, an erratum that its lesson does
 * not name, a name in a lesson that leads nowhere.
 *
 * @param notes The statements and the lessons' texts.
 * @returns A sentence for each; an empty list if there is nothing.
 */
export function findNotesGaps({ objectives, errata, lessons }: Notes) {
  const gaps = [
    ...missing(objectives, OBJECTIVES, "objectives.txt"),
    ...missing(errata, ERRATA, "errata.txt"),
  ];
  const byNumber = new Map(lessons.map((lesson) => [lesson.number, lesson]));
  for (const { id, places } of all([...objectives, ...errata])) {
    for (const place of places) {
      const gap = placeGap(place, byNumber.get(place.lesson));
      if (gap) gaps.push(`${id}: ${gap}`);
    }
  }
  for (const lesson of lessons) gaps.push(...labelGaps(all(errata), lesson));
  return gaps;
}

function all(topics: readonly Topic[]): Statement[] {
  return topics.flatMap(({ statements }) => statements);
}

/** The ids that are not in a list exactly once, or that it should not have. */
function missing(
  topics: readonly Topic[],
  counts: Readonly<Record<string, number>>,
  file: string,
): string[] {
  const wanted = Object.entries(counts).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)
  );
  const ids = all(topics).map(({ id }) => id);
  return [...new Set([...wanted, ...ids])].flatMap((id) => {
    const times = ids.filter((each) => each === id).length;
    if (!wanted.includes(id)) return [`${id} of ${file} is no known statement`];
    return times === 1 ? [] : [`${id} is in ${file} ${times} times, not once`];
  });
}

/** What is wrong with a place; a lesson that is not in the catalogue yet needs no step. */
function placeGap({ lesson, step }: Place, text?: LessonText) {
  if (!text) {
    return step === undefined
      ? undefined
      : `lesson ${lesson} is not in the catalogue: leave its step out`;
  }
  if (step === undefined) return `say which step of lesson ${lesson} shows it`;
  const { length } = text.walk.steps;
  if (step > length) return `lesson ${lesson} has ${length} steps, no ${step}`;
}

/** Errata that a lesson should name and does not, and the other way round. */
function labelGaps(errata: readonly Statement[], lesson: LessonText): string[] {
  const { number, path, text } = lesson;
  const named = new Set(text.match(LABEL) ?? []);
  const listed = new Set(
    errata.filter(({ places }) =>
      places.some((place) => place.lesson === number)
    ).map(({ id }) => id),
  );
  return [
    ...[...listed].filter((id) => !named.has(id)).map((id) =>
      `${id} is listed for lesson ${number}, and ${path} does not name it`
    ),
    ...[...named].filter((id) => !listed.has(id)).map((id) =>
      `${path} names ${id}, which is not listed for lesson ${number}`
    ),
  ];
}
