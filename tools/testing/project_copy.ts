import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { HANG_MS } from "./hang.ts";
import { type Files, originals, refresh } from "./project_files.ts";
import { capture, type Ran } from "./run_captured.ts";

/** What starts the commands; a copy has its own, which works on the copy's files. */
type Cli = typeof import("../../workbook/cli.ts");

/** Where and with what a command runs. */
export interface RunOptions {
  /** The folder; that of the copy by default. */
  cwd?: string;
  /** Environment variables that are added. */
  env?: Record<string, string>;
}

/** A copy of the workbook as it was before anybody wrote in it. It is let go when it is disposed of. */
export interface ProjectCopy extends AsyncDisposable {
  /** Its folder. */
  readonly path: string;
  /** Its folder as an address that ends with `/`. */
  readonly url: URL;
  /** Runs `deno` in it. Without a terminal, as in a pipe. */
  deno(args: string[], options?: RunOptions): Promise<Ran>;
  /** Runs the command of a task in it, in a process of its own: {@linkcode taskArgs}. */
  task(...args: string[]): Promise<Ran>;
  /**
   * Runs a command of the copy in this process, as in a pipe: about ten times
   * faster than the task. One at a time.
   */
  command(...words: string[]): Promise<Ran>;
  /** Replaces the exercise of a lesson. */
  write(number: number, code: string): Promise<void>;
  /** What the exercise of a lesson holds, and the files that were kept of it. */
  exercisesOf(number: number): Promise<string[]>;
  /** Puts a server that serves one client only in the place of exercise 3. */
  writeWrong(): Promise<void>;
  /** Puts the solutions of lessons in the place of their exercises. */
  solve(...numbers: number[]): Promise<void>;
  /** Makes it again as it was before anybody wrote in it. */
  reset(): Promise<void>;
}

const { tasks } = JSON.parse(Deno.readTextFileSync(fileUrl("deno.json")));

/**
 * The arguments with which `deno` runs the command of a task, as `deno task`
 * does: that is a process more, which some tests have and most do not need.
 *
 * @param words The task, and what is typed after it.
 */
export function taskArgs([name, ...words]: string[]): string[] {
  const [, ...args] = tasks[name].command.split(" ");
  return [...args, ...words];
}

/** Read once for each test file. */
let read: Promise<Files> | undefined;

/**
 * A copy of the workbook, with the stubs as exercises. Copies stand in
 * `.handshake/copies`, as many as are used at the same time by all test files, and
 * are used again: what Deno has compiled of them is not compiled anew.
 *
 * @param ending Put at the end of the folder's name.
 * @returns The copy. No other test has it until it is disposed of.
 */
export async function copyProject(ending = ""): Promise<ProjectCopy> {
  const files = await (read ??= originals());
  const copies = fileURLToPath(fileUrl(".handshake/copies"));
  await Deno.mkdir(copies, { recursive: true });
  let lock: Deno.FsFile;
  let path: string;
  for (let i = 0;; i++) {
    path = join(copies, `${i}${ending}`);
    // The system lets go of it when this process ends, however it ends.
    lock = await Deno.open(`${path}.lock`, { create: true, write: true });
    if (await lock.tryLock(true)) break;
    lock.close();
  }
  refresh(path, files);
  const url = pathToFileURL(`${path}/`);
  const decoder = new TextDecoder();
  const deno: ProjectCopy["deno"] = async (args, { cwd = path, env } = {}) => {
    const { code, signal, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args,
        cwd,
        // A task that runs these tests has set it to another folder.
        env: { INIT_CWD: cwd, ...env },
        stdin: "null",
        signal: AbortSignal.timeout(HANG_MS),
      },
    ).output();
    const ran = {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
    if (signal === "SIGTERM") {
      throw new Error(
        `Cannot await the end of deno ${args.join(" ")}: it ran ${
          HANG_MS / 1000
        } s; it printed ${ran.stdout}${ran.stderr}`,
      );
    }
    return ran;
  };
  const lessonOf = (number: number) =>
    LESSONS.find((each) => each.number === number)!;
  const exerciseOf = (number: number) =>
    new URL(lessonOf(number).files.exercise.path, url);
  const write: ProjectCopy["write"] = (number, code) =>
    Deno.writeTextFile(exerciseOf(number), code);
  return {
    path,
    url,
    deno,
    task: (...words) => deno(taskArgs(words)),
    async command(...words) {
      const { COMMANDS, runCommand }: Cli = await import(
        new URL("workbook/cli.ts", url).href
      );
      return await capture(() => runCommand(COMMANDS, words), path);
    },
    write,
    async exercisesOf(number) {
      const folder = new URL(".", exerciseOf(number));
      const texts: string[] = [];
      for await (const { name } of Deno.readDir(folder)) {
        if (!name.startsWith("exercise")) continue;
        texts.push(await Deno.readTextFile(new URL(name, folder)));
      }
      return texts;
    },
    async writeWrong() {
      await write(
        3,
        await Deno.readTextFile(new URL("one_client.ts", import.meta.url)),
      );
    },
    async solve(...numbers) {
      for (const number of numbers) {
        // From solutions/ to lessons/NN_name/ is one folder more.
        const code = await Deno.readTextFile(
          lessonOf(number).files.solution.url,
        );
        await write(number, code.replaceAll('from "../', 'from "../../'));
      }
    },
    reset: () => Promise.resolve(refresh(path, files)),
    [Symbol.asyncDispose]() {
      lock.close();
      return Promise.resolve();
    },
  };
}

/**
 * The command lines of processes that run something in a copy of the workbook.
 *
 * @param project The copy.
 */
export async function processesOf(
  { path, url }: ProjectCopy,
): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] })
    .output();
  // Named by their path, or by an address, where the folders are percent-encoded.
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(`${path}/`) || line.includes(url.pathname));
}

/**
 * Output without what differs from run to run: ports, times, counts of bytes
 * in the kernel's buffers, seeds.
 *
 * @param text What a command printed.
 */
export function steadyOutput(text: string): string {
  return text
    .replace(/(127\.0\.0\.\d+|\[?::1\]?):\d{4,5}\b/g, "$1:PORT")
    .replace(/\b(port:? |client |server )\d{4,5}\b/g, "$1PORT")
    .replace(/ +\d+ ms$/gm, " MS ms")
    .replace(/\+\d+ ms +/g, "+MS ms ")
    .replace(/--seed \d+/g, "--seed SEED");
}
