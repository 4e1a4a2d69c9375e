/**
 * What the workbook remembers of a learner: one small file that git ignores.
 * Verdicts are kept by the content of the submission and of its grader, so that
 * they are never shown for another. Without the file every submission is judged
 * again; only the predictions and the count of hints are lost with it.
 *
 * @module
 */
import { refusal } from "../file_fault.ts";
import { EXIT_STATUS } from "../grading/verdict.ts";
import { fileUrl } from "../paths.ts";
import { keepCopy, lockFile, makeFolder, replaceFile } from "./files.ts";
import type { Standing } from "./standing.ts";

/** Where it is kept. */
export const PROGRESS_FILE: URL = fileUrl(".handshake/progress.json");

/** What the file holds. */
export interface Progress {
  version: 1;
  /** The lesson that was read or graded last. */
  last?: number;
  /** By stem; `key` names the content that was judged. */
  standings: Record<string, Standing & { key: string }>;
  /** Whether the last answer to a question was right, by `stem/id`. */
  predictions: Record<string, boolean>;
  /** How many hints were shown, by `stem/check`. */
  hints: Record<string, number>;
  /** The step of its text that was read last, by stem. Absent in older files. */
  steps?: Record<string, number>;
}

function empty(): Progress {
  return { version: 1, standings: {}, predictions: {}, hints: {} };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value has what every standing has. */
export function isStanding(value: unknown): value is Standing {
  const { status, right, total, notWritten } = (value ?? {}) as Partial<
    Standing
  >;
  return typeof status === "string" &&
    Object.hasOwn(EXIT_STATUS, status) && isCount(right) && isCount(total) &&
    Array.isArray(notWritten);
}

/** Whether every value of a plain object is of a kind. */
function all(value: unknown, isKind: (each: unknown) => boolean): boolean {
  return typeof value === "object" && value !== null &&
    !Array.isArray(value) && Object.values(value).every(isKind);
}

function isProgress(value: unknown): value is Progress {
  const { version, standings, predictions, hints, steps = {} } =
    (value ?? {}) as Partial<Progress>;
  const isKept = (each: unknown) =>
    isStanding(each) && typeof (each as { key?: unknown }).key === "string";
  return version === 1 && all(standings, isKept) &&
    all(predictions, (each) => typeof each === "boolean") &&
    all(hints, isCount) && all(steps, isCount);
}

/**
 * Reads what is remembered.
 *
 * @returns It, and whether a file was there that could not be used.
 */
export async function readProgress(): Promise<
  { progress: Progress; damaged: boolean }
> {
  try {
    return await readExisting();
  } catch {
    // The next write reports it; reading works without the file.
    return { progress: empty(), damaged: false };
  }
}

/** Reads it; throws if a file is there and may not be read. */
async function readExisting(): Promise<
  { progress: Progress; damaged: boolean }
> {
  let text: string;
  try {
    text = await Deno.readTextFile(PROGRESS_FILE);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { progress: empty(), damaged: false };
  }
  try {
    // Some editors put a byte order mark before the text.
    const value = JSON.parse(text.replace(/^\ufeff/, ""));
    if (isProgress(value)) return { progress: value, damaged: false };
  } catch {
    // Not JSON: an interrupted write of something else, or an edit by hand.
  }
  return { progress: empty(), damaged: true };
}

/** Whether it was said that nothing can be remembered: once is enough. */
let toldUnwritable = false;

/**
 * Changes what is remembered; two commands at once wait for each other. A file
 * that could not be used is kept beside the new one. Where the folder may not
 * be written nothing is remembered, a sentence says so, and nothing fails.
 *
 * @param change Works on what is there now.
 */
export async function changeProgress(
  change: (progress: Progress) => void,
): Promise<void> {
  try {
    await makeFolder(PROGRESS_FILE);
    using _lock = await lockFile(new URL("progress.lock", PROGRESS_FILE));
    // A file that may not be read holds what is remembered: it is not replaced.
    const { progress, damaged } = await readExisting();
    change(progress);
    if (damaged) {
      const kept = await keepCopy(
        PROGRESS_FILE,
        (attempt) =>
          `progress.damaged${attempt === 1 ? "" : `-${attempt}`}.json`,
      );
      console.error(
        `Cannot read .handshake/progress.json: it was saved as .handshake/${kept}, and a new file was started`,
      );
    }
    await replaceFile(PROGRESS_FILE, `${JSON.stringify(progress, null, 1)}\n`);
  } catch (error) {
    if (toldUnwritable) return;
    toldUnwritable = true;
    const next = refusal(error) ?? "allow writing there, then try again";
    console.error(
      `Cannot keep hints and answers in .handshake/progress.json, so nothing of this run is remembered: ${next}`,
    );
  }
}
