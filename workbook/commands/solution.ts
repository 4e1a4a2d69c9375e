/**
 * `deno task solution N`: the model answer, and how the learner's differs.
 *
 * @module
 */
import { diffLines } from "diff";
import { filesOf, fileUrl } from "../catalogue.ts";
import { judge } from "../grading/judge.ts";
import { remember } from "../study/progress.ts";
import { pad, type Style, terminalStyle, textWidth } from "../terminal/mod.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { confirm } from "./_confirm.ts";
import { readOptions } from "./_options.ts";

const HELP =
  `deno task solution N        the model answer, and how yours differs
  --yes                     show it before your exercise is right
`;

/** Columns of the narrowest useful half. */
const HALF = 60;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    yes: { type: "boolean", short: "y" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const lesson = chooseLesson(words);
  if (!lesson) {
    throw new UsageError(
      "Cannot show a solution without a lesson: write  deno task solution N",
    );
  }
  const files = filesOf(lesson);
  const verdict = await judge({
    stem: lesson.stem,
    answer: fileUrl(files.exercise),
  });
  await remember(lesson, verdict);
  if (verdict.status !== "right") {
    const goOn = await confirm(
      `Your exercise ${lesson.number} is not right yet (${verdict.status}). Show the model answer?`,
      {
        yes: values.yes === true,
        command: `deno task solution ${lesson.number} --yes`,
      },
    );
    if (!goOn) return 0;
  }
  const model = await Deno.readTextFile(fileUrl(files.solution));
  // The model is shown also to who has no file to compare it with.
  const own = await Deno.readTextFile(fileUrl(files.exercise))
    .catch(() => undefined);
  const style = terminalStyle();
  console.log(`\n${style.strong(files.solution)}\n`);
  console.log(model.trimEnd());
  const untouched = verdict.status === "not started" &&
    verdict.checks.every(({ outcome }) => outcome === "ignored");
  if (own === undefined || untouched) return 0;
  console.log(
    `\n${
      style.strong("Compared")
    }   yours: ${files.exercise}   model: ${files.solution}\n`,
  );
  console.log(compare(own, model, style, columns()).join("\n"));
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

/**
 * Two texts compared line by line, side by side where the width allows.
 *
 * @param own The learner's.
 * @param model The model answer.
 * @param style The colours.
 * @param width Columns of a line.
 */
export function compare(
  own: string,
  model: string,
  style: Style,
  width: number,
): string[] {
  const parts = diffLines(own, model).map(({ value, added, removed }) => ({
    lines: value.replace(/\n$/, "").split("\n"),
    side: added ? "model" : removed ? "own" : "both",
  }));
  if (width < 2 * HALF + 3) {
    return parts.flatMap(({ lines, side }) =>
      lines.map((line) =>
        side === "both"
          ? style.faint(`        ${line}`.trimEnd())
          : side === "own"
          ? style.note(`yours   ${line}`)
          : style.right(`model   ${line}`)
      )
    );
  }
  const half = Math.floor((width - 3) / 2);
  const cell = (line: string) => pad(cut(line, half), half);
  const rows: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const { lines, side } = parts[i];
    if (side === "both") {
      for (const line of lines) {
        rows.push(style.faint(`${cell(line)}   ${cut(line, half)}`.trimEnd()));
      }
      continue;
    }
    // A change is a part of one side followed by a part of the other.
    const other = parts[i + 1];
    const paired = other && other.side !== "both" && other.side !== side;
    if (paired) i++;
    const left = side === "own" ? lines : paired ? other.lines : [];
    const right = side === "model" ? lines : paired ? other.lines : [];
    for (let y = 0; y < Math.max(left.length, right.length); y++) {
      rows.push(
        `${style.note(cell(left[y] ?? ""))} | ${
          style.right(cut(right[y] ?? "", half))
        }`.trimEnd(),
      );
    }
  }
  return rows;
}

function cut(line: string, width: number): string {
  if (textWidth(line) <= width) return line;
  return `${line.slice(0, width - 1)}…`;
}
