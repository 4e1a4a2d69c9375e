/**
 * Finding submissions: a file, a folder a student, a clone of the workbook a
 * student, or an archive that a platform unpacked, at any depth.
 *
 * @module
 */
import { basename, join, posix, sep } from "node:path";
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { RELATIVE_IMPORT } from "../own_files.ts";
import { type Signature, signaturesOf } from "./exports.ts";
import { LARGEST } from "./stage.ts";
import { nameStudents } from "./students.ts";

/** A file that is to be judged. */
export interface Submission {
  /** Whose it is. Two students never share a name. */
  student: string;
  lesson: Lesson;
  /** Relative to the folder of the class, with `/`. */
  path: string;
  /** Where it lies. */
  file: string;
  text: string;
}

type Nameless = Omit<Submission, "student">;

/** A file that is not judged, with the reason and the next step. */
export interface Skipped {
  path: string;
  why: string;
}

/** What a folder holds. */
export interface Class {
  submissions: Submission[];
  skipped: Skipped[];
  /** Folders of clones of the workbook: they remember predictions. */
  clones: string[];
}

const NO_LESSON =
  "it exports nothing that a lesson asks for; name it after its lesson, as 03_server_flow.ts";

/** Folders of a clone, of tools and of systems: no submission lies there. */
const NEVER =
  /^(?:\..*|node_modules|__MACOSX|solutions|tests|tools|workbook|report)$/;
const ARCHIVE = /\.(?:zip|tar|tgz|gz|bz2|xz|7z|rar)$/i;
const CODE = /\.[cm]?[tj]sx?$/i;
const OF_A_LESSON = /^(.*\/)?lessons\/([^/]+)\/(.+)$/;

/**
 * Finds the submissions in a folder.
 *
 * @param folder The folder.
 * @param lessons The lessons that are judged. Where it is one, a file that shows
 * no lesson belongs to it.
 * @returns The submissions, in the order of their students, and what is left out.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 */
