/**
 * What is going on in this process while one submission is judged: the check that
 * runs, its transcript, what must be cleaned up after it.
 *
 * @module
 */
import type { SocketTableSource } from "../../kernel/mod.ts";
import type { Network, ProfileName } from "../../network/mod.ts";
import {
  addLine,
  type Fault,
  type TranscriptLine,
  Wrong,
} from "../../sandbox/fault.ts";
import { isOfCode } from "../../sandbox/error_question.ts";
import { buildsOn, type PartKey, partOfHole } from "../../scaffold.ts";
import { forgetHoles, type NotStarted, reachedHoles } from "../../todo.ts";

/** Registers a check, as `Deno.test` does. */
export type AddCheck = (
  name: string,
  options: { ignore?: boolean; timeout: number },
  run: () => void | Promise<void>,
) => void;

interface Session {
  /** Whether the child process of a grading runs the checks; otherwise Deno's own runner does. */
  judged?: boolean;
  /** The submission to judge, as a `file:` address; `undefined`: the exercise. */
  submission?: string;
  /** Where the kernel's rows come from, if not from this process. */
  kernel?: SocketTableSource;
  /** How long this process has computed so far, in milliseconds, on all its threads; absent where nobody says. */
  computedMs?: () => number;
  /** Resets a connection of the model network; `undefined` on real sockets. */
  reset?: (conn: Deno.Conn) => void;
  /** The profile of the model network to judge on; `undefined` on real sockets. */
  model?: ProfileName;
  /** The first seed of this run; each check derives its own from it. */
  seed: number;
  /** Whether the submission may open sockets of `node:`, which are not on the model network. */
  usesNodeSockets?: boolean;
  /** How many parts the exercise has, without "beyond". */
  parts: number;
  /** Whether `stop()` has failed at the end of a check of a part that does not ask for it. */
  stopFails?: boolean;
  /** Registers a check. It is there before a submission is loaded. */
  addCheck?: AddCheck;
  /** Called before the submission is loaded; what it returns is called before anything of it is used. */
  watchLoading?: () => () => void;
  /** Told of the network of each check that runs on the model, before it begins: for a recording. */
  onNetwork?: (network: Network) => void;
  /** Told of what ends a check early, before anything is closed, and perhaps of the same again: for a recording. */
  onFailure?: (error: unknown) => void;
  /** Told of everything that is written in the transcript. */
  onNote?: (line: TranscriptLine) => void;
}

/** The session of this process. `child.ts` fills it in before a grader is loaded. */
export const session: Session = {
  seed: crypto.getRandomValues(new Uint32Array(1))[0],
  parts: 0,
};

let began = performance.now();
let lines: TranscriptLine[] = [];
let row: number | undefined;
let isTold = true;
let background: Wrong | undefined;
let question: string | undefined;
let part: PartKey | undefined;
let isLoading = true;
let isExcused = false;
let cleanups: Array<() => void | Promise<void>> = [];

/**
 * Starts a new check: an empty transcript, a clock at zero.
 *
 * @param of The part of the exercise that the check belongs to.
 */
export function beginCheck(of?: PartKey): void {
  isLoading = false;
  part = of;
  isExcused = false;
  forgetHoles();
  began = performance.now();
  lines = [];
  row = undefined;
  isTold = true;
  background = undefined;
  question = undefined;
}

/** Says that a submission is loaded next: none of its checks has begun. */
export function beginLoading(): void {
  isLoading = true;
  session.parts = 0;
  session.stopFails = false;
}

/** Whether no check has begun yet: what runs of the submission stands outside of its functions. */
export function isBeforeChecks(): boolean {
  return isLoading;
}

/** Says where to look if the check fails from here on. A fault that has a question of its own keeps it. */
export function lookAt(text: string | undefined): void {
  question = text;
}

/** Where to look if the check fails now. */
export function whereToLook(): string | undefined {
  return question;
}

/**
 * Writes a line in the transcript of the check that runs.
 *
 * @param text What happened: `client 2 → "hello"`. A function is called when the
 * line is read: most checks are right, and nobody reads theirs.
 */
export function note(text: string | (() => string)): void {
  if (!isTold) return;
  const ms = performance.now() - began;
  const line: TranscriptLine = typeof text === "string" ? { ms, text } : {
    ms,
    get text() {
      return text();
    },
  };
  if (row !== undefined) line.row = row;
  row = undefined;
  addLine(lines, line);
  session.onNote?.(line);
}

/** Says that the next line of the transcript begins a row of a list, from 0 on. */
export function noteRow(nth: number): void {
  row = nth;
}

/**
 * The transcript ends here: the check has failed. What others were waiting for
 * ends a moment later, and says nothing of the fault.
 */
export function endTranscript(): void {
  isTold = false;
}

/** The transcript of the check that runs. */
export function transcript(): readonly TranscriptLine[] {
  return lines;
}

/** Remembers what to do after the check, whatever happens in it. */
export function afterCheck(cleanup: () => void | Promise<void>): void {
  cleanups.push(cleanup);
}

/** Does what {@linkcode afterCheck} remembered, last first. */
export async function cleanUp(): Promise<void> {
  const list = cleanups.reverse();
  cleanups = [];
  for (const cleanup of list) {
    try {
      await cleanup();
    } catch {
      // Closing what is closed already is no fault.
    }
  }
}

/** Reports that the submission failed where nobody awaited it. */
export function failInBackground(fault: Fault): void {
  background ??= new Wrong(fault);
}

/** Reports the cause of everything that fails in the background, even of what failed a moment before the cause was seen. */
export function failFor(fault: Fault): void {
  background = new Wrong(fault);
}

/** What the submission broke in the background since the check began. */
export function failedInBackground(): Wrong | undefined {
  return background;
}

/**
 * The hole of its own part, or of one before it, that the check reached,
 * whatever caught what it threw.
 */
export function ownHole(): NotStarted | undefined {
  return reachedHoles().find(({ what }) => buildsOn(part, partOfHole(what)));
}

/**
 * An error of code, such as a misspelled name, that led to the hole of a later
 * part: nothing else would tell of it.
 */
export function caughtInHole(): Error | undefined {
  if (ownHole()) return;
  return reachedHoles().find(({ caught }) => isOfCode(caught))?.caught;
}

/**
 * Whether the check reached any hole, also one of a later part. One of "beyond"
 * excuses nothing in a part, which must be right without it, and neither does
 * one of a part that there is not.
 */
export function reachedHole(): NotStarted | undefined {
  return ownHole() ?? reachedHoles().find(({ what }) => {
    const other = partOfHole(what);
    return other !== "beyond" && Number(other) <= session.parts;
  });
}

/** Whether the check belongs to a part before this one. */
export function isBeforePart(number: number): boolean {
  return typeof part === "number" && part < number;
}

/** Says that what a later part asks for has failed: from now on nothing is judged in this check. */
export function excuseRest(): void {
  isExcused = true;
}

/** Whether what is still open, or what fails now, may be the work of a later part. */
export function isUnfinished(): boolean {
  return isExcused || reachedHole() !== undefined;
}

/**
 * Throws what the submission broke in the background, if anything.
 *
 * @throws {Wrong} If an error reached nobody since the check began.
 * @throws {NotStarted} If a hole of the check's part was reached: it cannot be
 * judged any more.
 */
export function throwIfFailed(): void {
  const hole = ownHole();
  if (hole) throw hole;
  if (background) throw background;
}
