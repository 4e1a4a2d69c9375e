/**
 * A process that is started before its job is known: it has loaded the engine
 * by the time it is needed, and waits for its job on standard input. Nothing of
 * any submission is in it. It is used once, or ended.
 *
 * @module
 */
import { endsWithUs } from "../child_processes.ts";
import { ROOT } from "../paths.ts";
import { isWorkbookChanged } from "./changes.ts";

/** A process that waits for its job. */
interface Spare {
  /** What it may and may not do is in its command line: only for the same one it is used. */
  command: readonly string[];
  child: Deno.ChildProcess;
  /** When it was started, as `Date.now()`. */
  began: number;
  hasEnded: boolean;
}

/** A process younger than this, in milliseconds, reads its files just now, as one that is started now would. */
const YOUNG_MS = 1_000;

let spare: Spare | undefined;

/**
 * Starts a program of the workbook in its folder.
 *
 * @param command The program and its arguments: see `denoCommand()`.
 * @throws {Deno.errors.NotFound} If there is no such program.
 */
export function startProcess(command: readonly string[]): Deno.ChildProcess {
  const [program, ...args] = command;
  return endsWithUs(
    new Deno.Command(program, {
      cwd: new URL(ROOT),
      args,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
}

/**
 * Starts a process for the next job, unless one waits already for a job of the
 * same command line. Where it cannot be started, the one who needs it is told.
 *
 * @param command What the next process will be started with.
 */
export function startSpare(command: readonly string[]): void {
  if (spare && isFor(spare, command)) return;
  endSpare();
  let child: Deno.ChildProcess;
  try {
    child = startProcess(command);
  } catch {
    return;
  }
  const started = { command, child, began: Date.now(), hasEnded: false };
  child.status.then(() => {
    started.hasEnded = true;
  });
  spare = started;
}

/**
 * Takes the process that waits: nobody else gets it.
 *
 * @param command What a process would be started with.
 * @param root The folder of the workbook, as a `file:` address: tests take another.
 * @param youngMs Younger than this, in milliseconds, it is not looked after.
 * @returns The process; `undefined` if none waits, or not for this command line,
 * or if a file that it may have loaded was changed since. That one is ended.
 */
export function takeSpare(
  command: readonly string[],
  root = ROOT,
  youngMs = YOUNG_MS,
): Deno.ChildProcess | undefined {
  if (!spare) return;
  const { child, began } = spare;
  const isOld = Date.now() - began >= youngMs && isWorkbookChanged(began, root);
  if (!isFor(spare, command) || isOld) return void endSpare();
  spare = undefined;
  return child;
}

/** Ends the process that waits, if one does. */
export function endSpare(): void {
  if (!spare) return;
  const { child } = spare;
  spare = undefined;
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
  child.stdin.abort().catch(() => {});
  child.stdout.cancel().catch(() => {});
  child.stderr.cancel().catch(() => {});
}

function isFor(
  { command, hasEnded }: Spare,
  other: readonly string[],
): boolean {
  return !hasEnded && command.length === other.length &&
    command.every((word, i) => word === other[i]);
}
