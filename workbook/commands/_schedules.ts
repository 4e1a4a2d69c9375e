/**
 * `deno task grade N --model PROFILE` and `--schedules COUNT`: judging on the
 * model network, in every order that TCP allows.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { judge } from "../grading/parent/judge.ts";
import type { Schedule } from "../grading/protocol.ts";
import { EXIT_STATUS, type Verdict } from "../grading/verdict.ts";
import { inParallel } from "../in_parallel.ts";
import { profilesOf } from "../lesson_profiles.ts";
import type { ProfileName } from "../network/profiles.ts";
import { type Style, terminalStyle } from "../terminal/mod.ts";
import { UsageError } from "../usage_error.ts";
import { standing } from "../study/standing.ts";
import { tellCheck, tellRest } from "./_verdict_text.ts";

/** How many seeds are tried for the shortest exchange that breaks a submission. */
const SHRINKING = 24;

/** How many schedules one process of the submission runs, one after the other. */
const AT_ONCE = 20;

/** How a judging on the model network is wanted. */
interface Wanted {
  /** A random one, if it is not given. */
  seed?: number;
  /** Whether "beyond" must be right, too. */
  beyond: boolean;
}

const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

/**
 * Judges one submission on the model network.
 *
 * @param options.seed Decides payloads, sizes, delays and orders.
 * @param options.beyond Whether the part "beyond" must be right, too.
 * @returns The exit status.
 */
export async function gradeOnModel(
  lesson: Lesson,
  submission: URL,
  profile: ProfileName,
  { seed = randomSeed(), beyond }: Wanted,
): Promise<number> {
  const usable = profilesOf(lesson);
  if (!usable.includes(profile)) {
    throw new UsageError(
      `Cannot judge lesson ${lesson.number} on the profile "${profile}": its checks hold on ${
        usable.join(", ")
      }`,
    );
  }
  const style = terminalStyle();
  tellTitle(lesson, `the model network, profile ${profile}`, style);
  const verdict = await judge({
    stem: lesson.stem,
    submission,
    schedules: [{ profile, seed }],
    beyond,
    onCheck: (check) => tellCheck(check, style),
  });
  tellRest(verdict, style);
  console.log(`\n${standing(verdict)}`);
  if (verdict.status === "wrong") tellReplay(lesson, verdict, beyond);
  return EXIT_STATUS[verdict.status];
}

/**
 * Searches schedules of the model network for one that breaks a submission, and
 * tells the shortest that is found.
 *
 * @param count How many schedules to try.
 * @param options.seed The seed of the first; the others follow it.
 * @param options.beyond Whether a check of "beyond" counts as broken, too.
 * @returns The exit status.
 */
export async function searchSchedules(
  lesson: Lesson,
  submission: URL,
  count: number,
  { seed: first = randomSeed(), beyond }: Wanted,
): Promise<number> {
  const style = terminalStyle();
  const profiles = profilesOf(lesson);
  const schedules = Array.from({ length: count }, (_, i): Schedule => ({
    profile: profiles[i % profiles.length],
    seed: (first + i) >>> 0,
  }));
  tellTitle(lesson, `${count} schedules of the model network`, style);
  const began = performance.now();
  const batches = Array.from(
    { length: Math.ceil(count / AT_ONCE) },
    (_, i) => schedules.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
  const verdicts: Verdict[] = [];
  let found = false;
  await inParallel(batches, async (batch, i) => {
    // Batches begin in order, and one that has begun runs on: so it is always
    // the first schedule that breaks a submission which is found.
    if (found) return;
    verdicts[i] = await judge({
      stem: lesson.stem,
      submission,
      schedules: batch,
      beyond,
    });
    found ||= isBroken(verdicts[i]);
  });
  const broken = verdicts.find(isBroken);
  const last = verdicts.at(-1)!;
  const seconds = (performance.now() - began) / 1000;
  if (!broken) {
    tellRest(last, style);
    console.log(`${last.status === "right" ? "" : "\n"}${standing(last)}`);
    // Where nothing is written no schedule can break anything.
    if (last.checks.some(({ outcome }) => outcome === "right")) {
      const rate = Math.round(count / seconds);
      console.log(
        `No schedule of ${count} breaks it, ${rate} schedules a second`,
      );
    }
    return EXIT_STATUS[last.status];
  }
  if (broken.status === "not graded") {
    // No schedule is to blame: it was never judged on one.
    for (const check of broken.checks) tellCheck(check, style);
    tellRest(broken, style);
    console.log(`\n${standing(broken)}`);
    return EXIT_STATUS[broken.status];
  }
  const shortest = await shrink(lesson, submission, broken, beyond);
  const check = shortest.checks.find(({ outcome }) => outcome === "wrong");
  if (check) tellCheck(check, style);
  tellRest({ ...shortest, checks: [] }, style);
  console.log(`\nThis schedule breaks it: profile ${shortest.profile}`);
  tellReplay(lesson, shortest, beyond);
  return EXIT_STATUS[shortest.status];
}

/** Whether a submission failed on its schedules, or could not be judged on them. */
function isBroken({ status }: Verdict): boolean {
  return status !== "right" && status !== "not started";
}

/** How long the exchange of the wrong check is, in lines of its transcript. */
function lengthOf({ checks }: Verdict): number {
  const wrong = checks.find(({ outcome }) => outcome === "wrong");
  return wrong?.transcript?.length ?? Infinity;
}

/**
 * The same check under other seeds and kinder profiles: the shortest exchange
 * that breaks it. Of two that are equally long it is the one of the lower seed.
 */
async function shrink(
  lesson: Lesson,
  submission: URL,
  broken: Verdict,
  beyond: boolean,
): Promise<Verdict> {
  const failing = broken.checks.find(({ outcome }) => outcome === "wrong");
  if (!failing || !broken.profile) return broken;
  const { stem } = lesson;
  const kinder = profilesOf(lesson);
  const upTo = kinder.indexOf(broken.profile);
  for (const profile of kinder.slice(0, upTo + 1)) {
    const tried: Verdict[] = [];
    const seeds = Array.from({ length: SHRINKING }, (_, i) => i + 1);
    await inParallel(seeds, async (seed, i) => {
      const schedules = [{ profile, seed }];
      tried[i] = await judge({
        stem,
        submission,
        schedules,
        beyond,
        only: failing.name,
      });
    });
    const wrong = tried.filter(({ status }) => status === "wrong");
    // A kinder profile that breaks it tells more than a shorter exchange.
    if (profile === broken.profile) wrong.unshift(broken);
    if (wrong.length === 0) continue;
    const { seed } = wrong.reduce((shortest, other) =>
      lengthOf(other) < lengthOf(shortest) ? other : shortest
    );
    // All checks, as the command that replays it runs them: so both tell the same.
    const replayed = await judge({
      stem,
      submission,
      schedules: [{ profile, seed }],
      beyond,
    });
    return replayed.status === "wrong" ? replayed : broken;
  }
  return broken;
}

function tellTitle(lesson: Lesson, where: string, style: Style): void {
  console.log(
    `\n${style.strong(`${lesson.number} · ${lesson.title}`)}        ${where}\n`,
  );
}

function tellReplay(
  lesson: Lesson,
  { file, profile, seed }: Verdict,
  beyond: boolean,
): void {
  const submission = file === lesson.files.exercise.path
    ? ""
    : ` --answer "${file}"`;
  console.log(
    `Replay it: deno task grade ${lesson.number}${submission} --model ${profile} --seed ${seed}${
      beyond ? " --beyond" : ""
    }`,
  );
}
