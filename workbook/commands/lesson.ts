/**
 * `deno task lesson`: the list of lessons, or one lesson: its text, its live
 * demonstration, and where the learner's exercise stands.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { judge } from "../grading/parent/judge.ts";
import { spread, terminalStyle } from "../terminal/mod.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { onlyOne, readOptions } from "../arguments.ts";

const HELP =
  `deno task lesson            list the lessons, then go on where you stand
deno task lesson N          read lesson N and watch its demo
  --text                    only the text
  --demo                    only the demo
  --no-wait                 do not wait for Enter, and ask nothing
  --edit                    open its exercise and text in your editor
  --list                    list the lessons
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    text: { type: "boolean" },
    demo: { type: "boolean" },
    "no-wait": { type: "boolean" },
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
  await show(shown, {
    text: !values.demo,
    demo: !values.text,
    wait: !values["no-wait"] && Deno.stdin.isTerminal() &&
      Deno.stdout.isTerminal(),
  });
  return 0;
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

/** Prints a lesson, in the order in which it is read. */
async function show(
  lesson: Lesson,
  parts: { text: boolean; demo: boolean; wait: boolean },
): Promise<void> {
  const style = terminalStyle();
  let { wait } = parts;
  // The first line comes before anything heavy is loaded.
  console.log(
    "\n" + spread(
      style.strong(`${lesson.number} · ${lesson.title}`),
      `theme: ${lesson.theme}`,
      style.width,
    ) + "\n",
  );
  if (parts.text) {
    const { renderMarkdown } = await import("../terminal/markdown.ts");
    const source = await Deno.readTextFile(lesson.files.text.url);
    const body = source.replace(/^# .*\n+/, "");
    console.log(await renderMarkdown(body, style) + "\n");
  }
  if (parts.demo) {
    if (wait && parts.text) {
      // The end of the text would be gone before anybody has read it.
      const { pause } = await import("../demo/play.ts");
      wait = await pause("Enter: the demo  ", style);
      console.log();
    }
    const { runDemo } = await import("../demo/process.ts");
    await runDemo(lesson, style, { wait });
  }
  const verdict = await judge({
    stem: lesson.stem,
    submission: lesson.files.exercise.url,
  });
  const { remember } = await import("../study/progress.ts");
  await remember(lesson, verdict);
  const { standing, nextStep } = await import("../study/standing.ts");
  console.log(`\nYour exercise   ${lesson.files.exercise.path}`);
  console.log(`It is           ${standing(verdict)}`);
  console.log(`Next            ${nextStep(lesson, verdict)}`);
}
