import type { Rung } from "../grading/ladder.ts";
import { nameOfPart } from "../scaffold.ts";
import type { Row } from "./summary.ts";

/** Where a submission stands, in two or three words. */
export function statusWords({ status, mastered, rungs }: Row): string {
  if (status === "right") return mastered ? "right, mastered" : "right";
  const begun = rungs.some((rung) => rung.status === "right");
  return status === "not started" && begun ? "unfinished" : status;
}

/** Where a part stands, in a word or two; how many checks are right where some are wrong. */
export function rungWords(
  { status, right, total, waitsFor }: Pick<
    Rung,
    "status" | "right" | "total" | "waitsFor"
  >,
): string {
  if (status === "wrong") return `wrong ${right}/${total}`;
  if (status === "waits" && waitsFor !== undefined) {
    return `waits for ${nameOfPart(waitsFor)}`;
  }
  return status;
}
