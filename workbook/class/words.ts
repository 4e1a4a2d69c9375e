import type { Rung } from "../grading/ladder.ts";
import { nameOfPart } from "../scaffold.ts";
import { standingWord } from "../study/standing.ts";
import type { Row } from "./summary.ts";

/** Where a submission stands, in two or three words. */
export function statusWords({ status, mastered, rungs }: Row): string {
  const begun = rungs.some((rung) => rung.status === "right");
  const word = standingWord({ status, mastered, begun });
  return word === "mastered" ? "right, mastered" : word;
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
