/**
 * `deno task verify`: proves that the workbook can be trusted. Every stub is
 * not started, every right submission passes, every wrong submission fails at the
 * check it names and with the message that was pinned; texts and hints are
 * complete; no stray files; format and lint.
 *
 * @module
 */
import { LESSONS } from "../workbook/catalogue.ts";
import type { Lesson } from "../workbook/lesson.ts";
import { fileUrl } from "../workbook/paths.ts";
import type { Verdict } from "../workbook/grading/verdict.ts";
import { tellFault } from "../workbook/sandbox/fault.ts";
import { judge } from "../workbook/grading/parent/judge.ts";
import { MODEL_DIFFERENCES } from "./proof/model_differences.ts";
import { inParallel } from "../workbook/in_parallel.ts";
import { type KnownSubmission, knownSubmissions } from "./proof/gallery.ts";
import { loadAllCores } from "./proof/load_cores.ts";
import { commonMessage, matchesPinned, messageOf } from "./proof/messages.ts";
import { type Pinned, readPinned, writePinned } from "./proof/pinned.ts";
import { findStrays } from "./proof/strays.ts";
import { findGaps } from "./proof/gaps.ts";
import { Tally } from "./proof/counter.ts";
import { chooseLesson } from "../workbook/usage_error.ts";
import { readOptions } from "../workbook/arguments.ts";

const HELP =
  `deno task verify [N]        prove every verdict, of all lessons or of lesson N
  --model                   the same verdicts on the model network
  --update                  pin the messages of the wrong submissions anew (deno task verify:update)
`;

/** Payloads must not differ between runs, or no message could be pinned. */
const SEED = 20_260_101;

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
  await verifySubmissions(lessons, values.update === true, tally);
  if (!chosen) {
    for (const stray of await findStrays()) tally.check(false, () => stray);
    for (const args of [["fmt", "--check"], ["lint"]]) {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
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

/** Judges every known submission on the model network: the verdicts must be the same. */
async function verifyOnModel(
  lessons: readonly Lesson[],
  tally: Tally,
): Promise<void> {
  const submissions = (await Promise.all(lessons.map(knownSubmissions))).flat();
  await inParallel(submissions, async (known) => {
    const verdict = await judge({
      stem: known.lesson.stem,
      submission: fileUrl(known.path),
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

/** How often a wrong submission is judged before its message is pinned, idle and again with every core loaded: what differs is left out. */
const PINNING_RUNS = 2;

/** How often a submission is judged again, alone, if its message is not the pinned one: which of two limits ends a wait first, a busy machine decides. */
const MORE_RUNS = 2;

/** What was told of each wrong submission, a message for each run. */
type Messages = Map<KnownSubmission, string[][]>;

/** Judges one known submission as {@linkcode verifySubmissions} does. */
function judgeKnown(known: KnownSubmission): Promise<Verdict> {
  return judge({
    stem: known.lesson.stem,
    submission: fileUrl(known.path),
    seed: SEED,
    only: known.caughtBy,
  });
}

/** The check that must catch a wrong submission. */
const catching = (known: KnownSubmission, { checks }: Verdict) =>
  checks.find(({ name }) => name === known.caughtBy);

/** Judges every known submission, as many at once as there are cores. */
async function verifySubmissions(
  lessons: readonly Lesson[],
  update: boolean,
  tally: Tally,
): Promise<void> {
  const submissions = (await Promise.all(lessons.map(knownSubmissions))).flat();
  const messages: Messages = new Map();
  const solutions = new Map<Lesson, Verdict>();
  await inParallel<KnownSubmission>(submissions, async (known) => {
    const verdict = await judgeKnown(known);
    if (known.path === known.lesson.files.solution.path) {
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
    const caught = catching(known, verdict);
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
    if (caught?.outcome === "wrong") messages.set(known, [messageOf(caught)]);
  });
  if (update) await tellAgain(messages);
  for (const lesson of lessons) {
    const own = [...messages].filter(([known]) => known.lesson === lesson);
    if (update) {
      await writePinned(
        lesson,
        new Map(own.map(([known, runs]) => [
          fileName(known),
          commonMessage(runs),
        ])),
      );
    } else {
      await compareMessages(await readPinned(lesson), new Map(own), tally);
    }
    const verdict = solutions.get(lesson)!;
    const gaps = await findGaps(lesson, verdict.checks.map(({ name }) => name));
    for (const gap of gaps) tally.check(false, () => gap);
    tally.check(gaps.length === 0, () => `${lesson.stem} is not complete`);
  }
}

/** Adds the messages of more runs, idle and loaded. */
async function tellAgain(messages: Messages): Promise<void> {
  const again = async (runs: number) => {
    const repeated = [...messages.keys()].flatMap((known) =>
      Array<KnownSubmission>(runs).fill(known)
    );
    await inParallel(repeated, async (known) => {
      const caught = catching(known, await judgeKnown(known));
      if (caught?.fault) messages.get(known)!.push(messageOf(caught));
    });
  };
  await again(PINNING_RUNS - 1);
  using _load = loadAllCores();
  await again(PINNING_RUNS);
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

const fileName = ({ path }: KnownSubmission) => path.replace(/^.*\//, "");

/** Compares what learners are told with what was pinned. */
async function compareMessages(
  pinned: Pinned,
  messages: Messages,
  tally: Tally,
): Promise<void> {
  for (const [known, [first]] of messages) {
    const before = pinned.get(fileName(known)) ?? [];
    let now = first;
    for (let i = 0; i < MORE_RUNS && !matchesPinned(now, before); i++) {
      const caught = catching(known, await judgeKnown(known));
      if (caught?.fault) now = messageOf(caught);
    }
    tally.check(
      matchesPinned(now, before),
      () =>
        `the message of ${known.path} is not the pinned one; if it should be, run  deno task verify:update\nnow\n${
          now.join("\n")
        }\npinned\n${before.join("\n")}\n`,
    );
  }
}
