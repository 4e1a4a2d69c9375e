/**
 * `deno task verify`: proves that the workbook can be trusted. Every stub is
 * not started, every right answer passes, every wrong answer fails at the
 * check it names and with the message that was pinned; texts and hints are
 * complete; no stray files; format and lint.
 *
 * @module
 */
import { filesOf, fileUrl, type Lesson, LESSONS } from "../catalogue.ts";
import { denoProgram } from "../deno_program.ts";
import type { Verdict } from "../grading/verdict.ts";
import { tellFault } from "../grading/fault.ts";
import { judge } from "../grading/judge.ts";
import { MODEL_DIFFERENCES } from "../proof/model_differences.ts";
import { inParallel } from "../in_parallel.ts";
import { type KnownAnswer, knownAnswers } from "../proof/gallery.ts";
import { commonMessage, matchesPinned, messageOf } from "../proof/messages.ts";
import { findStrays } from "../proof/strays.ts";
import { findGaps } from "../proof/gaps.ts";
import { chooseLesson } from "../usage_error.ts";
import { readOptions } from "./_options.ts";

const HELP =
  `deno task verify [N]        prove every verdict, of all lessons or of lesson N
  --model                   the same verdicts on the model network
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
  const { words, values } = readOptions(args, {
    update: { type: "boolean" },
    model: { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const began = performance.now();
  const chosen = chooseLesson(words);
  const lessons = chosen ? [chosen] : LESSONS;
  const tally = new Tally();
  if (values.model) {
    await verifyOnModel(lessons, tally);
    tell(tally, began);
    return tally.failed === 0 ? 0 : 1;
  }
  await verifyAnswers(lessons, values.update === true, tally);
  if (!chosen) {
    for (const stray of await findStrays()) tally.check(false, () => stray);
    for (const args of [["fmt", "--check"], ["lint"]]) {
      const { success, stderr } = await new Deno.Command(denoProgram(), {
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
  tell(tally, began);
  return tally.failed === 0 ? 0 : 1;
}

function tell({ passed, failed }: Tally, began: number): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`verified in ${seconds} s`);
  console.log(`${passed} passed, ${failed} failed`);
}

/** Judges every known answer on the model network: the verdicts must be the same. */
async function verifyOnModel(
  lessons: readonly Lesson[],
  tally: Tally,
): Promise<void> {
  const answers = (await Promise.all(lessons.map(knownAnswers))).flat();
  await inParallel(answers, async (known) => {
    const verdict = await judge({
      stem: known.lesson.stem,
      answer: fileUrl(known.path),
      schedules: [{ profile: "kind", seed: SEED }],
      only: known.caughtBy,
    });
    const caught = verdict.checks.some(({ name, outcome }) =>
      name === known.caughtBy && outcome === "wrong"
    );
    const status = caught ? "wrong" : verdict.status;
    const reason = MODEL_DIFFERENCES[known.path];
    tally.check(
      reason === undefined
        ? status === known.verdict
        : status !== known.verdict,
      () =>
        reason === undefined
          ? `${known.path} must be ${known.verdict} on the model network; it is ${status}${
            firstFault(verdict)
          }`
          : `${known.path} is listed as different on the model network; it is not any more`,
    );
  });
}

/** How often a wrong answer is judged before its message is pinned: what differs is left out. */
const PINNING_RUNS = 3;

/** Judges every known answer, as many at once as there are cores. */
async function verifyAnswers(
  lessons: readonly Lesson[],
  update: boolean,
  tally: Tally,
): Promise<void> {
  const answers = (await Promise.all(lessons.map(knownAnswers))).flat();
  const messages = new Map<KnownAnswer, string[][]>();
  const solutions = new Map<Lesson, Verdict>();
  const repeated = answers.flatMap((known) =>
    Array(update && known.verdict === "wrong" ? PINNING_RUNS : 1).fill(known)
  );
  await inParallel<KnownAnswer>(repeated, async (known) => {
    const verdict = await judge({
      stem: known.lesson.stem,
      answer: fileUrl(known.path),
      seed: SEED,
      only: known.caughtBy,
    });
    if (known.path === filesOf(known.lesson).solution) {
      solutions.set(known.lesson, verdict);
    }
    if (known.verdict !== "wrong") {
      tally.check(
        verdict.status === known.verdict,
        () =>
          `${known.path} must be ${known.verdict}; it is ${verdict.status}${
            firstFault(verdict)
          }`,
      );
      return;
    }
    const caught = verdict.checks.find(({ name }) => name === known.caughtBy);
    // A check that this machine cannot run proves nothing.
    if (
      caught?.ignored === "no IPv6" || caught?.ignored === "no kernel table"
    ) {
      return;
    }
    tally.check(
      caught?.outcome === "wrong",
      () =>
        `${known.path} must fail at "${known.caughtBy}"; that check is ${
          caught?.outcome ?? "no check of this lesson"
        }`,
    );
    if (caught?.outcome !== "wrong") return;
    const told = messages.get(known) ?? [];
    messages.set(known, [...told, messageOf(caught)]);
  });
  for (const lesson of lessons) {
    const own = [...messages].filter(([known]) => known.lesson === lesson);
    if (update) await pinMessages(lesson, own);
    else await compareMessages(lesson, own, tally);
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

/** Where the messages of a lesson's wrong answers are pinned. */
const pinnedFile = ({ stem }: Lesson) =>
  fileUrl(`tests/wrong/${stem}/messages.txt`);

const fileName = ({ path }: KnownAnswer) => path.replace(/^.*\//, "");

type Messages = Array<[KnownAnswer, string[][]]>;

async function pinMessages(lesson: Lesson, own: Messages): Promise<void> {
  const sections = own
    .map(([known, runs]) => [fileName(known), ...commonMessage(runs)])
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map((lines) => `${lines.join("\n")}\n`);
  await Deno.writeTextFile(pinnedFile(lesson), sections.join("\n"));
}

/** Compares what learners are told with what was pinned. */
async function compareMessages(
  lesson: Lesson,
  own: Messages,
  tally: Tally,
): Promise<void> {
  const text = await Deno.readTextFile(pinnedFile(lesson)).catch(() => "");
  const pinned = new Map(
    text.replaceAll("\r\n", "\n").split("\n\n").map((section) => {
      const [name, ...lines] = section.trim().split("\n");
      return [name, lines];
    }),
  );
  for (const [known, [message]] of own) {
    const before = pinned.get(fileName(known)) ?? [];
    tally.check(
      matchesPinned(message, before),
      () =>
        `the message of ${known.path} is not the pinned one; if it should be, run  deno task verify:update\nnow\n${
          message.join("\n")
        }\npinned\n${before.join("\n")}\n`,
    );
  }
}
