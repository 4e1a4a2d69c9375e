/** The folder of the workbook, as a `file:` address that ends with `/`. */
export const ROOT: string = new URL("../", import.meta.url).href;

/**
 * The address of a file of the workbook.
 *
 * @param path Relative to the folder of the workbook.
 */
export function fileUrl(path: string): URL {
  return new URL(path, ROOT);
}

/**
 * A `file:` address as a reader would write it.
 *
 * @param file The address.
 * @returns Relative to the workbook where it lies inside it; an absolute path otherwise.
 */
export function readablePath(file: string): string {
  if (file.startsWith(ROOT)) {
    return decodeURIComponent(file.slice(ROOT.length));
  }
  const path = decodeURIComponent(new URL(file).pathname);
  // file:///C:/x on Windows.
  return path.replace(/^\/([A-Za-z]:)/, "$1");
}
