/**
 * Which files belong into a copy of the workbook, and a folder that holds them.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** What a learner needs: everything but the proofs and the project's own tools. */
const PARTS = [
  "deno.json",
  "deno.lock",
  "mod.ts",
  "lessons",
  "solutions",
  "tests",
  "workbook",
];

/** What no command reads: the known submissions, the engine's own tests and what those compare with. */
const LEFT_OUT =
  /^tests\/(wrong|right|gallery)$|\/__snapshots__$|^workbook\/.*_test\.ts$/;

/** The files of a copy: their content, by their path in it. */
export type Files = Map<string, Uint8Array>;

/** Reads the files of this project that belong into a copy: with the stubs as exercises. */
export async function originals(): Promise<Files> {
  const files = readAll();
  for (const lesson of LESSONS) {
    const { text, parts } = await lesson.scaffold();
    // A model answer without marks makes no exercise: the file is one.
    if (parts.length > 0) {
      files.set(lesson.files.exercise.path, new TextEncoder().encode(text));
    }
  }
  return files;
}

/** Not asynchronous: of a thousand small files most of the time would be the waiting. */
function readAll(): Files {
  const files: Files = new Map();
  function add(path: string): void {
    if (LEFT_OUT.test(path)) return;
    if (Deno.statSync(fileUrl(path)).isFile) {
      files.set(path, Deno.readFileSync(fileUrl(path)));
      return;
    }
    for (const { name } of Deno.readDirSync(fileUrl(path))) {
      add(`${path}/${name}`);
    }
  }
  for (const part of PARTS) add(part);
  return files;
}

/**
 * Makes a folder hold these files and no other; writes only what differs, so
 * that Deno's caches stay valid.
 *
 * @param root The folder, as a path.
 * @param files The files.
 */
export function refresh(root: string, files: Files): void {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let at = dirname(path); at !== "."; at = dirname(at)) folders.add(at);
  }
  const missing = new Map(files);
  function clean(folder: string): void {
    for (const entry of Deno.readDirSync(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const wanted = files.get(path);
      if (entry.isDirectory && folders.has(path)) clean(path);
      else if (
        entry.isFile && wanted &&
        Buffer.compare(Deno.readFileSync(join(root, path)), wanted) === 0
      ) missing.delete(path);
      else Deno.removeSync(join(root, path), { recursive: true });
    }
  }
  Deno.mkdirSync(root, { recursive: true });
  clean("");
  for (const folder of folders) {
    Deno.mkdirSync(join(root, folder), { recursive: true });
  }
  for (const [path, content] of missing) {
    Deno.writeFileSync(join(root, path), content);
  }
}
