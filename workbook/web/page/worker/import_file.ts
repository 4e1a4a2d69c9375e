/**
 * Takes the place of `workbook/sandbox/import_file.ts` in the Worker: graders
 * are files of the site, and the submission is the text that the page sent.
 *
 * @module
 */
import { importSubmission, isSubmission } from "./submission.ts";
import { pattern } from "../../../pattern.ts";
import { withTries } from "../again.ts";

/** Loads a grader or the submission. */
export async function importFile(address: string): Promise<unknown> {
  if (isSubmission(address)) return await importSubmission();
  const { pathname, search } = new URL(address);
  return await importFromSite(siteAddress(pathname) + search);
}

/**
 * Loads a file of the site. A browser remembers for the life of a Worker that a
 * file could not be fetched, so each further try has an address of its own.
 *
 * @param address The compiled file.
 * @throws {TypeError} If it cannot be fetched, or an error of the file itself.
 */
async function importFromSite(address: string): Promise<unknown> {
  return await withTries(async (tried) =>
    await import(tried === 1 ? address : again(address, tried))
  );
}

function again(address: string, tried: number): string {
  const url = new URL(address);
  url.searchParams.set("try", `${tried}`);
  return url.href;
}

/** Where the site has the compiled form of a file of the workbook. */
function siteAddress(path: string): string {
  return new URL(`.${path.replace(pattern(/\.ts$/), ".js")}`, SITE).href;
}

/** The folder of the compiled files: this Worker's script is two folders below it. */
export const SITE: string = new URL("../../../../", location.href).href;
