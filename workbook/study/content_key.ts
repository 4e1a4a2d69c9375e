import type { Lesson } from "../lesson.ts";
import { ownFiles } from "../own_files.ts";
import { filePath } from "../paths.ts";

/**
 * Names what decides the verdict on an exercise: the content of the exercise, of
 * what it imports, and of its grader.
 *
 * @param lesson The lesson.
 */
export async function contentKey({ files }: Lesson): Promise<string> {
  const own = await ownFiles(filePath(files.exercise.url));
  const grader = await Deno.readTextFile(files.grader.url).catch(() => "");
  const parts = [[...own.values()], grader].map(async (part) => {
    const bytes = new TextEncoder().encode(JSON.stringify(part));
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  });
  return (await Promise.all(parts))
    .map((hash) => hash.slice(0, 12).toHex()).join("-");
}
