/**
 * What the tasks of `deno.json` start: the first word is the command.
 *
 * Exit status: 0 right, 1 wrong, 2 not started, 3 could not be done.
 *
 * @module
 */
import { continueChildren, endChildren } from "./child_processes.ts";
import { judgeEarly } from "./early_judging.ts";
import { fileUrl } from "./paths.ts";
import { endSpare } from "./sandbox/spare.ts";
import { visible } from "./terminal/bytes.ts";
import { typed, UsageError } from "./usage_error.ts";

/** A command: its words and options in, its exit status out. */
export type Command = (args: string[]) => Promise<number>;

/** Loads a command by the word that names it. */
export type Commands = Record<string, () => Promise<{ run: Command }>>;

/**
 * Loads the command of a file. Its name is not written as an import: Deno would
 * read every module of every command at each start.
 */
const load = (name: string) => (): Promise<{ run: Command }> =>
  import(fileUrl(`workbook/commands/${name}.ts`).href);

/** The commands of the workbook. */
export const COMMANDS: Commands = Object.fromEntries(
  [
    "start",
    "lesson",
    "grade",
    "watch",
    "demo",
    "progress",
    "hint",
    "quiz",
    "solution",
    "reset",
    "poke",
    "xray",
    "update",
    "class",
    "web",
  ].map((name) => [name, load(name)]),
);

/**
 * The oldest Deno that can run the workbook. Before it a `write()` that waits
 * stays pending for ever when its connection is closed.
 */
export const OLDEST = "2.9.5";

/** Whether a version of Deno is older than {@linkcode OLDEST}. */
export function isTooOld(version: string): boolean {
  const [numbers, oldest] = [version, OLDEST].map((text) =>
    text.split(".").map((part) => parseInt(part))
  );
  const at = oldest.findIndex((number, i) => number !== numbers[i]);
  return at >= 0 && numbers[at] < oldest[at];
}

/**
 * Runs a command and says, in one sentence, what is wrong with what was typed.
 *
 * @param commands The commands there are.
 * @param words The name of one of them, and what was typed after it.
 * @returns Its exit status.
 */
export async function runCommand(
  commands: Commands,
  [name, ...args]: string[],
): Promise<number> {
  if (isTooOld(Deno.version.deno)) {
    console.error(
      `Deno ${Deno.version.deno} is too old: the workbook needs ${OLDEST} or newer; run  deno upgrade`,
    );
    return 3;
  }
  const load = commands[name];
  if (!load) {
    console.error(
      `Cannot find command ${
        typed(name ?? "")
      }: run  deno task  to see the list`,
    );
    return 3;
  }
  try {
    const { run } = await load();
    return await run(args);
  } catch (error) {
    return await tell(error);
  }
}

/** Says why a command could not do its work. Only a fault of the workbook itself is told with its trace. */
async function tell(error: unknown): Promise<number> {
  // It may repeat what was typed: no control character of it is sent on.
  if (error instanceof UsageError) console.error(visible(error.message));
  else {
    const { tellFileFault } = await import("./file_fault.ts");
    console.error(tellFileFault(error) ?? error);
  }
  return 3;
}

/** Commands that put the terminal in order, and end what they started, themselves. */
const LEAVE_BY_THEMSELVES = ["watch", "poke", "xray"];

/** When this process is ended from outside, an answer that loops must not go on. */
function endWithChildren(): void {
  if (Deno.build.os === "windows") return;
  for (const [signal, number] of [["SIGHUP", 1], ["SIGTERM", 15]] as const) {
    Deno.addSignalListener(signal, () => {
      endChildren();
      Deno.exit(128 + number);
    });
  }
}

/**
 * Ctrl-Z would stop this process and not `deno task`, which started it: the
 * terminal would belong to nobody. So it goes on, and so do its processes.
 */
function goOnAtSuspend(): void {
  if (Deno.build.os === "windows") return;
  Deno.addSignalListener("SIGTSTP", () => {
    continueChildren();
    console.error("Ctrl-Z cannot suspend the workbook: Ctrl-C ends it.");
  });
}

/**
 * Runs the command that the first word of the command line names, and ends the
 * process with its exit status.
 *
 * @param commands The commands there are.
 */
export async function main(commands: Commands): Promise<never> {
  addEventListener("unhandledrejection", async (event) => {
    event.preventDefault();
    // A terminal that is gone takes no sentence: telling that would fail, too.
    Deno.exit(await tell(event.reason).catch(() => 3));
  });
  goOnAtSuspend();
  if (!LEAVE_BY_THEMSELVES.includes(Deno.args[0])) endWithChildren();
  judgeEarly(Deno.args);
  const status = await runCommand(commands, Deno.args);
  endSpare();
  Deno.exit(status);
}

if (import.meta.main) await main(COMMANDS);
