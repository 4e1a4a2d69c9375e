import type { Keys } from "../terminal/keys.ts";
import type { Style } from "../terminal/mod.ts";
import { printPages, screenRows } from "../terminal/pager.ts";
import { keyRows } from "./_walk_keys.ts";

/**
 * Prints lines a screen at a time; a key leads on.
 *
 * @param lines The lines.
 * @param keys Where the key comes from.
 * @param style The colours.
 * @returns Whether all was printed: not if the learner left while reading.
 */
export async function readPages(
  lines: readonly string[],
  keys: Keys,
  style: Style,
): Promise<boolean> {
  const print = (line: string) => console.log(line);
  const more = async () => {
    keyRows(["Enter more", "q quit"], style).forEach(print);
    let key = await keys.next();
    while (key === "resize") key = await keys.next();
    return key !== null && key !== "q" && key !== "interrupt";
  };
  return await printPages(lines, screenRows(), print, more);
}
