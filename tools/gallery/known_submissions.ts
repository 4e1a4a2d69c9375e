import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { applyChange, ChangeError } from "./change.ts";
import type { Row } from "./message.ts";
import { type ListEntry, type ListKind, parseList } from "./submission_list.ts";

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

/** A wrong submission of a gallery. */
export interface WrongSubmission extends KnownSubmission {
  verdict: "wrong";
  /** The check that must catch it. */
  caughtBy: string;
  /** A check before that one that fails, too. */
  first?: string;
  /** What a learner reads, as it was pinned; no rows if it was not yet. */
  message: Row[];
}

/** Whether a submission is a wrong one of a gallery. */
export function isWrong(known: KnownSubmission): known is WrongSubmission {
  return known.verdict === "wrong";
}

/** The known submissions of a lesson, without its stub. */
export interface Gallery {
  /** Those that must pass: the model answer first. */
  rights: KnownSubmission[];
  /** Those that must fail, each at the check it names. */
  wrongs: WrongSubmission[];
  /** A sentence for each thing that cannot be used, with its file. */
  problems: string[];
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
 * Reads the gallery of a lesson.
 *
 * @param lesson The lesson.
 * @param folder Its gallery, relative to the folder of the workbook.
 */
export async function knownSubmissions(
  lesson: Lesson,
  folder: string = galleryOf(lesson),
): Promise<Gallery> {
  const { path, url } = lesson.files.solution;
  const model = await Deno.readTextFile(url);
  const problems: string[] = [];
  const right = await readList("right", folder, model, problems);
  const wrong = await readList("wrong", folder, model, problems);
  for (const { name, place } of wrong) {
    const other = right.find((each) => each.name === name);
    if (!other) continue;
    problems.push(
      `${place}: Cannot use the name "${name}": the submission at ${other.place} has it`,
    );
  }
  return {
    rights: [
      {
        lesson,
        name: "solution",
        verdict: "right",
        place: path,
        code: { path },
      },
      ...right.map(({ name, place, code }) => (
        { lesson, name, verdict: "right" as const, place, code }
      )),
    ],
    wrongs: wrong.map(({ name, place, code, caughtBy, first, message }) => (
      { lesson, name, verdict: "wrong", place, code, caughtBy, first, message }
    )),
    problems,
  };
}

/** An entry of a list, and its code. */
type Made = ListEntry & Pick<KnownSubmission, "place" | "code">;

/** The submissions of a list that can be used; a sentence for each that cannot is added. */
async function readList(
  kind: ListKind,
  folder: string,
  model: string,
  problems: string[],
): Promise<Made[]> {
  const list = `${folder}/${kind}.txt`;
  const text = await Deno.readTextFile(fileUrl(list)).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) {
    problems.push(
      `${list}: Cannot find it: write a ${kind} submission there`,
    );
    return [];
  }
  const { entries, problems: unread } = parseList(text, list, kind);
  problems.push(...unread);
  const files = new Set(await modulesIn(`${folder}/${kind}`));
  const made: Made[] = [];
  for (const entry of entries) {
    const { name, line, hunks } = entry;
    const place = `${list}:${line}`;
    const path = `${folder}/${kind}/${name}.ts`;
    const hasFile = files.delete(name);
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
      made.push({ ...entry, place, code });
    } catch (error) {
      if (!(error instanceof ChangeError)) throw error;
      problems.push(`${list}:${error.line}: ${error.message}`);
    }
  }
  for (const name of files) {
    problems.push(
      `${folder}/${kind}/${name}.ts: Cannot use it: ${list} has no entry "${name}"`,
    );
  }
  return made;
}
