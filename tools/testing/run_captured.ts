import { fileURLToPath } from "node:url";
import { fileUrl } from "../../workbook/paths.ts";
import { type Commands, runCommand } from "../../workbook/cli.ts";

/** What a command printed. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of this project in this process: about a hundred times faster
 * than a process of its own. For commands that neither ask nor remember.
 *
 * @param commands The commands there are.
 * @param words What was typed after `deno task`.
 * @returns Its exit status and what it said.
 */
export async function runCaptured(
  commands: Commands,
  ...words: string[]
): Promise<Ran> {
  return await capture(
    () => runCommand(commands, words),
    fileURLToPath(fileUrl(".")),
  );
}

/**
 * Runs something as if its standard input were empty, and its standard output
 * a pipe. One at a time: it is this process that is told so.
 *
 * @param run What is run; it gives an exit status.
 * @param cwd The folder that it was typed in.
 * @returns Its exit status and what it said.
 */
export async function capture(
  run: () => Promise<number>,
  cwd: string,
): Promise<Ran> {
  const ran = { code: 0, stdout: "", stderr: "" };
  const { log, error } = console;
  const { get } = Deno.env;
  const { stdin, stdout } = Deno;
  const { isTerminal, writeSync } = stdout;
  const isInputTerminal = stdin.isTerminal;
  const decoder = new TextDecoder();
  // Environment variables belong to all test files that run in this process.
  Deno.env.get = (name) => name === "INIT_CWD" ? cwd : get(name);
  stdin.isTerminal = stdout.isTerminal = () => false;
  stdout.writeSync = (bytes) => {
    ran.stdout += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  console.log = (text = "") => void (ran.stdout += `${text}\n`);
  console.error = (text) =>
    void (ran.stderr += `${
      typeof text === "string" ? text : Deno.inspect(text)
    }\n`);
  try {
    ran.code = await run();
  } finally {
    Object.assign(console, { log, error });
    Deno.env.get = get;
    stdin.isTerminal = isInputTerminal;
    stdout.isTerminal = isTerminal;
    stdout.writeSync = writeSync;
  }
  return ran;
}
