/**
 * The learner's file of an exercise, read and saved by the page. Whoever saves
 * names the content that the change began with: what an editor wrote meanwhile
 * is not overwritten.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import { lockFile, makeFolder, replaceFile } from "../study/files.ts";
import { hashOf } from "./source_key.ts";

/** A text and the name of its content. */
export interface Version {
  text: string;
  name: string;
}

/** Nobody else of this workbook saves at the same time. */
const LOCK = fileUrl(".handshake/exercises.lock");

async function versionOf(text: string): Promise<Version> {
  return { text, name: await hashOf([new TextEncoder().encode(text)]) };
}

/**
 * Reads an exercise; one that is not there is as it is given.
 *
 * @param lesson The lesson.
 */
export async function readVersion(lesson: Lesson): Promise<Version> {
  const { url } = lesson.files.exercise;
  try {
    return await versionOf(await Deno.readTextFile(url));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return await versionOf((await lesson.scaffold()).text);
  }
}

/**
 * Saves an exercise, if it is still what the change began with.
 *
 * @param lesson The lesson.
 * @param text The new text.
 * @param base The name of the content that it was made from.
 * @returns What is there now.
 * @throws {Deno.errors.NotCapable} If the file is a link that leads out of the workbook.
 */
export async function saveVersion(
  lesson: Lesson,
  text: string,
  base: string,
): Promise<{ isSaved: boolean; now: Version }> {
  const { url } = lesson.files.exercise;
  await makeFolder(LOCK);
  using _lock = await lockFile(LOCK);
  const now = await readVersion(lesson);
  if (now.text === text) return { isSaved: true, now };
  if (now.name !== base) return { isSaved: false, now };
  await stayInside(url);
  await replaceFile(url, text);
  return { isSaved: true, now: await versionOf(text) };
}

/** A folder of the workbook may be a link to somewhere else: nothing is written there. */
async function stayInside(file: URL): Promise<void> {
  const folder = await Deno.realPath(new URL(".", file));
  const root = await Deno.realPath(fileUrl("."));
  if (!folder.startsWith(root)) {
    throw new Deno.errors.NotCapable(
      `Cannot save ${
        fileURLToPath(file)
      }: its folder is outside of the workbook`,
    );
  }
}
