/**
 * `deno task mutate`: puts one small fault at a time into each solution and
 * counts how many of them the grader finds.
 *
 * @module
 */
import { LESSONS } from "../workbook/catalogue.ts";
import type { Lesson } from "../workbook/lesson.ts";
import { faultRows } from "../workbook/sandbox/fault.ts";
import { judge } from "../workbook/grading/parent/judge.ts";
import { inParallel } from "../workbook/in_parallel.ts";
import { readEquivalent } from "./mutation/equivalent.ts";
import { judgeMutant } from "./mutation/judge_mutant.ts";
import { findListed, type Listed } from "./mutation/listed.ts";
import { makeMutants, type Mutant } from "./mutation/mutants.ts";
import { sample } from "./mutation/sample.ts";
import { JUDGED_AT_ONCE } from "./proof/judged_at_once.ts";
import { alignColumns } from "../workbook/terminal/mod.ts";
import { chooseLesson, UsageError } from "../workbook/usage_error.ts";
import { readOptions, wholeNumber } from "../workbook/arguments.ts";

const HELP =
  `deno task mutate [N]        judge solutions with one small fault each, of all lessons or of lesson N
  --sample COUNT            only so many of each lesson, chosen by chance
  --seed SEED               choose the same ones, and repeat the payloads of an earlier run
  --list                    print the mutants, judge none
  --only ID                 judge one of lesson N and print what is wrong with it
  --listed                  judge those that are listed as equivalent: none may be found
`;

/** Share of the mutants that a grader must find. */
const WANTED = 0.97;

/** What is done with the mutants of each lesson. */
interface Plan {
  seed: number;
  sample?: number;
  only?: string;
  list: boolean;
  listed: boolean;
}

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    sample: { type: "string" },
    seed: { type: "string" },
    only: { type: "string" },
    list: { type: "boolean" },
    listed: { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const number = (name: string, low: number, high: number) =>
    values[name] === undefined
      ? undefined
      : wholeNumber(`--${name}`, String(values[name]), low, high);
  const chosen = chooseLesson(words);
  const plan: Plan = {
    seed: number("seed", 0, 2 ** 32 - 1) ??
      crypto.getRandomValues(new Uint32Array(1))[0],
    sample: number("sample", 1, 1_000_000),
    only: values.only as string | undefined,
    list: values.list === true,
    listed: values.listed === true,
  };
  if (plan.only !== undefined && !chosen) {
    throw new UsageError(
      `Cannot find mutant "${plan.only}" without its lesson: write  deno task mutate N --only ${plan.only}`,
    );
  }
  if (!plan.list) console.log(`seed ${plan.seed}`);
  const wanting: Lesson[] = [];
  for (const lesson of chosen ? [chosen] : LESSONS) {
    if (!await mutate(lesson, plan)) wanting.push(lesson);
  }
  return wanting.length === 0 ? 0 : 1;
}

/** Judges the mutants of one lesson. Returns whether enough are found. */
async function mutate(lesson: Lesson, plan: Plan): Promise<boolean> {
  const { solution } = lesson.files;
  const mutants = makeMutants(await Deno.readTextFile(solution.url));
  const listed = findListed(mutants, await readEquivalent(lesson));
  const title = `\n${lesson.number} · ${lesson.title}`;
  if (plan.list) {
    console.log(`${title}        ${solution.path}\n`);
    console.log(tabulate(mutants, listed));
    return true;
  }
  if (plan.only !== undefined) {
    const mutant = mutants.find(({ id }) => id === plan.only);
    if (mutant) return await judgeOne(lesson, mutant, plan.seed);
    throw new UsageError(
      `Cannot find mutant "${plan.only}" among ${mutants.length}: see  deno task mutate ${lesson.number} --list`,
    );
  }
  await expectRight(lesson, plan.seed);
  const unlisted = mutants.filter((each) => !listed.byMutant.has(each));
  const judged = plan.listed
    ? [...listed.byMutant.keys()]
    : sample(unlisted, plan.sample ?? Infinity, plan.seed);
  console.log(
    `${title}\n  ${mutants.length} made, ${listed.byMutant.size} listed as equivalent, ${judged.length} to judge`,
  );
  for (const { operator, owner, before, after } of listed.stale) {
    console.log(
      `  STALE  ${operator} in ${owner} is listed, and there is none\n    -  ${before}\n    +  ${after}`,
    );
  }
  const survivors = await judgeAll(lesson, judged, plan.seed);
  if (plan.listed) return printListed(lesson, judged, survivors);
  const killed = judged.length - survivors.length;
  const share = judged.length === 0 ? 1 : killed / judged.length;
  console.log(
    `  ${killed} killed, ${survivors.length} survived: ${
      (100 * share).toFixed(1)
    } % killed`,
  );
  for (const mutant of survivors) print("SURVIVED", lesson, mutant);
  return share >= WANTED;
}

