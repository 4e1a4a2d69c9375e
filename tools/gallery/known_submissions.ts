import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { applyChange, ChangeError } from "./change.ts";
import type { Row } from "./message.ts";
import { parseWrongList } from "./wrong_list.ts";

/** A submission whose verdict is known. */
export interface KnownSubmission {
  lesson: Lesson;
  /** No two of a lesson have the same. */
  name: string;
  /** What a grader must say of it. */
  verdict: "not started" | "right" | "wrong";
  /** Where a reader finds it: a file, or a line of a list. */
  place: string;
  /** Its code: a file, relative to the folder of the workbook, or a text. */
  code: { path: string } | { text: string };
}

/** A submission that must pass; it is a file. */
export interface RightSubmission extends KnownSubmission {
  verdict: "right";
  code: { path: string };
}

/** A wrong submission of a gallery. */
export interface WrongSubmission extends KnownSubmission {
  verdict: "wrong";
  /** Why it is wrong. */
  reason: string;
  /** The check that must catch it. */
  caughtBy: string;
  /** What a learner reads, as it was pinned; no rows if it was not yet. */
  message: Row[];
}

/** Whether a submission is a wrong one of a gallery. */
export function isWrong(known: KnownSubmission): known is WrongSubmission {
  return known.verdict === "wrong";
}

/** The wrong submissions of a lesson, and a sentence for each that cannot be used. */
export interface WrongGallery {
  submissions: WrongSubmission[];
  problems: string[];
}

/** Why a right submission cannot be used. */
export class GalleryError extends Error {
  override name = "GalleryError";
}

/** The folder of a lesson's gallery, relative to the folder of the workbook. */
export function galleryOf({ stem }: Lesson): string {
  return `tests/gallery/${stem}`;
}

/** The list of its wrong submissions, relative to the folder of the workbook. */
export function wrongListOf(lesson: Lesson): string {
  return `${galleryOf(lesson)}/wrong.txt`;
}

/** The names of the modules in a folder, without `.ts`; none if there is no such folder. */
async function modulesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(fileUrl(folder))) {
      if (name.endsWith(".ts")) names.push(name.slice(0, -".ts".length));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

/**
 * The submissions of a lesson that must pass: the solution, and the right ones
 * of its gallery.
 *
 * @param lesson The lesson.
 * @throws {GalleryError} If the first line of one does not say how it differs.
 */
export async function rightSubmissions(
  lesson: Lesson,
): Promise<RightSubmission[]> {
  const { path } = lesson.files.solution;
  const known: RightSubmission[] = [
    { lesson, name: "solution", verdict: "right", place: path, code: { path } },
  ];
  const folder = `${galleryOf(lesson)}/right`;
  for (const name of await modulesIn(folder)) {
    const path = `${folder}/${name}.ts`;
    const text = await Deno.readTextFile(fileUrl(path));
    if (!/^\/\/ Right: \S/.test(text)) {
      throw new GalleryError(
        `Cannot use ${path}: its first line must say how it differs, "// Right: …"`,
      );
    }
    known.push({ lesson, name, verdict: "right", place: path, code: { path } });
  }
  return known;
}

/**
 * The submission of a lesson that is still to be written.
 *
 * @param lesson The lesson.
 */
export function stubSubmission(lesson: Lesson): KnownSubmission {
  const { path } = lesson.files.exercise;
  return {
    lesson,
    name: "stub",
    verdict: "not started",
    place: path,
    code: { path },
  };
}

/**
 * The submissions of a lesson that must fail, each at the check it names.
 *
 * @param lesson The lesson.
 * @param folder Its gallery, relative to the folder of the workbook.
 */
export async function wrongSubmissions(
  lesson: Lesson,
  folder: string = galleryOf(lesson),
): Promise<WrongGallery> {
  const list = `${folder}/wrong.txt`;
  const text = await Deno.readTextFile(fileUrl(list)).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) {
    const problem = `${list}: Cannot find it: write a wrong submission there`;
    return { submissions: [], problems: [problem] };
  }
  const { entries, problems } = parseWrongList(text, list);
  const model = await Deno.readTextFile(lesson.files.solution.url);
  const files = new Set(await modulesIn(`${folder}/wrong`));
  const rights = await modulesIn(`${folder}/right`);
  const submissions: WrongSubmission[] = [];
  for (const { name, line, hunks, ...entry } of entries) {
    const place = `${list}:${line}`;
    const path = `${folder}/wrong/${name}.ts`;
    const hasFile = files.delete(name);
    if (rights.includes(name)) {
      problems.push(
        `${place}: Cannot use the name "${name}": ${folder}/right/${name}.ts has it`,
      );
    }
    if (hasFile && hunks.length > 0) {
      problems.push(
        `${place}: Cannot use both a change and ${path}: keep one of them`,
      );
      continue;
    }
    if (!hasFile && hunks.length === 0) {
      problems.push(
        `${place}: Cannot use "${name}": it has neither a change nor a file ${path}`,
      );
      continue;
    }
    try {
      const code = hasFile ? { path } : { text: applyChange(model, hunks) };
      const { reason, caughtBy, message } = entry;
      submissions.push({
        lesson,
        name,
        verdict: "wrong",
        place,
        code,
        reason,
        caughtBy,
        message,
      });
    } catch (error) {
      if (!(error instanceof ChangeError)) throw error;
      problems.push(`${list}:${error.line}: ${error.message}`);
    }
  }
  for (const name of files) {
    problems.push(
      `${folder}/wrong/${name}.ts: Cannot use it: ${list} has no entry "${name}"`,
    );
  }
  return { submissions, problems };
}
