/**
 * The files of a report.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { replaceFile } from "../study/files.ts";
import { formatPage } from "./page.ts";
import type { Found, Summary } from "./summary.ts";
import { formatClassJUnit, formatCsv, formatJson } from "./tables.ts";

const FOUND = "found.json";

/**
 * Writes the reports of a class, each completely or not at all.
 *
 * @param folder Where they are written.
 * @param summary The class.
 */
export async function writeReports(
  folder: string,
  summary: Summary,
): Promise<void> {
  const files: Record<string, string> = {
    "report.csv": formatCsv(summary),
    "report.json": formatJson(summary),
    "junit.xml": formatClassJUnit(summary),
    "index.html": formatPage(summary),
  };
  for (const [name, text] of Object.entries(files)) {
    await replaceFile(pathToFileURL(join(folder, name)), text);
  }
}

/**
 * Writes what is known of a class beside its verdicts.
 *
 * @param folder Where it is written.
 * @param found What is known.
 */
export async function writeFound(folder: string, found: Found): Promise<void> {
  await replaceFile(
    pathToFileURL(join(folder, FOUND)),
    JSON.stringify(found, null, 1) + "\n",
  );
}

/**
 * Reads it again, from the folders of several shards. All shards find the same
 * submissions and clones, so one of them tells what the others tell.
 *
 * @param folders The folders.
 */
export async function readFound(folders: readonly string[]): Promise<Found> {
  const all: Found[] = [];
  for (const folder of folders) {
    try {
      all.push(JSON.parse(await Deno.readTextFile(join(folder, FOUND))));
    } catch {
      // A shard that was ended before it had told.
    }
  }
  return {
    beyond: all.some(({ beyond }) => beyond),
    skipped: uniqueBy(
      all.flatMap(({ skipped }) => skipped),
      ({ path, why }) => `${path}\n${why}`,
    ),
    predictions: all[0]?.predictions ?? {},
  };
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
