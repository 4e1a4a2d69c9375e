/**
 * `deno task steady`: judges every solution and right submission again and again,
 * idle and with all cores busy, and reports false failures and times.
 *
 * @module
 */
import { LESSONS } from "../workbook/catalogue.ts";
import type { Lesson } from "../workbook/lesson.ts";
import { tellFault } from "../workbook/sandbox/fault.ts";
import { judge } from "../workbook/grading/parent/judge.ts";
import { inParallel } from "../workbook/in_parallel.ts";
import { loadAllCores } from "./proof/load_cores.ts";
import { fileOf } from "./gallery/judge_known.ts";
import {
  type KnownSubmission,
  knownSubmissions,
} from "./gallery/known_submissions.ts";
import { spreadOf } from "./proof/statistics.ts";
import { alignColumns } from "../workbook/terminal/mod.ts";
import { chooseLesson } from "../workbook/usage_error.ts";
import { readOptions, wholeNumber } from "../workbook/arguments.ts";

const HELP =
  `deno task steady [N]        judge every right submission again and again
  --runs RUNS               gradings in all, for each of idle and loaded (1000)
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    runs: { type: "string" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const runs = wholeNumber("--runs", String(values.runs ?? 1000), 1, 1_000_000);
  const chosen = chooseLesson(words);
  const lessons: readonly Lesson[] = chosen ? [chosen] : LESSONS;
  const galleries = await Promise.all(
    lessons.map((lesson) => knownSubmissions(lesson)),
  );
  const submissions = galleries.flatMap(({ rights }) => rights);
  const problems = galleries.flatMap(({ problems }) => problems);
  for (const problem of problems) console.log(`FAILED  ${problem}`);
  let failures = problems.length;
  for (const mode of ["idle", "loaded"] as const) {
    using _load = mode === "loaded" ? loadAllCores() : undefined;
    failures += await judgeAgain(mode, submissions, runs);
  }
  return failures === 0 ? 0 : 1;
}

/** One series of gradings. */
async function judgeAgain(
  mode: string,
  submissions: KnownSubmission[],
  runs: number,
): Promise<number> {
  const times = new Map<Lesson, number[]>();
  let failures = 0;
  await inParallel(
    Array.from({ length: runs }, (_, i) => submissions[i % submissions.length]),
    async (known) => {
      const { lesson, name, place } = known;
      await using file = await fileOf(known);
      const verdict = await judge({
        stem: lesson.stem,
        submission: file.url,
      });
      times.set(lesson, [...times.get(lesson) ?? [], verdict.ms]);
      if (verdict.mastered) return;
      failures++;
      const check = verdict.checks.find(({ fault }) => fault);
      const fault = check?.fault ?? verdict.problem;
      console.log(
        `FALSE FAILURE  ${place}  ${name}  ${
          check?.name ?? verdict.status
        }  --seed ${verdict.seed}\n${
          fault ? tellFault(fault, check?.transcript).join("\n") : ""
        }`,
      );
    },
    // Alone where it is idle: gradings beside each other are a load themselves.
    mode === "idle" ? 1 : undefined,
  );
  console.log(`\n${mode}: ${runs} gradings, ${failures} false failures`);
  const rows = [...times].sort(([a], [b]) => a.number - b.number)
    .map(([lesson, ms]) => {
      const { low, median, p95, high } = spreadOf(ms);
      return [
        `  ${lesson.number} ${lesson.title}`,
        `${ms.length} runs`,
        `min ${Math.round(low)} ms`,
        `median ${Math.round(median)} ms`,
        `95 % ${Math.round(p95)} ms`,
        `max ${Math.round(high)} ms`,
      ];
    });
  console.log(alignColumns(rows).join("\n"));
  return failures;
}
