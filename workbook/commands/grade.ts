/**
 * `deno task grade`: judges one submission check by check, or every exercise with
 * a line for each.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { plainFileUrl } from "../early_judging.ts";
import { readablePath } from "../paths.ts";
import type { Lesson } from "../lesson.ts";
import { judge } from "../grading/parent/judge.ts";
import { prepareJudging } from "../grading/parent/prepare.ts";
import { type CheckResult, EXIT_STATUS } from "../grading/verdict.ts";
import { PROFILE_NAMES, type ProfileName } from "../network/profiles.ts";
import { chooseLesson, typed, UsageError } from "../usage_error.ts";
import { onlyOne, readOptions, wholeNumber } from "../arguments.ts";
import { contentKey } from "../study/content_key.ts";

const HELP = `deno task grade             judge every exercise, a line for each
deno task grade N           judge the exercise of lesson N, check by check
  --answer FILE             judge another file by the checks of lesson N
  --beyond                  the part "beyond" must be right, too
  --all                     show every check of every part
  --only WORDS              run the checks whose names have these words, and show
                            all that your program printed during each
  --junit                   print the result as JUnit XML
  --seed SEED               replay the payloads of an earlier run
  --model PROFILE           judge on the model network, in memory, not on sockets
  --schedules COUNT         search COUNT schedules of the model network for one
                            that breaks the submission

Exit status: 0 right, 1 wrong, 2 not started, 3 could not be graded.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    answer: { type: "string" },
    beyond: { type: "boolean" },
    all: { type: "boolean" },
    only: { type: "string" },
    junit: { type: "boolean" },
    seed: { type: "string" },
    model: { type: "string" },
    schedules: { type: "string" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const lesson = chooseLesson(words);
  const seed = values.seed === undefined
    ? undefined
    : wholeNumber("--seed", String(values.seed), 0, 2 ** 32 - 1);
  const file = values.answer as string | undefined;
  if (!lesson && file !== undefined) {
    throw new UsageError(
      `Cannot judge ${
        typed(file)
      } without a lesson: write  deno task grade N --answer FILE`,
    );
  }
  const junit = values.junit === true;
  const beyond = values.beyond === true;
  const all = values.all === true;
  const profile = values.model === undefined
    ? undefined
    : profileNamed(String(values.model));
  if (values.only !== undefined) {
    onlyOne(values, ["only", "schedules"]);
    onlyOne(values, ["only", "model"]);
    onlyOne(values, ["only", "junit"]);
    onlyOne(values, ["only", "all"]);
    if (!lesson) {
      throw new UsageError(
        "Cannot run single checks without their lesson: write  deno task grade N --only WORDS",
      );
    }
    const submission = await submissionOf(lesson, file);
    const { gradeChecks } = await import("./_only.ts");
    return await gradeChecks(lesson, submission, String(values.only), seed);
  }
  if (values.schedules !== undefined || profile) {
    onlyOne(values, ["model", "schedules"]);
    if (!lesson || junit) {
      throw new UsageError(
        "Cannot use the model network here: write  deno task grade N --schedules COUNT  or  deno task grade N --model PROFILE",
      );
    }
    const submission = await submissionOf(lesson, file);
    const { gradeOnModel, searchSchedules } = await import("./_schedules.ts");
    return profile
      ? await gradeOnModel(lesson, submission, profile, { seed, beyond })
      : await searchSchedules(
        lesson,
        submission,
        wholeNumber("--schedules", String(values.schedules), 1, 100_000),
        { seed, beyond },
      );
  }
  return lesson
    ? await gradeOne(lesson, file, { seed, junit, beyond, all })
    : await gradeAll({ seed, junit, beyond });
}

/** The file that is named, or the exercise. */
async function submissionOf(
  lesson: Lesson,
  file: string | undefined,
): Promise<URL> {
  if (file === undefined) return lesson.files.exercise.url;
  const plain = plainFileUrl(file, Deno.env.get("INIT_CWD") || Deno.cwd());
  if (plain) return plain;
  const { submissionUrl } = await import("./_submission.ts");
  return submissionUrl(file);
}

