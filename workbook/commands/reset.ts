/**
 * `deno task reset N`: puts the stub of lesson N back and keeps the learner's
 * file beside it.
 *
 * @module
 */
import { refusal } from "../file_fault.ts";
import { replaceFile } from "../study/files.ts";
import { GIVEN, keepOwn, lastKept } from "../study/kept.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { confirm } from "./_confirm.ts";
import type { WorkbookFile } from "../lesson.ts";
import { onlyOne, readOptions } from "../arguments.ts";

const HELP =
  `deno task reset N           begin exercise N anew; your file is kept beside it
  --yes                     do not ask
  --undo                    put back the file that was kept last
  --beside                  change nothing; write the exercise as it is given
                            to  exercise.given.ts  beside yours
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    yes: { type: "boolean", short: "y" },
    beside: { type: "boolean" },
    undo: { type: "boolean" },
  });
  onlyOne(values, ["beside", "undo"]);
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
  if (values.undo) return await undo(exercise, stub);
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
    if (mine !== undefined) kept = await keepOwn(file);
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

/** Puts the file back that was kept last; the one in its place is kept, too, unless it is the stub. */
async function undo(
  { url, path }: WorkbookFile,
  stub: string,
): Promise<number> {
  const last = await lastKept(url);
  if (last === undefined) {
    throw new UsageError(
      `Cannot undo a reset of ${path}: no file was kept beside it`,
    );
  }
  const folder = path.replace(/[^/]+$/, "");
  const kept = new URL(last, url);
  const text = await Deno.readTextFile(kept);
  const mine = await contentOf(url);
  if (mine !== undefined && mine !== text && mine !== stub) {
    const name = await keepOwn(url);
    console.log(`The file that was there is now   ${folder}${name}`);
  }
  await replaceFile(url, text);
  await Deno.remove(kept);
  console.log(`Your file is back   ${path}`);
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
