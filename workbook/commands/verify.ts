/**
 * `deno task verify`: proves that the workbook can be trusted. Every stub is
 * not started, every right answer passes, every wrong answer fails at the
 * check it names and with the message that was pinned; texts and hints are
 * complete; no stray files; format and lint.
 *
 * @module
 */
import { filesOf, fileUrl, type Lesson, LESSONS } from "../catalogue.ts";
import type { Verdict } from "../grading/verdict.ts";
import { tellFault } from "../grading/fault.ts";
import { judge } from "../grading/judge.ts";
import { inParallel } from "../in_parallel.ts";
import { type KnownAnswer, knownAnswers } from "../proof/gallery.ts";
import { steadyMessage } from "../proof/messages.ts";
import { findStrays } from "../proof/strays.ts";
import { findGaps } from "../proof/gaps.ts";
import { chooseLesson } from "../usage_error.ts";
import { readOptions } from "./_options.ts";

const HELP =
  `deno task verify [N]        prove every verdict, of all lessons or of lesson N
  --update                  pin the messages of the wrong answers anew (deno task verify:update)
`;

/** Payloads must not differ between runs, or no message could be pinned. */
const SEED = 20_260_101;

/** Counts what holds and says what does not. */
class Tally {
  passed = 0;
  failed = 0;
  check(holds: boolean, sentence: () => string): void {
    if (holds) {
      this.passed++;
      return;
    }
    this.failed++;
    console.log(`FAILED  ${sentence()}`);
  }
}

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, { update: { type: "boolean" } });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const began = performance.now();
  const chosen = chooseLesson(words);
  const lessons = chosen ? [chosen] : LESSONS;
  const tally = new Tally();
  await verifyAnswers(lessons, values.update === true, tally);
  if (!chosen) {
    for (const stray of await findStrays()) tally.check(false, () => stray);
    for (const args of [["fmt", "--check"], ["lint"]]) {
      const { success, stderr } = await new Deno.Command("deno", {
        args: [...args, "--quiet"],
        stdin: "null",
        stdout: "null",
      }).output();
      tally.check(
        success,
        () => `deno ${args.join(" ")}\n${new TextDecoder().decode(stderr)}`,
      );
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`verified in ${seconds} s`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

/** Judges every known answer, as many at once as there are cores. */
async function verifyAnswers(
  lessons: readonly Lesson[],
  update: boolean,
  tally: Tally,
): Promise<void> {
  const answers = (await Promise.all(lessons.map(knownAnswers))).flat();
  const messages = new Map<string, string>();
  const solutions = new Map<Lesson, Verdict>();
  await inParallel(answers, async (known) => {
    const verdict = await judge({
      stem: known.lesson.stem,
      answer: fileUrl(known.path),
      seed: SEED,
      only: known.caughtBy,
    });
    if (known.path === filesOf(known.lesson).solution) {
      solutions.set(known.lesson, verdict);
    }
    if (known.verdict === "wrong") {
      const caught = verdict.checks.find(({ name }) => name === known.caughtBy);
      tally.check(
        caught?.outcome === "wrong",
        () =>
          `${known.path} must fail at "${known.caughtBy}"; that check is ${
            caught?.outcome ?? "no check of this lesson"
          }`,
      );
      if (caught) messages.set(known.path, steadyMessage(caught));
    } else {
      tally.check(
        verdict.status === known.verdict,
        () =>
          `${known.path} must be ${known.verdict}; it is ${verdict.status}${
            firstFault(verdict)
          }`,
      );
    }
  });
  for (const lesson of lessons) {
    await pinMessages(lesson, answers, messages, update, tally);
    const verdict = solutions.get(lesson)!;
    const gaps = await findGaps(lesson, verdict.checks.map(({ name }) => name));
    for (const gap of gaps) tally.check(false, () => gap);
    tally.check(gaps.length === 0, () => `${lesson.stem} is not complete`);
  }
}

function firstFault(verdict: Verdict): string {
  const wrong = verdict.checks.find(({ fault }) => fault);
  const fault = wrong?.fault ?? verdict.problem;
  return fault
    ? `: ${wrong?.name ?? ""}\n${
      tellFault(fault, wrong?.transcript).join("\n")
    }`
    : "";
}

/** Compares what learners are told with what was pinned. */
async function pinMessages(
  lesson: Lesson,
  answers: KnownAnswer[],
  messages: Map<string, string>,
  update: boolean,
  tally: Tally,
): Promise<void> {
  const file = fileUrl(`tests/wrong/${lesson.stem}/messages.txt`);
  const paths = answers.filter((each) =>
    each.lesson === lesson && each.verdict === "wrong"
  ).map(({ path }) => path);
  const sections = paths.map((path) =>
    `${path.split("/").pop()}\n${messages.get(path) ?? "(not caught)"}\n`
  );
  if (update) {
    await Deno.writeTextFile(file, sections.join("\n"));
    return;
  }
  const pinned = await Deno.readTextFile(file).catch(() => "");
  const before = new Set(
    pinned.replaceAll("\r\n", "\n").split(/\n(?=\S+\.ts\n)/).map((each) =>
      each.trim()
    ),
  );
  for (const section of sections) {
    tally.check(
      before.has(section.trim()),
      () =>
        `the message of a wrong answer is not the pinned one; if it should be, run  deno task verify:update\n${section}`,
    );
  }
}
