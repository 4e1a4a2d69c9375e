/** How many lines of text a screen holds, with room for a question below them. */
const ROOM = 2;

/** Whether there is more to read after a page. */
export type Pause = () => Promise<boolean>;

/**
 * Prints lines a screen at a time, so that none scrolls past unread.
 *
 * @param lines The lines.
 * @param rows Lines of the screen; `Infinity` prints all at once.
 * @param print Prints one line.
 * @param pause Waits for the reader; `false` means that nobody is there, or
 * that the rest is not wanted.
 * @returns Whether all was printed.
 */
export async function printPages(
  lines: readonly string[],
  rows: number,
  print: (line: string) => void,
  pause: Pause,
): Promise<boolean> {
  const page = Math.max(1, rows - ROOM);
  for (let at = 0; at < lines.length; at += page) {
    if (at > 0 && !await pause()) return false;
    for (const line of lines.slice(at, at + page)) print(line);
  }
  return true;
}

/** Lines of this terminal; `Infinity` where the output is no terminal. */
export function screenRows(): number {
  if (!Deno.stdout.isTerminal()) return Infinity;
  try {
    const { rows } = Deno.consoleSize();
    return rows > 0 ? rows : Infinity;
  } catch {
    return Infinity;
  }
}
