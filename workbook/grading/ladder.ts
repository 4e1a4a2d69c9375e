/**
 * The verdict on an exercise as a ladder: each part is a rung, the last one,
 * "beyond", is not needed to pass.
 *
 * @module
 */
import { counted } from "../counted.ts";
import type { Part, PartKey } from "../scaffold.ts";
import type { CheckResult } from "./verdict.ts";

/** Where a part stands. */
export type RungStatus =
  | "right"
  | "wrong"
  | "not started"
  /** A part below it must be right first. */
  | "waits"
  /** This machine cannot run its checks, or they were not judged to the end. */
  | "not judged";

/** One part, with what its checks say. */
export interface Rung extends Part {
  status: RungStatus;
  /** How many of its checks are right. */
  right: number;
  /** How many checks it has, without those this machine cannot run. */
  total: number;
  /** The part it waits for. */
  waitsFor?: PartKey;
}

/** Whether a check counts: one that this machine, or this network, cannot run does not. */
export function counts({ ignored }: CheckResult): boolean {
  return ignored !== "no IPv6" && ignored !== "no kernel table" &&
    ignored !== "cut messages";
}

/**
 * The rungs of a verdict, from the first part up.
 *
 * @param checks The checks, in order, each with its part. One without a part
 * belongs to no rung: it tells why the others could not be judged.
 */
export function ladderOf(checks: readonly CheckResult[]): Rung[] {
  const parts = new Map<PartKey, Part>();
  for (const { part } of checks) if (part) parts.set(part.key, part);
  const rungs: Rung[] = [];
  for (const part of parts.values()) {
    const own = checks.filter((check) =>
      check.part?.key === part.key && counts(check)
    );
    const right = own.filter(({ outcome }) => outcome === "right").length;
    const status = statusOfRung(own, right);
    const below = rungs.find((rung) =>
      rung.status !== "right" && rung.status !== "not judged"
    );
    rungs.push({
      ...part,
      status,
      right,
      total: own.length,
      waitsFor: status === "waits" ? below?.key : undefined,
    });
  }
  return rungs;
}

function statusOfRung(checks: CheckResult[], right: number): RungStatus {
  if (checks.some(({ outcome }) => outcome === "wrong")) return "wrong";
  const why = (reason: CheckResult["ignored"]) =>
    checks.some(({ ignored }) => ignored === reason);
  if (why("not written")) return "not started";
  if (why("waits")) return "waits";
  return checks.length > 0 && right === checks.length ? "right" : "not judged";
}

/**
 * The word for where a part stands.
 *
 * @param rung The part.
 * @param begun Parts of which something is written: see `begunParts()`.
 */
export function rungWord(
  { key, status }: Rung,
  begun: ReadonlySet<PartKey>,
): RungStatus | "unfinished" {
  return status === "not started" && begun.has(key) ? "unfinished" : status;
}

/**
 * How many checks of a part are right: `2 of 8`, or `8 checks` where all are.
 *
 * @param rung The part.
 * @param word The word for where it stands.
 * @returns Nothing where none of it is begun or judged: the given code may pass a check, too.
 */
export function rungCount(
  { right, total }: Pick<Rung, "right" | "total">,
  word: ReturnType<typeof rungWord>,
): string {
  if (word === "right") return counted(total, "check");
  const isJudged = word === "wrong" || word === "unfinished";
  return isJudged ? `${right} of ${total}` : "";
}

/** Whether a part is needed to pass. */
export function isRequired({ key }: Part): boolean {
  return key !== "beyond";
}