export async function findSubmissions(
  folder: string,
  lessons: readonly Lesson[],
): Promise<Class> {
  const root = await Deno.realPath(folder);
  const skipped: Skipped[] = [];
  const clones = new Set<string>();
  const signatures = await signaturesOf(LESSONS);
  let found: Nameless[] = [];
  let unknown: Nameless[] = [];
  for await (const path of files(root, "", skipped)) {
    const [, clone = "", stem, name] = path.match(OF_A_LESSON) ?? [];
    // A clone holds the lessons' own files, too.
    if (stem !== undefined && name !== "exercise.ts") continue;
    if (stem !== undefined) clones.add(join(root, clone));
    const file = join(root, ...path.split("/"));
    const text = await readSubmission(file, path, skipped);
    if (text === undefined) continue;
    const lesson = lessonOf(path, text, signatures);
    if (lesson && lessons.includes(lesson)) {
      found.push({ lesson, path, file, text });
    } else if (stem === undefined && lesson === undefined) {
      unknown.push({ lesson: lessons[0], path, file, text });
    }
  }
  const judged = lessons.length === 1 ? [...found, ...unknown] : found;
  const helpers = helpersOf(judged, [...found, ...unknown]);
  found = found.filter((each) => !helpers.has(each));
  unknown = unknown.filter((each) => !helpers.has(each));
  const isAlone = ({ path }: { path: string }) =>
    ![...clones].some((clone) => join(root, path).startsWith(clone)) &&
    (folderOf(path) === "" ||
      [...found, ...unknown].filter((each) =>
          folderOf(each.path) === folderOf(path)
        ).length === 1);
  const taken = lessons.length === 1 ? unknown.filter(isAlone) : [];
  for (const { path } of unknown.filter((each) => !taken.includes(each))) {
    skipped.push({ path, why: NO_LESSON });
  }
  found.push(...taken);
  const students = nameStudents(
    found.map(({ path, lesson }) => ({ path, stem: lesson.stem })),
    basename(root),
  );
  const submissions = found.map((each, i) => ({
    ...each,
    student: students[i],
  }));
  submissions.sort((a, b) =>
    a.student.localeCompare(b.student) || a.lesson.number - b.lesson.number
  );
  return { submissions, skipped, clones: [...clones] };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Names of a file that tell its folder to be one student's. */
const FIRST = /^(?:exercise|main|mod|index|submission|answer)$/;

/**
 * The files that a submission of the same folder, or of one above it, imports:
 * they are judged with it, not for themselves. Only a submission whose name
 * says that the folder is its own has such files: where the files of a class
 * lie in one folder, an import does not take another student's out.
 */
function helpersOf(
  submissions: readonly Nameless[],
  all: readonly Nameless[],
): Set<Nameless> {
  const byPath = new Map(all.map((each) => [each.path, each]));
  const helpers = new Set<Nameless>();
  for (const first of submissions) {
    const folder = folderOf(first.path);
    const name = first.path.slice(folder.length).replace(CODE, "");
    if (folder === "" || !FIRST.test(name) && name !== first.lesson.stem) {
      continue;
    }
    const reached = new Set([first]);
    for (const { path, text } of reached) {
      for (const [, , , address] of text.matchAll(RELATIVE_IMPORT)) {
        const target = byPath.get(posix.join(folderOf(path), address));
        if (target?.path.startsWith(folder)) reached.add(target);
      }
    }
    reached.delete(first);
    for (const each of reached) helpers.add(each);
  }
  return helpers;
}

/** The lesson that a file belongs to: its path says so, or what it exports. */
function lessonOf(
  path: string,
  text: string,
  signatures: readonly Signature[],
): Lesson | undefined {
  const named = signatures.find(({ lesson }) =>
    path.split("/").some((word) => word.replace(CODE, "") === lesson.stem)
  );
  if (named) return named.lesson;
  const exported = (name: string) =>
    new RegExp(
      `\\bexport\\s+(?:default\\s+)?(?:async\\s+)?(?:function\\s*\\*?|class|const|let|var)\\s+${name}\\b|\\bexport\\s*\\{[^}]*\\b${name}\\b`,
    ).test(text);
  let best: { lesson: Lesson; count: number } | undefined;
  for (const { lesson, names } of signatures) {
    const count = names.filter(exported).length;
    if (count > (best?.count ?? 0)) best = { lesson, count };
  }
  return best?.lesson;
}

/** Every file below a folder that may hold code, in the order of names. */
async function* files(
  root: string,
  folder: string,
  skipped: Skipped[],
): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(root, folder)));
  } catch (error) {
    if (folder === "") throw error;
    skipped.push({ path: folder, why: whyNot(error) });
    return;
  }
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const path = folder + entry.name;
    if (entry.isSymlink && !await staysInside(root, path, skipped)) continue;
    const isFolder = entry.isDirectory ||
      entry.isSymlink && (await Deno.stat(join(root, path))).isDirectory;
    if (isFolder) {
      // A link to a folder inside is met where it leads.
      if (!entry.isSymlink && !NEVER.test(entry.name)) {
        yield* files(root, `${path}/`, skipped);
      }
    } else if (ARCHIVE.test(entry.name)) {
      skipped.push({ path, why: "it is an archive; unpack it first" });
    } else if (CODE.test(entry.name) && !entry.name.startsWith(".")) {
      yield path;
    }
  }
}

async function staysInside(
  root: string,
  path: string,
  skipped: Skipped[],
): Promise<boolean> {
  try {
    const target = await Deno.realPath(join(root, path));
    if (target.startsWith(root + sep)) return true;
    skipped.push({
      path,
      why:
        "it is a link that leads out of the folder; put the file itself there",
    });
  } catch {
    skipped.push({ path, why: "it is a link that leads nowhere" });
  }
  return false;
}

async function readSubmission(
  file: string,
  path: string,
  skipped: Skipped[],
): Promise<string | undefined> {
  try {
    const { size, isFile } = await Deno.stat(file);
    if (!isFile) {
      // The end of a pipe may never come.
      skipped.push({ path, why: "it is no file; put the file itself there" });
    } else if (size <= LARGEST) return await Deno.readTextFile(file);
    else {
      skipped.push({
        path,
        why: `it has ${size} bytes; at most ${LARGEST} are judged`,
      });
    }
  } catch (error) {
    skipped.push({ path, why: whyNot(error) });
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Deno.errors.PermissionDenied) {
    return "you may not read it; allow that, then try again";
  }
  return `it cannot be read: ${(error as Error).message}`;
}
