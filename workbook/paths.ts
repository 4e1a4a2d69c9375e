import { pattern } from "./pattern.ts";

/** The folder of the workbook, as a `file:` address that ends with `/`. */
export const ROOT: string = new URL("../", import.meta.url).href;

/**
 * The address of a file of the workbook.
 *
 * @param path Relative to the folder of the workbook.
 */
export function fileUrl(path: string): URL {
  return new URL(quoted(path), ROOT);
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
  return path.replace(pattern(/^\/([A-Za-z]:)/), "$1");
}

/**
 * A `file:` address as the system writes it. `node:url` would do it, too, and
 * takes longer to load than all that a command loads of the workbook.
 *
 * @param file The address.
 * @returns An absolute path.
 */
export function filePath(file: URL): string {
  const path = decodeURIComponent(file.pathname);
  if (Deno.build.os !== "windows") return path;
  const host = file.host === "" ? "" : `//${decodeURIComponent(file.host)}`;
  return (host + path.replace(pattern(/^\/(?=[A-Za-z]:)/), "")).replaceAll(
    "/",
    "\\",
  );
}

/**
 * The inverse of {@linkcode filePath}: the address that Deno itself gives the
 * file. That of `node:url` may differ, in a `~`, and is no longer below `ROOT` then.
 *
 * @param path An absolute path.
 */
export function pathUrl(path: string): URL {
  const address = Deno.build.os === "windows"
    ? quoted(path).replace(pattern(/^(?=[A-Za-z]:)/), "/")
    : quoted(path);
  return new URL(
    address.startsWith("//") ? `file:${address}` : `file://${address}`,
  );
}

/** A path without what would end it, or be left out of it, in an address. The address encodes the rest. */
function quoted(path: string): string {
  const slashes = Deno.build.os === "windows"
    ? path.replaceAll("\\", "/")
    : path;
  return slashes.replace(
    // deno-lint-ignore no-control-regex
    pattern(/[%?#\\\u0000-\u0020]/g),
    encodeURIComponent,
  );
}
