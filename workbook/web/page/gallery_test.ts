import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { LESSONS } from "../../catalogue.ts";
import { inParallel } from "../../in_parallel.ts";
import type { Lesson } from "../../lesson.ts";
import { judgeKnown, SEED } from "../../../tools/gallery/judge_known.ts";
import {
  type KnownSubmission,
  knownSubmissions,
  stubSubmission,
  type WrongSubmission,
} from "../../../tools/gallery/known_submissions.ts";
import { sample } from "../../../tools/mutation/sample.ts";
import { endVisits, visit } from "./testing/browser.ts";
import { asExercise } from "./testing/known_texts.ts";
import { PAGE_DIFFERENCES } from "./testing/page_differences.ts";
import {
  differences,
  isSameLoop,
  judgeInPage,
  told,
} from "./testing/verdicts.ts";

// The page judges the known submissions as the terminal does on the model
// network, with the same seed: word for word, up to the first wrong check.
//
//   deno task test:web                      a sample of each lesson, always the same
//   deno task verify:web sample 7 20        another sample: its seed, and how many of each lesson
//   deno task verify:web all                every submission of every lesson
//   deno task verify:web 3                  every submission of lesson 3
//   deno task verify:web 3 accept_uncaught  one of them

Deno.test.afterAll(endVisits);

const [choice = "sample", ...words] = Deno.args;

/** How long all of a lesson's may take, in milliseconds. */
const ALL_MS = 3_600_000;

/** Every known submission of a lesson. */
async function submissionsOf(lesson: Lesson): Promise<KnownSubmission[]> {
  const { rights, wrongs, problems } = await knownSubmissions(lesson);
  assertEquals(problems, []);
  return [stubSubmission(lesson), ...rights, ...wrongs];
}

/** Those that were asked for. */
async function chosenOf(lesson: Lesson): Promise<KnownSubmission[]> {
  const all = await submissionsOf(lesson);
  if (choice === "sample") {
    const [seed = 1, count = 1] = words.map(Number);
    return sample(all, count, lesson.number + 100 * seed);
  }
  return all.filter(({ name }) => words.length === 0 || words.includes(name));
}

/** Where the two verdicts differ, a line for each place. */
async function compare(page: Page, known: KnownSubmission): Promise<string[]> {
  const { lesson: { stem }, name } = known;
  const { caughtBy: only } = known as Partial<WrongSubmission>;
  const exercise = await asExercise(known);
  const exception = PAGE_DIFFERENCES[stem]?.[name];
  if (exception?.what !== undefined) {
    const { checks } = await judgeInPage(page, stem, exercise, { seed: SEED });
    const what = checks[0]?.fault?.what;
    return what === exception.what ? [] : [`  the page says: ${what}`];
  }
  const asked = { seed: SEED, only, beyond: true };
  const here = await judgeInPage(page, stem, exercise, asked);
  const there = await judgeKnown(known, [{ profile: "kind", seed: SEED }]);
  if (isSameLoop(here, there)) return [];
  const lines = differences(told(here), told(there));
  if (!exception) return lines;
  const { page: own, terminal } = exception.column;
  const isThat = lines.length === 1 && /\.fault\.at: /.test(lines[0]) &&
    lines[0].includes(`:${own}"`) && lines[0].includes(`:${terminal}"`);
  return isThat ? [] : [`  not that column: ${lines.join("; ")}`];
}

for (const lesson of LESSONS) {
  const isChosen = ["sample", "all", String(lesson.number)].includes(choice);
  if (!isChosen) continue;
  visit(
    `lesson ${lesson.number}: ${
      choice === "sample" ? "a sample of its" : "its"
    } known submissions are judged as in the terminal`,
    async ({ page, address }) => {
      const chosen = await chosenOf(lesson);
      const pages = page.context().pages();
      if (chosen.length > 1 && pages.length === 1) {
        const second = await page.context().newPage();
        await second.goto(address);
        pages.push(second);
      }
      const other: string[] = [];
      await inParallel(chosen, async (known) => {
        const free = pages.pop()!;
        const lines = await compare(free, known);
        pages.push(free);
        if (lines.length > 0) {
          other.push([`${known.place} ${known.name}`, ...lines].join("\n"));
        }
      }, pages.length);
      if (Deno.args.length > 0) {
        const alike = chosen.length - other.length;
        console.log(
          `lesson ${lesson.number}: ${alike} of ${chosen.length} alike`,
        );
      }
      assertEquals(other, []);
    },
    {
      shared: true,
      isWhole: true,
      limitMs: choice === "sample" ? undefined : ALL_MS,
    },
  );
}
