/**
 * Takes the place of `workbook/sandbox/import_file.ts` in the Worker: graders
 * are files of the site, and the submission is the text that the page sent.
 *
 * @module
 */
import { importSubmission, isSubmission } from "./submission.ts";
import { pattern } from "../../../pattern.ts";

/** How often a file of the site is asked for: on a busy machine a browser gives up a fetch. */
const TRIES = 4;

/** Time before the second try, in milliseconds; doubled before each further one. */
const AGAIN_MS = 50;

const { setTimeout } = globalThis;

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
  for (let tried = 1;; tried++) {
    try {
      return await import(tried === 1 ? address : again(address, tried));
    } catch (error) {
      if (!(error instanceof TypeError) || tried === TRIES) throw error;
      await new Promise((resolve) =>
        setTimeout(resolve, AGAIN_MS * 2 ** (tried - 1))
      );
    }
  }
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
