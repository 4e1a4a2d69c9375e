/**
 * Whether the workbook is another one than a process has loaded.
 *
 * @module
 */
import { ROOT } from "../paths.ts";

/** What file systems count time in, in milliseconds, and clocks are off by. */
const CLOCK_STEP_MS = 100;

/** Folders of the engine that no process of a submission loads before its job. */
export const NEVER_LOADED: readonly string[] = [
  "web",
  "class",
  "commands",
  "demo",
  "poke",
  "study",
  "xray",
  "scenarios",
  "__snapshots__",
];

/**
 * Whether a file that the process of a submission loads before its job, or that
 * its permissions are in, was written or put in its place since. Graders and
 * lessons are loaded after it.
 *
 * @param since A moment, as `Date.now()`.
 * @param root The folder of the workbook, as a `file:` address that ends with `/`.
 */
export function isWorkbookChanged(since: number, root = ROOT): boolean {
  try {
    return isTouched(new URL(root), since) ||
      isTouched(new URL("deno.json", root), since) ||
      isFolderChanged(new URL("workbook/", root), since);
  } catch {
    // A file went away meanwhile.
    return true;
  }
}

function isFolderChanged(folder: URL, since: number): boolean {
  // A file that was renamed keeps its own times, and changes that of its folder.
  if (isTouched(folder, since)) return true;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) {
      if (NEVER_LOADED.includes(name)) continue;
      if (isFolderChanged(new URL(`${name}/`, folder), since)) return true;
    } else if (/(?<!_test)\.ts$|\.json$/.test(name)) {
      if (isTouched(new URL(name, folder), since)) return true;
    }
  }
  return false;
}

function isTouched(file: URL, since: number): boolean {
  const { mtime, ctime } = Deno.statSync(file);
  const changed = Math.max(mtime?.getTime() ?? 0, ctime?.getTime() ?? 0);
  return changed > since - CLOCK_STEP_MS;
}
