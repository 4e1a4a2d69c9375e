import type { Lesson } from "../lesson.ts";
import { isOtherStub } from "../other_stub.ts";
import type { Scaffold } from "../scaffold.ts";
import { visible } from "../terminal/bytes.ts";
import type { Style } from "../terminal/mod.ts";

/** Given lines that are named at most. */
const NAMED = 3;

/** The exercise as it is given; `undefined` if its model answer cannot be read: a teacher may have taken it out. */
export async function scaffoldOf(
  lesson: Lesson,
): Promise<Scaffold | undefined> {
  try {
    return await lesson.scaffold();
  } catch (error) {
    // Another command says that it is gone, or closed.
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied
    ) return;
    throw error;
  }
}

/**
 * Names the given lines that a submission has changed or taken out: a fault may
 * come from there.
 *
 * @param lesson The lesson.
 * @param submission The submission.
 * @param style The colours.
 */
export async function tellGiven(
  lesson: Lesson,
  submission: URL,
  style: Style,
): Promise<void> {
  const scaffold = await scaffoldOf(lesson);
  const text = await Deno.readTextFile(submission).catch(() => undefined);
  if (!scaffold || text === undefined || isOtherStub(scaffold, text)) return;
  // It takes a while to load, and only a wrong submission needs it.
  const { missingGivenLines } = await import("../given_code.ts");
  const missing = missingGivenLines(scaffold, text);
  if (missing.length === 0) return;
  console.log(`\n  ${style.note("given code that is changed or gone")}`);
  for (const { line, text } of missing.slice(0, NAMED)) {
    console.log(`    given line ${line}   ${visible(text.trim())}`);
  }
  if (missing.length > NAMED) {
    console.log(`    and ${missing.length - NAMED} more`);
  }
}

/**
 * Says how to get the exercise as it is given now, if the learner's was begun
 * on an earlier stub. It is judged as it is.
 *
 * @param lesson The lesson.
 */
export async function tellOtherStub(lesson: Lesson): Promise<void> {
  const { exercise } = lesson.files;
  const scaffold = await scaffoldOf(lesson);
  const text = await Deno.readTextFile(exercise.url).catch(() => undefined);
  if (!scaffold || text === undefined || !isOtherStub(scaffold, text)) return;
  console.log(
    `${exercise.path} was begun on another stub; it was judged as it is. The exercise as it is given now, beside it:  deno task reset ${lesson.number} --beside`,
  );
}