/** Judges many. Returns those that survive. */
async function judgeAll(
  lesson: Lesson,
  mutants: Mutant[],
  seed: number,
): Promise<Mutant[]> {
  const survivors = new Set<Mutant>();
  await inParallel(mutants, async (mutant) => {
    const { mastered } = await judgeMutant(lesson, mutant, seed);
    if (mastered) survivors.add(mutant);
  }, JUDGED_AT_ONCE);
  return mutants.filter((each) => survivors.has(each));
}

/** A grader that fails everything would kill everything. */
async function expectRight(lesson: Lesson, seed: number): Promise<void> {
  const { solution } = lesson.files;
  const verdict = await judge({
    stem: lesson.stem,
    submission: solution.url,
    seed,
  });
  if (verdict.mastered) return;
  const wrong = verdict.checks.find(({ outcome }) => outcome === "wrong");
  throw new UsageError(
    `Cannot judge mutants of ${solution.path}: it is itself ${verdict.status}${
      wrong ? ` at "${wrong.name}"` : ""
    }; see  deno task grade ${lesson.number} --answer ${solution.path}`,
  );
}

/** Judges one and prints the check that finds it. */
async function judgeOne(
  lesson: Lesson,
  mutant: Mutant,
  seed: number,
): Promise<boolean> {
  const verdict = await judgeMutant(lesson, mutant, seed);
  const survives = verdict.mastered;
  print(survives ? "SURVIVED" : "killed", lesson, mutant);
  const check = verdict.checks.find(({ fault }) => fault);
  const fault = check?.fault ?? verdict.problem;
  if (!fault) return !survives;
  console.log(`  ${check?.name ?? verdict.status}`);
  const rows = faultRows(fault, check?.transcript)
    .map(([label, text]) => [`    ${label}`, text]);
  console.log(alignColumns(rows).join("\n"));
  return !survives;
}

/** Those that are listed as equivalent must survive. */
function printListed(
  lesson: Lesson,
  judged: Mutant[],
  survivors: Mutant[],
): boolean {
  const killed = judged.filter((each) => !survivors.includes(each));
  console.log(`  ${survivors.length} survived, as they must`);
  for (const mutant of killed) print("KILLED", lesson, mutant);
  return killed.length === 0;
}

function print(word: string, lesson: Lesson, mutant: Mutant): void {
  const { solution } = lesson.files;
  console.log(
    `  ${word}  ${mutant.id}  ${mutant.owner}  ${solution.path}:${mutant.line}\n` +
      `    -  ${mutant.before}\n    +  ${mutant.after}`,
  );
}

function tabulate(mutants: Mutant[], listed: Listed): string {
  const rows = mutants.map((mutant) => [
    `  ${mutant.id}`,
    listed.byMutant.has(mutant) ? "listed" : "",
    `${mutant.line}`,
    mutant.owner,
    `${mutant.before}  →  ${mutant.after}`,
  ]);
  return `${
    alignColumns(rows).join("\n")
  }\n\n  ${mutants.length} mutants, ${listed.byMutant.size} listed`;
}
