import {
  counts,
  ladderOf,
  type Rung,
  rungCount,
  rungWord,
} from "../grading/ladder.ts";
import type { Lesson } from "../lesson.ts";
import type { CheckResult } from "../grading/verdict.ts";
import { faultRows } from "../sandbox/fault.ts";
import { scaffoldOf } from "./_given.ts";
import { begunParts, nameOfPart, type PartKey } from "../scaffold.ts";
import { formatRung } from "../terminal/ladder.ts";
import type { Style } from "../terminal/mod.ts";

/**
 * Prints a verdict part by part while it comes: each part as soon as all of
 * its checks are judged. The first wrong check of all is printed in full.
 */
export class LadderPrinter {
  readonly #style: Style;
  #checks: CheckResult[] = [];
  #toldWrong = false;
  /** Rungs that are printed. */
  #printed = 0;

  readonly #begun: ReadonlySet<PartKey>;

  /**
   * @param style The colours and the width.
   * @param begun Parts of which something is written.
   */
  constructor(style: Style, begun: ReadonlySet<PartKey> = new Set()) {
    this.#style = style;
    this.#begun = begun;
  }

  /** Takes the next check, in order. */
  check(check: CheckResult): void {
    this.#checks.push(check);
    const rungs = ladderOf(this.#checks);
    // A rung is complete when a check of the next one comes.
    this.#print(rungs, rungs.length - 1);
  }

  /** Prints what is left. */
  end(): void {
    const rungs = ladderOf(this.#checks);
    this.#print(rungs, rungs.length);
  }

  #print(rungs: Rung[], upTo: number): void {
    for (; this.#printed < upTo; this.#printed++) {
      const rung = rungs[this.#printed];
      const wrong = this.#checks.filter((check) =>
        check.part?.key === rung.key && check.outcome === "wrong" &&
        counts(check)
      );
      // One fault in full is enough: a learner mends the first one first.
      const first = this.#toldWrong ? undefined : wrong.shift();
      if (first) this.#toldWrong = true;
      const status = rungWord(rung, this.#begun);
      console.log(
        formatRung({
          status,
          count: rungCount(rung, status),
          name: nameOfPart(rung.key),
          title: rung.key === "beyond" ? "" : rung.title,
          waitsFor: nameOrNothing(rung.waitsFor),
          first: first && {
            name: first.name,
            verdict: "wrong",
            details: first.fault && faultRows(first.fault, first.transcript),
          },
          others: wrong.map(({ name }) => name),
        }, this.#style).join("\n"),
      );
    }
  }
}

/**
 * The parts of which something is written, though not all.
 *
 * @param lesson The lesson.
 * @param submission What is judged.
 * @returns Nothing where it, or what was given, cannot be read.
 */
export async function begunIn(
  lesson: Lesson,
  submission: URL,
): Promise<Set<PartKey>> {
  const [given, now] = await Promise.all([
    scaffoldOf(lesson),
    Deno.readTextFile(submission).catch(() => undefined),
  ]);
  return given === undefined || now === undefined
    ? new Set()
    : begunParts(given.text, now);
}

function nameOrNothing(key: PartKey | undefined): string | undefined {
  return key === undefined ? undefined : nameOfPart(key);
}
