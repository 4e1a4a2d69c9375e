/**
 * `deno task update`: takes a newer version of the workbook. What a learner
 * wrote is set aside before, and put back after; ended at any moment, it is
 * either in its place or set aside, and the next run puts it back.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { fileUrl, ROOT } from "../paths.ts";
import { makeFolder, replaceFile } from "../study/files.ts";
import { GIVEN, keepOwn } from "../study/kept.ts";
import { UsageError } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";

const HELP =
  `deno task update           take a newer version of the workbook with git; your
                           exercises stay as they are
`;

/** Where exercises lie meanwhile, each under the stem of its lesson. */
const ASIDE = fileUrl(".handshake/aside/");

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(
      "Cannot update one lesson alone: write  deno task update",
    );
  }
  await expectClone();
  await putBack("An earlier update was interrupted");
  const before = await headOf();
  const changed = await changedFiles();
  const own = LESSONS.filter(({ files }) =>
    changed.includes(files.exercise.path)
  );
  const others = changed.filter((path) =>
    !own.some(({ files }) => files.exercise.path === path)
  );
  if (others.length > 0) {
    throw new UsageError(
      `Cannot update while ${others[0]} differs from the workbook's${
        others.length > 1 ? `, and ${others.length - 1} more files` : ""
      }: keep it with  git stash  or undo it with  git checkout -- ${
        others[0]
      }`,
    );
  }
  await setAside(own);
  const pulled = await git("pull", "--ff-only", "--quiet");
  const stubs = pulled.success ? await stubsThatChanged(before) : [];
  const kept = await putBack();
  if (!pulled.success) {
    console.error(
      `Cannot take the update: git said\n  ${
        pulled.text.trim().replaceAll("\n", "\n  ")
      }\nYour exercises are as they were`,
    );
    return 3;
  }
  const after = await headOf();
  console.log(
    before === after
      ? "The workbook is up to date."
      : `The workbook is updated: ${before.slice(0, 8)} is now ${
        after.slice(0, 8)
      }.`,
  );
  for (const { number, files } of kept) {
    console.log(`Yours is as it was   ${files.exercise.path}`);
    if (!stubs.includes(files.exercise.path)) continue;
    const given = new URL(GIVEN, files.exercise.url);
    const show = await git("show", `HEAD:${files.exercise.path}`);
    await replaceFile(given, show.text);
    console.log(
      `  lesson ${number} is given anew: see ${
        files.exercise.path.replace(/[^/]+$/, GIVEN)
      }; what you wrote is judged all the same`,
    );
  }
  return 0;
}

/** Sees to it that there is a clone, and a git. */
async function expectClone(): Promise<void> {
  const { success, text } = await git("rev-parse", "--show-toplevel");
  if (success) return;
  throw new UsageError(
    /not a git repository/i.test(text)
      ? "Cannot update a workbook that is not a clone: fetch it again beside this one, and copy your lessons/*/exercise.ts into it"
      : `Cannot update: git said  ${text.trim().split("\n")[0]}`,
  );
}

async function headOf(): Promise<string> {
  return (await git("rev-parse", "HEAD")).text.trim();
}

/** The files of the workbook that differ from the version that is checked out. */
async function changedFiles(): Promise<string[]> {
  const { success, text } = await git(
    "diff",
    "--name-only",
    "--relative",
    "-z",
    "HEAD",
  );
  if (!success) {
    throw new UsageError(
      `Cannot update: git said  ${text.trim().split("\n")[0]}`,
    );
  }
  return text.split("\0").filter((path) => path !== "");
}

/** The exercises that are given otherwise now than in an earlier version. */
async function stubsThatChanged(before: string): Promise<string[]> {
  const { text } = await git(
    "diff",
    "--name-only",
    "--relative",
    "-z",
    before,
    "HEAD",
  );
  return text.split("\0");
}

/** Keeps exercises, then gives their places back to git. */
async function setAside(lessons: readonly Lesson[]): Promise<void> {
  await makeFolder(new URL("x", ASIDE));
  for (const { stem, files } of lessons) {
    const { url, path } = files.exercise;
    let text: string;
    try {
      text = await Deno.readTextFile(url);
    } catch (error) {
      // Removed by the learner: there is nothing to keep.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      await git("checkout", "--", path);
      continue;
    }
    // Written completely, and by the system, before the other is touched.
    await replaceFile(new URL(`${stem}.ts`, ASIDE), text);
    await git("checkout", "--", path);
  }
}

/**
 * Puts exercises back that were set aside.
 *
 * @param why Said if there are any.
 * @returns Their lessons.
 */
async function putBack(why?: string): Promise<Lesson[]> {
  const back: Lesson[] = [];
  for (const lesson of LESSONS) {
    const { stem, files: { exercise } } = lesson;
    const aside = new URL(`${stem}.ts`, ASIDE);
    const text = await Deno.readTextFile(aside).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    });
    if (text === undefined) continue;
    const now = await Deno.readTextFile(exercise.url).catch(() => undefined);
    if (why) console.log(`${why}: ${exercise.path} is put back.`);
    if (now !== undefined && now !== text && why) {
      // Somebody may have written in it since.
      await keepOwn(exercise.url);
    }
    await replaceFile(exercise.url, text);
    await Deno.remove(aside);
    back.push(lesson);
  }
  return back;
}

/** Runs git in the folder of the workbook. */
async function git(
  ...args: string[]
): Promise<{ success: boolean; text: string }> {
  try {
    const { success, stdout, stderr } = await new Deno.Command("git", {
      args,
      cwd: new URL(ROOT),
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return {
      success,
      text: decoder.decode(success ? stdout : stderr),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(
      "Cannot update without git: install it, then try again",
    );
  }
}
