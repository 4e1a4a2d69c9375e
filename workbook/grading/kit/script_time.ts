/**
 * Reads times in the lines of a script: `1,700 ms`, `after 9 s`.
 *
 * @module
 */
import type { Rest } from "./payload.ts";
import { Unreadable } from "./template_lines.ts";
import type { Due } from "./step.ts";
import { pattern } from "../../pattern.ts";

const NUMBER = pattern(/\ue000\d+\ue000|\d{1,3}(?:,\d{3})+|\d+/);

/** Milliseconds of each unit. */
const UNITS: Record<string, number> = { ms: 1, s: 1_000, min: 60_000 };

/** A number of the script, or one that the grader put in; `NaN` if there is none. */
function numberOf(written: string | undefined, rest: Rest): number {
  return written?.startsWith("\ue000")
    ? Number(rest.given[Number(written.slice(1, -1))])
    : Number(written?.replaceAll(",", ""));
}

/**
 * Reads `1,700 ms`, `9 s`, `75 min`, or a number of the grader for it.
 *
 * @returns Milliseconds.
 * @throws {Unreadable} If something else stands here.
 */
export function readMs(rest: Rest): number {
  const written = rest.take(NUMBER);
  const number = numberOf(written, rest);
  const unit = rest.take(pattern(/(?:ms|s|min)(?= |$)/));
  if (Number.isFinite(number) && unit) return number * UNITS[unit];
  throw new Unreadable(
    `"${written ?? rest.left}" is no time; write it in milliseconds: 1,700 ms`,
  );
}

/** Reads `after 700 ms`, `after 700 to 900 ms` or `within 700 ms`, if it stands here. */
export function readDue(rest: Rest): { due?: Due } {
  const kind = rest.take(pattern(/(?:after|within)(?= )/)) as
    | Due["kind"]
    | undefined;
  if (!kind) return {};
  const first = rest.take(pattern(new RegExp(`(?:${NUMBER.source})(?= +to )`)));
  if (first === undefined) return { due: { kind, ms: readMs(rest) } };
  const ms = numberOf(first, rest);
  rest.take(pattern(/to/));
  const toMs = readMs(rest);
  if (kind === "after" && toMs > ms) return { due: { kind, ms, toMs } };
  throw new Unreadable(
    `the later time stands second; write after 700 to 900 ms`,
  );
}
