/**
 * `deno task reset N`: puts the stub of lesson N back and keeps the learner's
 * file beside it.
 *
 * @module
 */
import { refusal } from "../file_fault.ts";
import { keepCopy, replaceFile } from "../study/files.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { confirm } from "./_confirm.ts";
import { readOptions } from "../arguments.ts";

const HELP =
  `deno task reset N           begin exercise N anew; your file is kept beside it
  --yes                     do not ask
  --beside                  change nothing; write the exercise as it is given
                            to  exercise.given.ts  beside yours
`;

/** Name of the file that holds an exercise as it is given, beside the learner's. */
export const GIVEN = "exercise.given.ts";

/** The time as part of a file name: `2026-11-20_23-50-07`, local. */
export function timestamp(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()];
  return `${date.map(two).join("-")}_${time.map(two).join("-")}`;
}

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    yes: { type: "boolean", short: "y" },
    beside: { type: "boolean" },
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
  const { exercise } = lesson.files;
  const file = exercise.url;
  const stub = (await lesson.scaffold()).text;
  if (values.beside) {
    const given = exercise.path.replace(/[^/]+$/, GIVEN);
    await replaceFile(new URL(GIVEN, file), stub);
    console.log(`The exercise as it is given   ${given}`);
    console.log(`Yours is as it was            ${exercise.path}`);
    return 0;
  }
  const mine = await contentOf(file);
  if (mine === stub) {
    console.log(`${exercise.path} is the stub already; nothing was changed.`);
    return 0;
  }
  const goOn = await confirm({
    refusal: `Cannot begin ${exercise.path} anew`,
    question: `Begin ${exercise.path} anew? Your file is kept beside it.`,
    yes: values.yes === true || mine === undefined,
    command: `deno task reset ${lesson.number} --yes`,
  });
  if (!goOn) {
    console.log("Nothing was changed.");
    return 0;
  }
  const folder = exercise.path.replace(/[^/]+$/, "");
  let kept: string | undefined;
  try {
    const time = timestamp();
    if (mine !== undefined) {
      kept = await keepCopy(
        file,
        (attempt) =>
          attempt === 1
            ? `exercise.${time}.ts`
            : `exercise.${time}-${attempt}.ts`,
      );
    }
    await replaceFile(file, stub);
  } catch (error) {
    if (kept) await removeCopy(new URL(kept, file), file, mine);
    const next = refusal(error);
    if (!next) throw error;
    console.error(
      `Cannot write in ${folder}: ${next}. Your file is as it was`,
    );
    return 3;
  }
  if (kept) console.log(`Your file is now   ${folder}${kept}`);
  console.log(`The stub is back   ${exercise.path}`);
  console.log(`Next               deno task grade ${lesson.number}`);
  return 0;
}

/** What an exercise holds; `undefined` if there is none. */
async function contentOf(file: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    // A file that cannot be read may hold work: it is not replaced.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  // A link to a file that is away is the learner's, too.
  return await Deno.lstat(file).then(() => "", () => undefined);
}

/** Removes a copy that is not needed: the file itself was not replaced. */
async function removeCopy(
  copy: URL,
  file: URL,
  mine: string | undefined,
): Promise<void> {
  if (await contentOf(file).catch(() => undefined) !== mine) return;
  await Deno.remove(copy).catch(() => {});
}
