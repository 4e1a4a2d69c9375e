import { resolve } from "node:path";
import { fileUrl, pathUrl } from "./paths.ts";

/** What is to be done, by the code that the system gives. */
const NEXT_STEPS: Record<string, string> = {
  EISDIR: "a folder stands in its place; move it away, then try again",
  ENOTDIR:
    "a file stands in the place of a folder; move it away, then try again",
  EEXIST: "something stands in its place; move it away, then try again",
  EACCES: "you may not read or write it; allow that, then try again",
  EROFS: "its file system is read-only; make it writable, then try again",
  ENOSPC: "the disk is full; make room, then try again",
  EMFILE:
    "too many files are open; allow more with  ulimit -n 1024  , then try again",
  ENETUNREACH:
    "the loopback interface of this machine is down; switch it on, then try again",
  ENAMETOOLONG: "its name is too long; shorten it, then try again",
  ELOOP: "it is a link that leads in a circle; put the file itself there",
};

/** Other codes, and classes of errors that came without one, for the same. */
const SAME: Record<string, string> = {
  IsADirectory: "EISDIR",
  ENOTEMPTY: "EISDIR",
  NotADirectory: "ENOTDIR",
  AlreadyExists: "EEXIST",
  PermissionDenied: "EACCES",
  EPERM: "EACCES",
  EDQUOT: "ENOSPC",
  ENFILE: "EMFILE",
  FilesystemLoop: "ELOOP",
};

/**
 * Why the file system refused, and the next step.
 *
 * @param error What was thrown.
 * @returns `undefined` for an error of another kind.
 */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return;
  const { code, name } = error as Error & { code?: string };
  for (const key of [code, name]) {
    if (key === undefined) continue;
    const known = NEXT_STEPS[SAME[key] ?? key];
    if (known) return known;
  }
  // An import says it in its text only.
  if (/^Import '[^]*Permission denied/.test(error.message)) {
    return NEXT_STEPS.EACCES;
  }
}

/** A path as a reader would write it, or `undefined` if it lies outside of the workbook. */
function insideWorkbook(address: string): string | undefined {
  const root = fileUrl("").href;
  return address.startsWith(root)
    ? decodeURIComponent(address.slice(root.length))
    : undefined;
}

/** The file that an error names. Its message is all that tells. */
function fileOf({ message }: Error): string | undefined {
  // A path may hold quotes of its own: the last quote of the line ends it.
  const [, address] = message.match(/^Module not found "(file:.+?)"/) ??
    message.match(/^Import '(file:.+)' failed/) ?? [];
  if (address) return insideWorkbook(new URL(address).href);
  const [, quote, paths] = message.match(/(["'])(.+)\1/) ?? [];
  // A rename names two: 'old' -> 'new'.
  const path = paths?.split(`${quote} -> ${quote}`)[0];
  return path && insideWorkbook(pathUrl(resolve(path)).href);
}

/**
 * What keeps the workbook from its own files, from `deno`, from loopback or from its output,
 * in one sentence with the next step.
 *
 * @param error What was thrown.
 * @returns `undefined` for an error of another kind: a fault of the workbook.
 */
export function tellFileFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return;
  const [, program] = error.message.match(/^Failed to spawn '(.+?)':/) ?? [];
  if (program !== undefined && /\bdeno(\.exe)?$/.test(program)) {
    const next = refusal(error) ??
      "it is in no folder of PATH; add the folder that holds it, then try again";
    return `Cannot start deno: ${next}`;
  }
  if (/\bat console\.log\b|\bwriteSync\b/.test(error.stack ?? "")) {
    const next = refusal(error);
    if (next) return `Cannot write the output: ${next}`;
  }
  const missing = error instanceof Deno.errors.NotFound ||
    /^Module not found/.test(error.message);
  const next = missing ? undefined : refusal(error);
  if (!missing && !next) return;
  const file = fileOf(error);
  if (file) {
    return missing
      ? `Cannot find ${file}, a part of the workbook: bring it back with  git checkout -- ${
        quoteForShell(file)
      }  or fetch the workbook anew`
      : `Cannot use ${file}: ${next}`;
  }
  // These are said of sockets, and name no file then.
  if (next === NEXT_STEPS.EMFILE) return `Cannot go on: ${next}`;
  if (next === NEXT_STEPS.ENETUNREACH) {
    return `Cannot reach 127.0.0.1: ${next}`;
  }
  // In a folder that may not be entered the system does not say which file.
  return next && /\bext:deno_fs\b/.test(error.stack ?? "") &&
      !/["']/.test(error.message)
    ? `Cannot use a file of the workbook: ${next}`
    : undefined;
}

/** A path as it is typed after a command. */
function quoteForShell(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`;
}
