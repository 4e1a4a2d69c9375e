import type { Fault } from "./fault.ts";

/** Files that one process may have open, sockets included, for every check to be judged. The busiest has 200 clients, both ends in one process: it needs about 440. */
const NEEDED = 512;

/** What the shell says of the limit: a number, or `unlimited`. Deno takes all that it may have. */
async function askShell(): Promise<string> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", "ulimit -Hn"],
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

/** What it said: asked once, since the limit of a process stays. */
let said: Promise<string> | undefined;
const askOnce = () => said ??= askShell();

/**
 * Why a check that is wrong may be the fault of this machine: it lets a process
 * have few files open. A right submission cannot take a client then, and what
 * it does about that is nobody's fault.
 *
 * @param ask Says the limit; asks the shell by default.
 * @returns `undefined` where there are enough, or where nobody can tell.
 */
export async function tooFewFiles(ask = askOnce): Promise<Fault | undefined> {
  const limit = await ask().then((text) => parseInt(text), () => NaN);
  // Not a number: without a limit, without a shell, or in a page.
  if (!(limit < NEEDED)) return;
  return {
    cause: "workbook-fault",
    what: `this machine lets a program have ${limit} files and sockets open; ` +
      `a check may need ${NEEDED}, so what is wrong above proves nothing`,
    lookAt: `ulimit -n ${NEEDED}  allows more; then try again`,
  };
}
