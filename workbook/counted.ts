/**
 * A number of things, in words.
 *
 * @param count How many.
 * @param thing One of them: `byte`.
 * @returns `1 byte`, or `2 bytes`.
 */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
