/**
 * `deno task lesson`: the list of lessons, or one lesson: its text, its live
 * demonstration, and where the learner's exercise stands.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { onlyOne, readOptions, wholeNumber } from "../arguments.ts";
import { showLesson, tellStanding } from "./_show.ts";

/** Exit status of a command that Ctrl-C has ended: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

const HELP =
  `deno task lesson            list the lessons, then continue where you left off
deno task lesson N          walk lesson N: its text step by step, the demo, what to do
  --step K                  begin with step K; without it: where you were
  --text                    only the text
  --demo                    only the demo
  --no-wait                 print all of it; wait for nothing, ask nothing
  --edit                    open its exercise and text in your editor
  --list                    list the lessons
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    text: { type: "boolean" },
    demo: { type: "boolean" },
    "no-wait": { type: "boolean" },
    step: { type: "string" },
    list: { type: "boolean" },
    edit: { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const lesson = chooseLesson(words);
  if (values.text && values.demo) {
    throw new UsageError(
      "Cannot show only the text and only the demo: give --text or --demo, or neither for both",
    );
  }
  onlyOne(values, ["list", "edit", "text", "demo"]);
  if (values.list && lesson) {
    throw new UsageError(
      `Cannot list lesson ${lesson.number} alone: write  deno task lesson --list  for all, or  deno task lesson ${lesson.number}  to read it`,
    );
  }
  if (values.edit) {
    if (!lesson) {
      throw new UsageError(
        "Cannot open an editor without a lesson: write  deno task lesson N --edit",
      );
    }
    const { openInEditor } = await import("./_edit.ts");
    return await openInEditor(lesson);
  }
  const shown = lesson && !values.list ? lesson : await resume();
  if (values.list) return 0;
  if (!shown) {
    console.log(
      "\nEvery exercise is right. To read a lesson again:   deno task lesson N",
    );
    return 0;
  }
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const wait = !values["no-wait"] && isTerminal;
  const step = values.step === undefined
    ? undefined
    : wholeNumber("--step", String(values.step), 1, 99);
  if (wait && !values.text && !values.demo) {
    await tellStanding(await walk(shown, step));
    return 0;
  }
  if (step !== undefined) {
    throw new UsageError(
      "Cannot begin with a step where all is printed: leave out --step, or run  deno task lesson N --step K  on a terminal",
    );
  }
  const parts = { text: !values.demo, demo: !values.text, wait };
  if (!await showLesson(shown, parts)) {
    return INTERRUPTED;
  }
  await tellStanding(shown);
  return 0;
}

/** Walks a lesson on a terminal, and those that are chosen there. Returns the last one. */
async function walk(
  lesson: Lesson,
  step: number | undefined,
): Promise<Lesson> {
  const { walkOf } = await import("../demo/walk_text.ts");
  const { walkLesson } = await import("./_walk.ts");
  const { lastStep } = await import("../study/steps.ts");
  const { openKeys } = await import("../terminal/keys.ts");
  let walk = await walkOf(lesson);
  const last = walk.steps.length;
  if (step !== undefined && step > last) {
    throw new UsageError(
      `Cannot begin with step ${step}: lesson ${lesson.number} has the steps 1 to ${last}`,
    );
  }
  let from = step ?? await lastStep(lesson);
  const keys = openKeys();
  try {
    while (true) {
      const end = await walkLesson(lesson, walk, { from, keys });
      if (typeof end === "string") return lesson;
      lesson = end;
      walk = await walkOf(lesson);
      from = await lastStep(lesson);
    }
  } finally {
    keys.pause();
  }
}

/** Lists the lessons, and finds the one to go on with. */
async function resume(): Promise<Lesson | undefined> {
  const { findStandings, nextLesson } = await import("../study/progress.ts");
  const { printStandings } = await import("./_standings.ts");
  const found = await findStandings();
  const next = nextLesson(found);
  printStandings(found.standings, { next, themes: true });
  return next;
}
