/**
 * `deno task grade N --model PROFILE` and `--schedules COUNT`: judging on the
 * model network, in every order that TCP allows.
 *
 * @module
 */
import { filesOf, type Lesson } from "../catalogue.ts";
import { judge } from "../grading/judge.ts";
import type { Schedule } from "../grading/protocol.ts";
import { EXIT_STATUS, type Verdict } from "../grading/verdict.ts";
import { inParallel } from "../in_parallel.ts";
import { PROFILE_NAMES, type ProfileName } from "../network/profiles.ts";
import { formatChecks, type Style, terminalStyle } from "../terminal/mod.ts";
import { UsageError } from "../usage_error.ts";
import { listed, summary, tellRest } from "./grade.ts";

/** How many seeds are tried for the shortest exchange that breaks an answer. */
const SHRINKING = 24;

/** The profiles that a lesson is judged on. */
function profilesOf({ notOn = [] }: Lesson): ProfileName[] {
  // A connection that something between resets breaks every answer.
  return PROFILE_NAMES.filter((name) =>
    name !== "resets" && !notOn.includes(name)
  );
}

const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

/**
 * Judges one answer on the model network.
 *
 * @param seed Decides payloads, sizes, delays and orders.
 * @returns The exit status.
 */
export async function gradeOnModel(
  lesson: Lesson,
  answer: URL,
  profile: ProfileName,
  seed: number = randomSeed(),
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
    answer,
    schedules: [{ profile, seed }],
    onCheck: (check) => {
      if (check.outcome === "ignored") return;
      console.log(formatChecks([listed(check)], style).join("\n"));
    },
  });
  tellRest(verdict, style);
  console.log(`\n${summary(verdict)}`);
  if (verdict.status === "wrong") tellReplay(lesson, verdict);
  return EXIT_STATUS[verdict.status];
}

/**
 * Searches schedules of the model network for one that breaks an answer, and
 * tells the shortest that is found.
 *
 * @param count How many schedules to try.
 * @param first The seed of the first; the others follow it.
 * @returns The exit status.
 */
export async function searchSchedules(
  lesson: Lesson,
  answer: URL,
  count: number,
  first: number = randomSeed(),
): Promise<number> {
  const style = terminalStyle();
  const profiles = profilesOf(lesson);
  const schedules = Array.from({ length: count }, (_, i): Schedule => ({
    profile: profiles[i % profiles.length],
    seed: (first + i) >>> 0,
  }));
  tellTitle(lesson, `${count} schedules of the model network`, style);
  const began = performance.now();
  const cores = navigator.hardwareConcurrency;
  const stop = new AbortController();
  let broken: Verdict | undefined;
  let last: Verdict | undefined;
  await inParallel(Array.from({ length: cores }), async (_, part) => {
    const mine = schedules.filter((_, i) => i % cores === part);
    if (mine.length === 0) return;
    const verdict = await judge({
      stem: lesson.stem,
      answer,
      schedules: mine,
      signal: stop.signal,
    });
    if (stop.signal.aborted) return;
    last = verdict;
    if (verdict.status === "right" || verdict.status === "not started") return;
    broken = verdict;
    stop.abort();
  });
  const seconds = (performance.now() - began) / 1000;
  if (!broken) {
    tellRest(last!, style);
    console.log(
      `  ${last!.status}: no schedule of ${count} breaks it, ${
        Math.round(count / seconds)
      } schedules a second`,
    );
    return EXIT_STATUS[last!.status];
  }
  if (broken.status === "not graded") {
    // No schedule is to blame: it was never judged on one.
    for (const check of broken.checks) {
      if (check.outcome === "ignored") continue;
      console.log(formatChecks([listed(check)], style).join("\n"));
    }
    tellRest(broken, style);
    console.log(`\n${summary(broken)}`);
    return EXIT_STATUS[broken.status];
  }
  const shortest = await shrink(lesson, answer, broken);
  const check = shortest.checks.find(({ outcome }) => outcome === "wrong");
  if (check) console.log(formatChecks([listed(check)], style).join("\n"));
  tellRest({ ...shortest, checks: [] }, style);
  console.log(`\nThis schedule breaks it: profile ${shortest.profile}`);
  tellReplay(lesson, shortest);
  return EXIT_STATUS[shortest.status];
}

/** The same check under other seeds and kinder profiles: the shortest exchange that breaks it. */
async function shrink(
  lesson: Lesson,
  answer: URL,
  broken: Verdict,
): Promise<Verdict> {
  const failing = broken.checks.find(({ outcome }) => outcome === "wrong");
  if (!failing || !broken.profile) return broken;
  const kinder = profilesOf(lesson);
  const upTo = kinder.indexOf(broken.profile);
  const length = ({ checks }: Verdict) =>
    checks.find(({ outcome }) => outcome === "wrong")?.transcript?.length ??
      Infinity;
  let shortest = broken;
  for (const profile of kinder.slice(0, upTo + 1)) {
    const seeds = Array.from({ length: SHRINKING }, (_, i) => i + 1);
    await inParallel(seeds, async (seed) => {
      const verdict = await judge({
        stem: lesson.stem,
        answer,
        schedules: [{ profile, seed }],
        only: failing.name,
      });
      if (verdict.status === "wrong" && length(verdict) < length(shortest)) {
        shortest = verdict;
      }
    });
    // A kinder profile that breaks it tells more than a shorter exchange.
    if (shortest.profile === profile && profile !== broken.profile) break;
  }
  return shortest;
}

function tellTitle(lesson: Lesson, where: string, style: Style): void {
  console.log(
    `\n${style.strong(`${lesson.number} · ${lesson.title}`)}        ${where}\n`,
  );
}

function tellReplay(lesson: Lesson, { file, profile, seed }: Verdict): void {
  const answer = file === filesOf(lesson).exercise ? "" : ` --answer "${file}"`;
  console.log(
    `Replay it: deno task grade ${lesson.number}${answer} --model ${profile} --seed ${seed}`,
  );
}
