import type { Style } from "./style.ts";

/**
 * A bar that shows how much is done. It looks full only when everything is
 * done, and the count belongs beside it: a bar alone says little.
 *
 * @param done How many are done.
 * @param total How many there are.
 * @param width Columns of the bar.
 * @param style The signs.
 * @returns Full signs for what is done, light ones for the rest.
 */
export function bar(
  done: number,
  total: number,
  width: number,
  style: Style,
): string {
  const full = total > 0
    ? Math.max(0, Math.min(width, Math.floor(done * width / total)))
    : 0;
  return style.signs.full.repeat(full) + style.signs.light.repeat(width - full);
}
