import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** Editors write a file in several steps: a save is over when nothing has happened for this long, in milliseconds. */
const QUIET_MS = 25;

/**
 * Waits for saves of one file. The ways of editors (writing in place, renaming
 * a new file over the old one, a burst of writes) each count as one save, and
 * a save that changes nothing is none.
 *
 * @param file The file. It may be away for a moment.
 * @param signal Ends the waiting.
 * @returns Its text after each save.
 */
export async function* savesOf(
  file: URL,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const path = fileURLToPath(file);
  const folder = fileURLToPath(new URL(".", file));
  const name = basename(path);
  // Watched before it is read: no save falls between the two.
  const watcher = Deno.watchFs(folder, { recursive: false });
  let last = await Deno.readTextFile(path).catch(() => undefined);
  const close = () => {
    try {
      watcher.close();
    } catch {
      // Closed already.
    }
  };
  signal.addEventListener("abort", close);
  let wake = () => {};
  let changes = 0;
  let over = false;
  const count = async () => {
    for await (const { paths } of watcher) {
      // By name: a system may tell the same folder by another path.
      if (!paths.some((each) => basename(each) === name)) continue;
      changes++;
      wake();
    }
    over = true;
    wake();
  };
  const counting = count();
  try {
    for (let seen = 0; !signal.aborted;) {
      while (changes === seen && !over) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      if (over) return;
      while (changes !== seen) {
        seen = changes;
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      }
      const text = await Deno.readTextFile(path).catch(() => undefined);
      // Between two steps of a save the file may be away: the next step tells.
      if (text === undefined || text === last) continue;
      last = text;
      yield text;
    }
  } finally {
    signal.removeEventListener("abort", close);
    close();
    await counting;
  }
}
