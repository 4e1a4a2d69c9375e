/**
 * Compiles the page, the Worker and the graders for a browser, with
 * `deno bundle`.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { fileUrl, ROOT } from "../paths.ts";

/** Files of the engine that others take the place of in a browser, below `workbook/`. */
const IN_THEIR_PLACE: Record<string, string> = {
  "paths.ts": "web/page/judge/paths.ts",
  "sandbox/sandbox.ts": "web/page/judge/sandbox.ts",
  "sandbox/parent.ts": "web/page/worker/parent.ts",
  "sandbox/import_file.ts": "web/page/worker/import_file.ts",
};

/** Files about `node:`, which a page does not have. */
const ABSENT = [
  "grading/child/lock_node.ts",
  "grading/child/node_time.ts",
  "grading/child/refuse_node.ts",
  "wire/node_wire.ts",
];

/** What an exercise may import. */
const OPEN = ["todo.ts", "endpoint.ts", "tcp/mod.ts", "kernel/mod.ts"];

/** What the engine's own files find out of `import.meta.url`: in a bundle they have no folder. */
const ENGINE = '"file:///workbook/network/page.js"';

/**
 * Compiles everything.
 *
 * @param lessons Whose graders are compiled.
 * @param folder Where the files go, as a `file:` address that ends with `/`.
 * @throws {Error} If it cannot be compiled; the message is the compiler's.
 */
export async function bundle(
  lessons: readonly Lesson[],
  folder: URL,
): Promise<void> {
  const map = new URL("import_map.json", folder);
  const config = "workbook/web/page/deno.json";
  await Deno.writeTextFile(map, await importMap(lessons, config));
  await run([
    "bundle",
    "--quiet",
    "--platform=browser",
    "--minify",
    "--code-splitting",
    `--config=${config}`,
    `--import-map=${map.href}`,
    `--outdir=${decodeURIComponent(folder.pathname)}`,
    "workbook/web/page/app/main.ts",
    "workbook/web/page/app/judging.ts",
    "workbook/web/page/worker/start.ts",
    "workbook/web/page/worker/counted.ts",
    "workbook/web/page/worker/pace.ts",
    ...OPEN.map((path) => `workbook/${path}`),
    ...lessons.map(({ files }) => files.grader.path),
  ]);
  await Deno.remove(map);
  for await (const file of scripts(folder)) {
    const text = await Deno.readTextFile(file);
    if (!text.includes("import.meta.url")) continue;
    await Deno.writeTextFile(
      file,
      text.replaceAll("import.meta.url", ENGINE),
    );
  }
}

/** Compiles one script that is no module: a service worker. */
export async function bundleScript(
  path: string,
  output: URL,
): Promise<void> {
  await run([
    "bundle",
    "--quiet",
    "--platform=browser",
    "--minify",
    "--config=workbook/web/page/deno.json",
    `--output=${decodeURIComponent(output.pathname)}`,
    path,
  ]);
}

async function run(args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: fileUrl("."),
    args,
  }).output();
  if (!success) {
    throw new Error(
      `Cannot compile the page: ${new TextDecoder().decode(stderr).trim()}`,
    );
  }
}

/** Which file stands for which: what the page's own configuration says, and the above. */
async function importMap(
  lessons: readonly Lesson[],
  config: string,
): Promise<string> {
  const { imports } = JSON.parse(await Deno.readTextFile(fileUrl(config)));
  const workbook = new URL("workbook/", ROOT);
  const url = (path: string) => new URL(path, workbook).href;
  return JSON.stringify({
    imports: {
      ...imports,
      ...Object.fromEntries(
        Object.entries(IN_THEIR_PLACE).map((
          [from, to],
        ) => [url(from), url(to)]),
      ),
      // The exercise is the text in the editor, never a file of the site.
      ...Object.fromEntries(
        lessons.map((
          { files },
        ) => [files.exercise.url.href, url("web/page/worker/no_file.ts")]),
      ),
      ...Object.fromEntries(
        ABSENT.map((path) => [url(path), url("web/page/worker/no_file.ts")]),
      ),
      "node:process": url("web/page/worker/no_file.ts"),
    },
  });
}

/** The compiled scripts below a folder. */
async function* scripts(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* scripts(new URL(`${name}/`, folder));
    else if (name.endsWith(".js")) yield new URL(name, folder);
  }
}
