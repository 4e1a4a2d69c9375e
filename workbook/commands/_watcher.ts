import type { Lesson } from "../lesson.ts";
import { faultRows } from "../sandbox/fault.ts";
import { isRequired, ladderOf } from "../grading/ladder.ts";
import { endPreparation, prepareJudging } from "../grading/parent/prepare.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";
import { nameWithPart } from "../scaffold.ts";
import { judgeExercise } from "../study/progress.ts";
import { savesOf } from "../study/saves.ts";
import { nextHole, standing } from "../study/standing.ts";
import { visible } from "../terminal/bytes.ts";
import {
  formatChecks,
  type Style,
  verdictWord,
  wrap,
} from "../terminal/mod.ts";
import { tellPrinted } from "./_verdict_text.ts";
import { typeErrors } from "./_types.ts";

/** How an exercise is watched. */
export interface WatcherOptions {
  style: Style;
  /** Called after each verdict that was told: the keys are offered again. */
  onVerdict(): void;
}

/** The rung that the learner stands on: the first part that is wrong. */
function rungWords({ checks }: Verdict): string {
  const rungs = ladderOf(checks);
  const rung = rungs.find(({ status }) => status === "wrong");
  if (!rung) return "";
  const parts = rungs.filter(isRequired).length;
  const place = rung.key === "beyond"
    ? "beyond"
    : `part ${rung.key} of ${parts}, ${rung.title}`;
  return `${place}: ${rung.right} of ${rung.total}   `;
}

/** Judges the exercise of a lesson at every save, and tells the verdict. */
export class Watcher {
  readonly #lesson: Lesson;
  readonly #options: WatcherOptions;
  readonly #terminal = Deno.stdout.isTerminal();
  readonly #left = new AbortController();
  #running: AbortController | undefined;
  /** While something else is on the screen, verdicts wait. */
  #quiet = Promise.resolve();
  #passed = false;

  /**
   * @param lesson The lesson.
   * @param options How it is watched.
   */
  constructor(lesson: Lesson, options: WatcherOptions) {
    this.#lesson = lesson;
    this.#options = options;
  }

  /** Whether the last verdict is right. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Follows the saves until it is left. */
  async follow(): Promise<void> {
    const file = this.#lesson.files.exercise.url;
    this.#prepare();
    const saves = savesOf(file, this.#left.signal, {
      onPolling: () =>
        console.log(
          `${this.#margin()}The system watches no more folders: saves are looked for twice a second`,
        ),
    });
    for await (const _ of saves) this.judge();
  }

  /** Ends it, and a judging that runs. */
  leave(): void {
    this.#left.abort();
    this.#running?.abort();
    endPreparation();
  }

  /** Lets the process of the next judging start while the learner reads or types. */
  #prepare(): void {
    if (!this.#left.signal.aborted) {
      prepareJudging(this.#lesson.files.exercise.url);
    }
  }

  /** Keeps verdicts back while something else is on the screen. */
  hold(): Disposable {
    let done = () => {};
    this.#quiet = new Promise((resolve) => done = resolve);
    return { [Symbol.dispose]: done };
  }

  /** Judges the exercise as it is now; a verdict still on its way is dropped. */
  async judge(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    let told: CheckResult | undefined;
    const verdict = await judgeExercise(this.#lesson, {
      signal,
      startAhead: prepareJudging,
      onCheck: async (check) => {
        if (told || check.outcome !== "wrong") return;
        told = check;
        await this.#quiet;
        if (!signal.aborted) this.#tellWrong(check);
      },
    });
    await this.#quiet;
    if (signal.aborted || this.#left.signal.aborted) return;
    this.#passed = verdict.status === "right";
    if (this.#terminal && told?.printed) {
      tellPrinted(
        told.printed,
        "your program printed during this check",
        this.#options.style,
      );
    }
    this.#tellVerdict(verdict, told !== undefined);
    this.#prepare();
    // A file that cannot be loaded was reported already.
    if (verdict.status === "not graded") return;
    const errors = await typeErrors(this.#lesson.files.exercise.path, signal);
    await this.#quiet;
    if (!signal.aborted) { for (const error of errors) console.log(error); }
  }

  /** The clock and the lesson, at the left of every line. */
  #margin(): string {
    const time = new Date().toTimeString().slice(0, 8);
    return `${time}  lesson ${this.#lesson.number}   `;
  }

  /** The first wrong check, as soon as it is known. */
  #tellWrong(check: CheckResult): void {
    const { style } = this.#options;
    // One line must do where there is no terminal.
    const name = !this.#terminal && check.fault?.cause === "not-loadable"
      ? check.fault.what
      : check.name;
    console.log(
      `${this.#margin()}${verdictWord("wrong", style)}   ${
        visible(nameWithPart(name ?? check.name, check.part))
      }`,
    );
    if (!this.#terminal || !check.fault) return;
    const [, ...details] = formatChecks([{
      name: check.name,
      verdict: "wrong",
      details: faultRows(check.fault, check.transcript),
    }], style);
    console.log(details.join("\n"));
  }

  #tellVerdict(verdict: Verdict, told: boolean): void {
    if (told) {
      if (!this.#terminal) return;
      console.log(`          ${rungWords(verdict)}${standing(verdict)}`);
      return this.#options.onVerdict();
    }
    const { style } = this.#options;
    const [word, rest] = wordsOf(verdict);
    console.log(
      `${this.#margin()}${verdictWord(word, style)}   ${visible(rest)}`,
    );
    if (this.#terminal && verdict.status === "not started") {
      const next = `next: ${nextHole(this.#lesson, verdict)}`;
      for (const line of wrap(next, { width: style.width - 10 })) {
        console.log(`          ${line}`);
      }
    }
    this.#options.onVerdict();
  }
}

/** The word for a verdict, and what stands behind it. */
function wordsOf(
  verdict: Verdict,
): [word: Parameters<typeof verdictWord>[0], rest: string] {
  const words = standing(verdict);
  switch (verdict.status) {
    case "right":
      return [
        "right",
        `all ${words.replace(/^right, all /, "")}, ${
          Math.round(verdict.ms)
        } ms`,
      ];
    case "not started": {
      const [, count] = words.match(/^unfinished, (.*)$/) ?? [];
      return count
        ? ["unfinished", count]
        : ["not started", words.replace(/^not started \((.*)\)$/, "$1")];
    }
    default:
      return [verdict.status, verdict.problem?.what ?? words];
  }
}
