/**
 * `deno task solution N`: the model answer, and how the learner's differs.
 *
 * @module
 */
import { withoutMarks } from "../scaffold.ts";
import {
  currentLesson,
  judgeExercise,
  knownStanding,
} from "../study/progress.ts";
import { standingOf } from "../study/standing.ts";
import { formatDifference } from "../terminal/difference.ts";
import { terminalStyle } from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import { confirm } from "./_confirm.ts";
import { readOptions } from "../arguments.ts";

const HELP =
  `deno task solution [N]      the model answer, and how yours differs
                            (without N: of the lesson you are at)
  --yes                     show it before your exercise is right
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    yes: { type: "boolean", short: "y" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const lesson = chooseLesson(words) ?? await currentLesson();
  const files = lesson.files;
  const { status, right } = await knownStanding(lesson) ??
    standingOf(await judgeExercise(lesson));
  if (status !== "right") {
    const { number } = lesson;
    const goOn = await confirm({
      refusal:
        `Cannot show the model answer before exercise ${number} is right (${status})`,
      question:
        `Your exercise ${number} is not right yet (${status}). Show the model answer?`,
      yes: values.yes === true,
      command: `deno task solution ${number} --yes`,
    });
    if (!goOn) {
      console.log(`It was not shown.\nNext   deno task hint ${number}`);
      return 0;
    }
  }
  const model = withoutMarks(await Deno.readTextFile(files.solution.url));
  // The model is shown also to who has no file to compare it with.
  const own = await Deno.readTextFile(files.exercise.url)
    .catch(() => undefined);
  const style = terminalStyle();
  console.log(`\n${style.strong(files.solution.path)}\n`);
  console.log(model.trimEnd());
  const untouched = status === "not started" && right === 0;
  if (own === undefined || untouched) return 0;
  console.log(
    `\n${
      style.strong("Compared")
    }   yours: ${files.exercise.path}   model: ${files.solution.path}\n`,
  );
  console.log(
    formatDifference(own, model, style, { width: columns() }).join("\n"),
  );
  return 0;
}

/** All columns of the terminal: two listings beside each other need them. */
function columns(): number {
  try {
    return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 80;
  } catch {
    return 80;
  }
}
