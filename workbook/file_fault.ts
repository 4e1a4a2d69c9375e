import { pathToFileURL } from "node:url";
import { fileUrl } from "./catalogue.ts";

/** What is to be done, by the kind of error that the file system gives. */
const NEXT_STEPS = [
  [
    Deno.errors.IsADirectory,
    "a folder stands in its place; move it away, then try again",
  ],
  [
    Deno.errors.NotADirectory,
    "a file stands in the place of a folder; move it away, then try again",
  ],
  [
    Deno.errors.AlreadyExists,
    "something stands in its place; move it away, then try again",
  ],
  [
    Deno.errors.PermissionDenied,
    "you may not read or write it; allow that, then try again",
  ],
] as const;

/** A path as a reader would write it, or `undefined` if it lies outside of the workbook. */
function insideWorkbook(address: string): string | undefined {
  const root = fileUrl("").href;
  return address.startsWith(root)
    ? decodeURIComponent(address.slice(root.length))
    : undefined;
}

/** The file that an error names. Its message is all that tells. */
function fileOf({ message }: Error): string | undefined {
  const [, address] = message.match(/^Module not found "(file:[^"]+)"/) ?? [];
  if (address) return insideWorkbook(address);
  const [, path] = message.match(/["']([^"']+)["']/) ?? [];
  return path && insideWorkbook(pathToFileURL(path).href);
}

/**
 * What keeps the workbook from its own files or from `deno`, in one sentence
 * with the next step.
 *
 * @param error What was thrown.
 * @returns `undefined` for an error of another kind: a fault of the workbook.
 */
export function tellFileFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return;
  if (/^Failed to spawn 'deno'/.test(error.message)) {
    return "Cannot start deno: it is in no folder of PATH; add the folder that holds it, then try again";
  }
  const missing = error instanceof Deno.errors.NotFound ||
    /^Module not found/.test(error.message);
  const next = NEXT_STEPS.find(([kind]) => error instanceof kind)?.[1];
  const file = missing || next ? fileOf(error) : undefined;
  if (!file) return;
  return missing
    ? `Cannot find ${file}, a part of the workbook: bring it back with  git checkout -- ${file}  or fetch the workbook anew`
    : `Cannot use ${file}: ${next}`;
}
