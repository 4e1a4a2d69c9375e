/**
 * Which functions of a submission have holes, without running or reading it:
 * where Deno's own runner judges, nothing may be read.
 *
 * @module
 */
import { buildsOn, type Hole, holesIn, type PartKey } from "../../scaffold.ts";
import { pattern } from "../../pattern.ts";

/** The code of a function. */
function codeOf(value: unknown): string {
  return Function.prototype.toString.call(value);
}

/**
 * The holes of a function, and of the exported functions that it mentions.
 *
 * @param module The exports of a submission.
 * @param name The function.
 */
export function holesOf(
  module: Record<string, unknown>,
  name: string,
  seen: Set<string> = new Set(),
): Hole[] {
  if (seen.has(name) || typeof module[name] !== "function") return [];
  seen.add(name);
  const code = codeOf(module[name]);
  const mentioned = Object.keys(module).filter((other) =>
    other !== name &&
    pattern(new RegExp(`(?<![.\\w$])${other}\\s*\\(`)).test(code)
  );
  return [
    ...holesIn(code),
    ...mentioned.flatMap((other) => holesOf(module, other, seen)),
  ];
}

/**
 * Whether a check must wait for a hole.
 *
 * @param holes The holes of the functions that the check calls.
 * @param part The part of the check.
 * @param judged Whether the check is run in any case: then only a hole that
 * names no part counts, since others count when they are reached.
 */
export function waitsFor(
  holes: readonly Hole[],
  part: PartKey | undefined,
  judged: boolean,
): boolean {
  return holes.some((hole) =>
    judged ? hole.part === undefined : buildsOn(part, hole.part)
  );
}
