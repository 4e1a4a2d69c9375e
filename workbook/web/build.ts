/**
 * Builds the page: a folder of files that any server can serve, and that loads
 * nothing from elsewhere.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { inParallel } from "../in_parallel.ts";
import { fileUrl } from "../paths.ts";
import { bundle, bundleScript } from "./bundle.ts";
import { contentOf, type PageRow } from "./content.ts";
import { recordDemo } from "./demos.ts";
import { indexHtml } from "./index_html.ts";
import { hashOf, keyOfWork, sourceKey } from "./source_key.ts";

/** Where it is built: git ignores the folder. */
export const SITE: URL = fileUrl(".handshake/web/");

/** Options of {@linkcode build}. */
export interface BuildOptions {
  /** Where it is built. */
  site?: URL;
}

/**
 * Builds the page anew.
 *
 * @param options How.
 * @throws {Error} If it cannot be compiled.
 */
export async function build(
  { site = SITE }: BuildOptions = {},
): Promise<void> {
  const made = new URL(site.href.replace(/\/$/, ".new/"));
  const key = await keyOfWork(() => buildFiles(made));
  await Deno.writeTextFile(new URL("source_key", made), key);
  await Deno.remove(site, { recursive: true }).catch(() => {});
  await Deno.rename(made, site);
}

/** Builds everything in a folder. */
async function buildFiles(made: URL): Promise<void> {
  await Deno.remove(made, { recursive: true }).catch(() => {});
  const files = new URL("files/", made);
  const lessons = new URL("lessons/", files);
  const solutions = new URL("solutions/", files);
  for (const folder of [lessons, solutions]) {
    await Deno.mkdir(folder, { recursive: true });
  }
  await bundle(LESSONS, files);
  const rows: PageRow[] = [];
  await inParallel(LESSONS, async (lesson) => {
    const content = await contentOf(lesson, await recordDemo(lesson));
    const { number, stem, title, steps } = content;
    rows.push({ number, stem, title, steps });
    await Deno.writeTextFile(
      new URL(`${stem}.json`, lessons),
      JSON.stringify(content),
    );
    await Deno.copyFile(
      lesson.files.solution.url,
      new URL(`${stem}.ts`, solutions),
    );
  });
  rows.sort((a, b) => a.number - b.number);
  await Deno.writeTextFile(
    new URL("lessons.json", files),
    JSON.stringify(rows),
  );
  await Deno.writeTextFile(new URL("style.css", files), await styles());
  await bundleScript(
    "workbook/web/page/service_worker.ts",
    new URL("service_worker.js", made),
  );
  await finish(made, files);
}

/** The page's style, and that of the time line. */
async function styles(): Promise<string> {
  const texts = await Promise.all(
    ["page/style.css", "timeline/timeline.css"].map((path) =>
      Deno.readTextFile(fileUrl(`workbook/web/${path}`))
    ),
  );
  return texts.join("\n");
}

/** Gives the files a folder of their version, and writes what names it. */
async function finish(made: URL, files: URL): Promise<void> {
  const paths: string[] = [];
  const contents: Uint8Array[] = [];
  for await (const path of filesIn(files)) {
    paths.push(path);
    contents.push(await Deno.readFile(new URL(path, files)));
  }
  const version = await hashOf(contents);
  await Deno.rename(files, new URL(`${version}/`, made));
  await Deno.writeTextFile(new URL("index.html", made), indexHtml(version));
  await Deno.writeTextFile(
    new URL("files.json", made),
    JSON.stringify({
      version,
      files: paths.map((path) => `${version}/${path}`),
    }),
  );
}

/** The paths of all files below a folder, sorted. */
async function* filesIn(folder: URL, path = ""): AsyncGenerator<string> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(path, folder)));
  for (
    const { name, isDirectory } of entries.sort((a, b) =>
      a.name < b.name ? -1 : 1
    )
  ) {
    if (isDirectory) yield* filesIn(folder, `${path}${name}/`);
    else yield path + name;
  }
}

/**
 * Builds the page unless it is built from these sources already. Of several
 * processes one builds it, and the others wait.
 *
 * @returns Whether it had to be built.
 */
export async function buildIfStale(
  options: BuildOptions = {},
): Promise<boolean> {
  const { site = SITE } = options;
  await Deno.mkdir(new URL("../", site), { recursive: true });
  using lock = await Deno.open(new URL(site.href.replace(/\/$/, ".lock")), {
    create: true,
    write: true,
  });
  await lock.lock(true);
  const built = await Deno.readTextFile(new URL("source_key", site))
    .catch(() => "");
  if (built === await sourceKey()) return false;
  await build(options);
  return true;
}
