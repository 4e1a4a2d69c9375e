/**
 * Takes the place of `workbook/sandbox/import_file.ts` in the Worker: graders
 * are files of the site, and the submission is the text that the page sent.
 *
 * @module
 */
import { importSubmission, isSubmission } from "./submission.ts";
import { pattern } from "../../../pattern.ts";

/** Loads a grader or the submission. */
export async function importFile(address: string): Promise<unknown> {
  if (isSubmission(address)) return await importSubmission();
  const { pathname, search } = new URL(address);
  return await import(siteAddress(pathname) + search);
}

/** Where the site has the compiled form of a file of the workbook. */
function siteAddress(path: string): string {
  return new URL(`.${path.replace(pattern(/\.ts$/), ".js")}`, SITE).href;
}

/** The folder of the compiled files: this Worker's script is two folders below it. */
export const SITE: string = new URL("../../../../", location.href).href;
