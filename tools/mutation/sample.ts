import { integer, reseed } from "../../workbook/grading/kit/random.ts";

/**
 * Some of many, chosen by chance.
 *
 * @param all What is chosen from; it stays as it is.
 * @param count How many; all of them if there are no more.
 * @param seed The same seed chooses the same ones.
 * @returns The chosen ones, in their order.
 */
export function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  reseed(seed);
  const left = [...all.keys()];
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    chosen.push(...left.splice(integer(0, left.length - 1), 1));
  }
  return chosen.sort((a, b) => a - b).map((index) => all[index]);
}
