/**
 * `deno task watch [N]`: judges the exercise at every save. It tells the check
 * that fails first, and keeps the last verdict on the screen.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { faultRows } from "../sandbox/fault.ts";
import { isRequired, ladderOf } from "../grading/ladder.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";
import { nameWithPart } from "../scaffold.ts";
import { findStandings, judgeExercise, nextLesson } from "../study/progress.ts";
import { savesOf } from "../study/saves.ts";
import { standing } from "../study/standing.ts";
import { visible } from "../terminal/bytes.ts";
import { type Keys, openKeys } from "../terminal/keys.ts";
import {
  formatChecks,
  type Style,
  terminalStyle,
  verdictWord,
} from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";
import { typeErrors } from "./_types.ts";

const HELP = `deno task watch [N]         judge exercise N at every save
                            (without N: the lesson you are at)
Keys: Enter judge now · h hint · d demo · s solution · n next lesson · q quit
Without a terminal each verdict is one line; keys are lines.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  let lesson = chooseLesson(words) ??
    nextLesson(await findStandings()) ?? LESSONS[0];
  const keys = openKeys();
  const stop = new AbortController();
  const leave = () => stop.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, leave);
  try {
    while (true) {
      const next = await new Watch(lesson, keys, stop.signal).run();
      if (!next) return 0;
      lesson = next;
    }
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, leave);
    keys.pause();
  }
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

/** Watches one lesson. */
class Watch {
  readonly #lesson: Lesson;
  readonly #keys: Keys;
  readonly #style: Style = terminalStyle();
  readonly #terminal = Deno.stdout.isTerminal();
  /** Ends when the lesson is left. */
  readonly #left = new AbortController();
  readonly #stopped: AbortSignal;
  #running: AbortController | undefined;
  #passed = false;
  /** While a demo or a hint is on the screen, verdicts wait. */
  #quiet = Promise.resolve();

  constructor(lesson: Lesson, keys: Keys, stopped: AbortSignal) {
    this.#lesson = lesson;
    this.#keys = keys;
    this.#stopped = stopped;
  }

  /** Runs until the lesson is left; the next lesson, or `undefined` to quit. */
  async run(): Promise<Lesson | undefined> {
    const { number, title } = this.#lesson;
    const { exercise } = this.#lesson.files;
    console.log(
      `\n${
        this.#style.strong(`${number} · ${title}`)
      }   ${exercise.path}   judged at every save`,
    );
    const stopped = new Promise<undefined>((resolve) => {
      if (this.#stopped.aborted) resolve(undefined);
      this.#stopped.addEventListener("abort", () => resolve(undefined));
    });
    const saves = this.#followSaves();
    this.#judge();
    try {
      // Following the saves ends by itself only when the folder cannot be watched.
      const failed = saves.then(() => stopped);
      return await Promise.race([this.#followKeys(), stopped, failed]);
    } finally {
      this.#left.abort();
      this.#running?.abort();
      await saves;
    }
  }

  async #followSaves(): Promise<void> {
    const file = this.#lesson.files.exercise.url;
    const saves = savesOf(file, this.#left.signal, {
      onPolling: () =>
        console.log(
          `${this.#margin()}The system watches no more folders: saves are looked for twice a second. Enter judges at once`,
        ),
    });
    for await (const _ of saves) this.#judge();
  }

  async #followKeys(): Promise<Lesson | undefined> {
    while (true) {
      const key = await this.#keys.next();
      if (key === "q" || key === "interrupt") return;
      if (key === null) {
        // Nobody types: only saves count from here on.
        return await new Promise<undefined>(() => {});
      }
      const number = String(this.#lesson.number);
      if (key === "enter") this.#judge();
      else if (key === "n" && this.#passed) {
        const next = LESSONS.find((each) =>
          each.number === this.#lesson.number + 1
        );
        if (next) return next;
        console.log("That was the last lesson.");
      } else if (key === "h") {
        await this.#show(async () => (await import("./hint.ts")).run([number]));
      } else if (key === "d") {
        await this.#show(async () =>
          (await import("./lesson.ts")).run([number, "--demo"])
        );
      } else if (key === "s") {
        await this.#show(async () =>
          (await import("./solution.ts")).run([number])
        );
      }
    }
  }

  /** Shows what another command prints, with the terminal as that expects it. */
  async #show(command: () => Promise<number>): Promise<void> {
    let done = () => {};
    this.#quiet = new Promise((resolve) => done = resolve);
    this.#keys.pause();
    try {
      await command();
    } catch (error) {
      console.error((error as Error).message);
    } finally {
      this.#keys.resume();
      done();
      this.#offer();
    }
  }

  /** Judges the exercise as it is now; a verdict still on its way is dropped. */
  async #judge(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    let told = false;
    const verdict = await judgeExercise(this.#lesson, {
      signal,
      onCheck: (check) => {
        if (told || check.outcome !== "wrong" || signal.aborted) return;
        told = true;
        this.#tellWrong(check);
      },
    });
    await this.#quiet;
    if (signal.aborted || this.#left.signal.aborted) return;
    this.#passed = verdict.status === "right";
    this.#tellVerdict(verdict, told);
    // A file that cannot be loaded has been told of already.
    if (verdict.status === "not graded") return;
    const errors = await typeErrors(this.#lesson.files.exercise.path, signal);
    if (!signal.aborted) { for (const error of errors) console.log(error); }
  }

  /** The clock and the lesson, at the left of every line. */
  #margin(): string {
    const time = new Date().toTimeString().slice(0, 8);
    return `${time}  lesson ${this.#lesson.number}   `;
  }

  /** The first wrong check, as soon as it is known. */
  #tellWrong(check: CheckResult): void {
    // One line must do where there is no terminal.
    const name = !this.#terminal && check.fault?.cause === "not-loadable"
      ? check.fault.what
      : check.name;
    console.log(
      `${this.#margin()}${verdictWord("wrong", this.#style)}   ${
        visible(nameWithPart(name ?? check.name, check.part))
      }`,
    );
    if (!this.#terminal || !check.fault) return;
    const [, ...details] = formatChecks([{
      name: check.name,
      verdict: "wrong",
      details: faultRows(check.fault, check.transcript),
    }], this.#style);
    console.log(details.join("\n"));
  }

  #tellVerdict(verdict: Verdict, told: boolean): void {
    if (told) {
      if (this.#terminal) {
        console.log(`          ${rungWords(verdict)}${standing(verdict)}`);
        this.#offer();
      }
      return;
    }
    const word = verdictWord(verdict.status, this.#style);
    const rest = verdict.status === "right"
      ? `all ${standing(verdict).replace(/^right, all /, "")}, ${
        Math.round(verdict.ms)
      } ms`
      : verdict.problem?.what ??
        standing(verdict).replace(/^not started \((.*)\)$/, "$1");
    console.log(`${this.#margin()}${word}   ${visible(rest)}`);
    this.#offer();
  }

  /** The keys that are of use now. */
  #offer(): void {
    if (!this.#terminal) return;
    const keys = this.#passed
      ? ["n next", "s solution", "q quit"]
      : ["h hint", "d demo", "Enter judge now", "q quit"];
    console.log(`          ${this.#style.faint(keys.join(" · "))}`);
  }
}