/** How a grading is wanted. */
interface Wanted {
  seed?: number;
  junit: boolean;
  /** Whether "beyond" must be right, too. */
  beyond: boolean;
  /** Whether every check is shown, and judged. */
  all?: boolean;
}

/** Judges one submission and reports each part as soon as it is judged. */
async function gradeOne(
  lesson: Lesson,
  file: string | undefined,
  { seed, junit, beyond, all = false }: Wanted,
): Promise<number> {
  const submission = await submissionOf(lesson, file);
  // Found while the process starts, and before that reads the file.
  const key = file === undefined ? contentKey(lesson) : undefined;
  // What comes before it can be printed waits.
  const early: CheckResult[] = [];
  let tell: (check: CheckResult) => void = (check) => early.push(check);
  const judging = judge({
    stem: lesson.stem,
    submission,
    seed,
    beyond,
    patient: all,
    startAhead: prepareJudging,
    onCheck: (check) => tell(check),
  });
  if (junit) {
    const { formatJUnit } = await import("../grading/parent/junit.ts");
    const verdict = await judging;
    console.log(formatJUnit([verdict]));
    return EXIT_STATUS[verdict.status];
  }
  const text = await import("./_grade_text.ts");
  const style = text.terminalStyle();
  console.log(
    `\n${style.strong(`${lesson.number} · ${lesson.title}`)}        ${
      text.visible(file ?? lesson.files.exercise.path)
    }\n`,
  );
  const begun = await text.begunIn(lesson, submission);
  const ladder = new text.LadderPrinter(style, begun);
  let names: Promise<string[]> | undefined;
  tell = (check) => {
    if (check.outcome === "wrong" && check.fault?.cause !== "not-loadable") {
      const path = readablePath(submission.href);
      names ??= text.typeErrors(path, undefined, text.SLIPS);
    }
    if (all || !check.part) text.tellCheck(check, style);
    else ladder.check(check);
  };
  early.forEach(tell);
  const progress = await import("../study/progress.ts");
  const verdict = await judging;
  ladder.end();
  if (key) await progress.remember(lesson, verdict, await key);
  text.tellRest(verdict, style);
  if (verdict.status === "wrong") {
    await text.tellGiven(lesson, submission, style);
  }
  text.tellTypes(await names ?? [], style);
  const isOwn = file === undefined;
  const hint = isOwn && verdict.status === "wrong"
    ? `        deno task hint ${lesson.number}`
    : "";
  console.log(
    `\n${text.standing(verdict, begun.size > 0 || undefined)}${hint}`,
  );
  if (verdict.status === "wrong") {
    console.log(`Same payloads again: --seed ${verdict.seed}`);
  } else if (isOwn && verdict.status !== "not graded") {
    const after = await progress.lessonAfter(lesson);
    console.log(`Next   ${text.nextStep(lesson, verdict, after)}`);
  }
  if (isOwn) await text.tellOtherStub(lesson);
  return EXIT_STATUS[verdict.status];
}

/** The profile that a learner names. */
function profileNamed(name: string): ProfileName {
  const profile = PROFILE_NAMES.find((each) => each === name);
  if (profile) return profile;
  throw new UsageError(
    `Cannot find profile ${typed(name)}: the profiles are ${
      PROFILE_NAMES.join(", ")
    }`,
  );
}

/** Judges every exercise and tells each in a line. */
async function gradeAll(
  { seed, junit, beyond }: Wanted,
): Promise<number> {
  const { judgeLessons } = await import("../study/judge_lessons.ts");
  const verdicts = await judgeLessons(LESSONS, { seed, beyond });
  if (junit) {
    const { formatJUnit } = await import("../grading/parent/junit.ts");
    console.log(formatJUnit(verdicts));
  } else {
    const { printStandings } = await import("./_standings.ts");
    const { standingOf } = await import("../study/standing.ts");
    printStandings(verdicts.map(standingOf));
  }
  for (const status of ["wrong", "not graded", "not started"] as const) {
    if (verdicts.some((verdict) => verdict.status === status)) {
      return EXIT_STATUS[status];
    }
  }
  return EXIT_STATUS.right;
}
