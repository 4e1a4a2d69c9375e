import { fileURLToPath, pathToFileURL } from "node:url";
import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** What a learner needs: everything but the proofs and the project's own tools. */
const PARTS = [
  "deno.json",
  "deno.lock",
  "mod.ts",
  "lessons",
  "solutions",
  "tests",
  "workbook",
];

async function copy(from: URL, to: URL): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const end = isDirectory ? "/" : "";
    await copy(new URL(name + end, from), new URL(name + end, to));
  }
}

/** What a command printed. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A copy of the workbook as it was before anybody wrote in it, removed when it is disposed of. */
export interface ProjectCopy extends AsyncDisposable {
  /** Its folder. */
  readonly path: string;
  /** Its folder as an address that ends with `/`. */
  readonly url: URL;
  /** Runs `deno` in it. Without a terminal, as in a pipe. */
  deno(
    args: string[],
    options?: { cwd?: string; env?: Record<string, string> },
  ): Promise<Ran>;
  /** Runs a task in it. */
  task(...args: string[]): Promise<Ran>;
  /** Replaces the exercise of a lesson. */
  write(number: number, code: string): Promise<void>;
  /** Puts every solution in the place of its exercise. */
  solveAll(): Promise<void>;
}

/** Copies the workbook, with the stubs as exercises. Needs write permission for `.handshake`. */
export async function copyProject(): Promise<ProjectCopy> {
  await Deno.mkdir(fileUrl(".handshake"), { recursive: true });
  const path = await Deno.makeTempDir({
    dir: fileURLToPath(fileUrl(".handshake")),
    prefix: "copy-",
  });
  const url = pathToFileURL(`${path}/`);
  for (const part of PARTS) {
    const end = part.includes(".") ? "" : "/";
    await copy(fileUrl(part + end), new URL(part + end, url));
  }
  for (const lesson of LESSONS) {
    await Deno.copyFile(
      fileUrl(`workbook/stubs/${lesson.stem}.ts`),
      new URL(lesson.files.exercise.path, url),
    );
  }
  const decoder = new TextDecoder();
  const deno: ProjectCopy["deno"] = async (args, { cwd = path, env } = {}) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd,
      // A task that runs these tests has set it to another folder.
      env: { INIT_CWD: cwd, ...env },
      stdin: "null",
    }).output();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  };
  return {
    path,
    url,
    deno,
    task: (...args) => deno(["task", "--quiet", ...args]),
    async write(number, code) {
      const lesson = LESSONS.find((each) => each.number === number)!;
      await Deno.writeTextFile(new URL(lesson.files.exercise.path, url), code);
    },
    async solveAll() {
      for (const lesson of LESSONS) {
        const { exercise, solution } = lesson.files;
        // From solutions/ to lessons/NN_name/ is one folder more.
        const code = await Deno.readTextFile(solution.url);
        await Deno.writeTextFile(
          new URL(exercise.path, url),
          code.replaceAll('from "../', 'from "../../'),
        );
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
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
