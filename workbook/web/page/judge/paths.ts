/**
 * Takes the place of `workbook/paths.ts` in the page: there is no folder of
 * the workbook, so its files have addresses below `file:///`.
 *
 * @module
 */

/** Where the files of the workbook are, as addresses. */
export const ROOT = "file:///";

/** The address of a file of the workbook. */
export function fileUrl(path: string): URL {
  return new URL(path, ROOT);
}

/** A `file:` address as a reader would write it. */
export function readablePath(file: string): string {
  return decodeURIComponent(
    file.startsWith(ROOT) ? file.slice(ROOT.length) : file,
  );
}
