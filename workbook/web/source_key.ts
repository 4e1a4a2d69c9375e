import { fileUrl } from "../paths.ts";

/** Folders that the page is built from. */
const FOLDERS = ["lessons/", "solutions/", "tests/", "workbook/"];

/** What is no source of it: a learner's work, the tests of the engine and what they compare with. */
const OTHER =
  /\/exercise\.ts$|^workbook\/.*_test\.ts$|__snapshots__|^tests\/gallery|^workbook\/web\/page\/testing\//;

/**
 * Names what the page is built from. Another name: it must be built again.
 *
 * @returns A text without a line feed.
 */
export async function sourceKey(): Promise<string> {
  const texts: Uint8Array[] = [new TextEncoder().encode(Deno.version.deno)];
  for (const folder of FOLDERS) {
    for await (const path of sources(folder)) {
      texts.push(new TextEncoder().encode(path));
      texts.push(await Deno.readFile(fileUrl(path)));
    }
  }
  return await hashOf(texts);
}

/**
 * Names the sources that some work has read.
 *
 * @param work Reads the sources.
 * @param name Names them as they are now.
 * @returns Their name; nothing if they were changed meanwhile: then nobody
 * knows which of them the work has seen.
 */
export async function keyOfWork(
  work: () => Promise<void>,
  name: () => Promise<string> = sourceKey,
): Promise<string> {
  const before = await name();
  await work();
  return before === await name() ? before : "";
}

async function* sources(folder: string): AsyncGenerator<string> {
  const entries = await Array.fromAsync(Deno.readDir(fileUrl(folder)));
  for (
    const { name, isDirectory } of entries.sort((a, b) =>
      a.name < b.name ? -1 : 1
    )
  ) {
    const path = folder + name;
    if (OTHER.test(path)) continue;
    if (isDirectory) yield* sources(`${path}/`);
    else yield path;
  }
}

/** The beginning of the SHA-256 of some contents, in hexadecimal. */
export async function hashOf(contents: readonly Uint8Array[]): Promise<string> {
  const blob = new Blob(contents as Uint8Array<ArrayBuffer>[]);
  const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return new Uint8Array(hash).slice(0, 8).toHex();
}
