/**
 * `deno task reset N`: puts the stub of lesson N back and keeps the learner's
 * file beside it.
 *
 * @module
 */
import { filesOf, fileUrl } from "../catalogue.ts";
import { keepCopy, replaceFile } from "../study/files.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { confirm } from "./_confirm.ts";
import { readOptions } from "./_options.ts";

const HELP =
  `deno task reset N           begin exercise N anew; your file is kept beside it
  --yes                     do not ask
`;

/** The time as part of a file name: `2026-11-20_23-50-07`, local. */
function timestamp(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()];
  return `${date.map(two).join("-")}_${time.map(two).join("-")}`;
}

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
      "Cannot reset without a lesson: write  deno task reset N",
    );
  }
  const { exercise } = filesOf(lesson);
  const file = fileUrl(exercise);
  const stub = await Deno.readTextFile(
    fileUrl(`workbook/stubs/${lesson.stem}.ts`),
  );
  const mine = await Deno.readTextFile(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    // A file that cannot be read may hold work: it is not replaced.
    throw error;
  });
  if (mine === stub) {
    console.log(`${exercise} is the stub already; nothing was changed.`);
    return 0;
  }
  const goOn = await confirm(
    `Begin ${exercise} anew? Your file is kept beside it.`,
    {
      yes: values.yes === true || mine === undefined,
      command: `deno task reset ${lesson.number} --yes`,
    },
  );
  if (!goOn) {
    console.log("Nothing was changed.");
    return 0;
  }
  try {
    const time = timestamp();
    const kept = mine === undefined ? undefined : await keepCopy(
      file,
      (attempt) =>
        attempt === 1
          ? `exercise.${time}.ts`
          : `exercise.${time}-${attempt}.ts`,
    );
    await replaceFile(file, stub);
    const folder = exercise.replace(/[^/]+$/, "");
    if (kept) console.log(`Your file is now   ${folder}${kept}`);
    console.log(`The stub is back   ${exercise}`);
    return 0;
  } catch (error) {
    const { name, message } = error as Error;
    console.error(
      `Cannot write in ${
        exercise.replace(/[^/]+$/, "")
      }: ${name}: ${message}. Your file is as it was; make room or allow writing, then try again`,
    );
    return 3;
  }
}
