/**
 * `deno task steady`: judges every solution and right answer again and again,
 * idle and with all cores busy, and reports false failures and times.
 *
 * @module
 */
import { fileUrl, type Lesson, LESSONS } from "../catalogue.ts";
import { tellFault } from "../grading/fault.ts";
import { judge } from "../grading/judge.ts";
import { inParallel } from "../in_parallel.ts";
import { loadAllCores } from "../proof/load_cores.ts";
import { type KnownAnswer, knownAnswers } from "../proof/gallery.ts";
import { spreadOf } from "../proof/spread.ts";
import { alignColumns } from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import { readOptions, wholeNumber } from "./_options.ts";

const HELP =
  `deno task steady [N]        judge every right answer again and again
  --runs RUNS               gradings in all, for each of idle and loaded (1000)
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, { runs: { type: "string" } });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const runs = wholeNumber("--runs", String(values.runs ?? 1000), 1, 1_000_000);
  const chosen = chooseLesson(words);
  const lessons: readonly Lesson[] = chosen ? [chosen] : LESSONS;
  const answers = (await Promise.all(lessons.map(knownAnswers))).flat()
    .filter(({ verdict }) => verdict === "right");
  let failures = 0;
  for (const mode of ["idle", "loaded"] as const) {
    using _load = mode === "loaded" ? loadAllCores() : undefined;
    failures += await judgeAgain(mode, answers, runs);
  }
  return failures === 0 ? 0 : 1;
}

/** One series of gradings. */
async function judgeAgain(
  mode: string,
  answers: KnownAnswer[],
  runs: number,
): Promise<number> {
  const times = new Map<Lesson, number[]>();
  let failures = 0;
  await inParallel(
    Array.from({ length: runs }, (_, i) => answers[i % answers.length]),
    async ({ lesson, path }) => {
      const verdict = await judge({
        stem: lesson.stem,
        answer: fileUrl(path),
      });
      times.set(lesson, [...times.get(lesson) ?? [], verdict.ms]);
      if (verdict.status === "right") return;
      failures++;
      const check = verdict.checks.find(({ fault }) => fault);
      const fault = check?.fault ?? verdict.problem;
      console.log(
        `FALSE FAILURE  ${path}  ${
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
