/**
 * `deno task hint N [check]`: one step of help more for the check that fails
 * now: a question to think about, the call to look at, almost the answer.
 *
 * @module
 */
import { conflictLine } from "../conflict_markers.ts";
import type { Lesson } from "../lesson.ts";
import type { CheckResult } from "../grading/verdict.ts";
import type { Guide } from "../guide.ts";
import { nameWithPart } from "../scaffold.ts";
import {
  currentLesson,
  judgeExercise,
  knownStanding,
} from "../study/progress.ts";
import { changeProgress, readProgress } from "../study/progress_file.ts";
import { standingOf } from "../study/standing.ts";
import { codeSpans, terminalStyle, wrap } from "../terminal/mod.ts";
import { chooseLesson, typed, UsageError } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";
import { checksWith } from "./_check_names.ts";

const HELP =
  `deno task hint [N]          the next hint for the check that fails now
                            (without N: in the lesson you are at)
deno task hint N WORDS      for the check whose name has these words
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const [number, ...rest] = words;
  const lesson = number === undefined
    ? await currentLesson()
    : chooseLesson([number])!;
  await refuseConflict(lesson);
  const guide = await lesson.guide();
  const found = rest.length > 0
    ? { name: checkNamed(rest.join(" "), guide, lesson) }
    : await failingCheck(lesson);
  if (found === undefined) {
    console.log(
      `Nothing fails in lesson ${lesson.number}: no hint is needed.\nNext   deno task solution ${lesson.number}`,
    );
    return 0;
  }
  const { number: n } = lesson;
  const more = rest.length > 0
    ? `deno task hint ${n} "${found.name}"`
    : `deno task hint ${n}`;
  await showNext(lesson, found, guide, more);
  return 0;
}

/** A file that holds two versions of itself fails everywhere, and nowhere. */
async function refuseConflict({ files }: Lesson): Promise<void> {
  const { path, url } = files.exercise;
  const line = conflictLine(await Deno.readTextFile(url).catch(() => ""));
  if (line === undefined) return;
  throw new UsageError(
    `Cannot give a hint while ${path} holds a conflict of two versions, marked by git in line ${line}: keep one version, take the marks out`,
  );
}

/** A check that help is given for. */
type Hinted = Pick<CheckResult, "name" | "part">;

/** The check that a learner names with some of its words. */
function checkNamed(text: string, guide: Guide, lesson: Lesson): string {
  const names = Object.keys(guide.hints);
  const found = checksWith(text, guide);
  if (found.length === 1) return found[0];
  const { number } = lesson;
  throw new UsageError(
    found.length === 0
      ? `Cannot find a check with ${
        typed(text)
      } among the ${names.length} of lesson ${number}: for the one that fails now write  deno task hint ${number}`
      : `Cannot tell which of ${found.length} checks ${typed(text)} means: ${
        found.slice(0, 4).map((name) => `"${name}"`).join(", ")
      }${found.length > 4 ? ", …" : ""}; add a word`,
  );
}

/** The first check that is wrong now, or the first that is not written. */
async function failingCheck(lesson: Lesson): Promise<Hinted | undefined> {
  const known = await knownStanding(lesson);
  if (known?.next) return known.next;
  if (known?.status === "right") return;
  console.log(`Judging ${lesson.files.exercise.path} …`);
  const { status, next } = standingOf(await judgeExercise(lesson));
  if (next) return next;
  if (status === "right") return;
  throw new UsageError(
    `Cannot give a hint while the exercise cannot be graded: see  deno task grade ${lesson.number}`,
  );
}

/** Shows the steps up to the next one, and counts; `more` is typed for the one after. */
async function showNext(
  lesson: Lesson,
  { name: check, part }: Hinted,
  guide: Guide,
  more: string,
): Promise<void> {
  const steps = guide.hints[check];
  if (!steps) {
    throw new UsageError(
      `Cannot give a hint for "${check}": read what  deno task grade ${lesson.number}  says of it`,
    );
  }
  const key = `${lesson.stem}/${check}`;
  const shown = (await readProgress()).progress.hints[key] ?? 0;
  const count = Math.min(shown + 1, steps.length);
  const style = terminalStyle();
  console.log(`\n${style.strong(nameWithPart(check, part))}\n`);
  for (let i = 0; i < count; i++) {
    const label = `  ${i + 1} of ${steps.length}`;
    const width = style.width - label.length - 2;
    const [first, ...rest] = wrap(codeSpans(steps[i], style), { width });
    console.log(`${style.faint(label)}  ${first}`);
    for (const line of rest) console.log(" ".repeat(label.length + 2) + line);
  }
  console.log(
    count < steps.length
      ? `\nMore   ${more}`
      : `\nThat was the last hint. The model answer: deno task solution ${lesson.number}`,
  );
  if (shown < count) {
    await changeProgress(({ hints }) => {
      hints[key] = Math.max(hints[key] ?? 0, count);
    });
  }
}
