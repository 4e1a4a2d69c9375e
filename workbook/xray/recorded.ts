import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import type { Entry } from "./timeline.ts";

/** A trace that was made earlier, ports and times as they were. */
export interface Recorded {
  /** What was traced. */
  of: "solution" | "demo";
  /** System, tracer and runtime: "Linux 6.18, strace 6.1, Deno 2.9.6". */
  system: string;
  /** The day: "2026-01-31". */
  date: string;
  entries: Entry[];
}

/** Where the recorded trace of a lesson is: what it is of in the first line, then an entry a line. */
export function recordedFile({ stem }: Lesson): URL {
  return fileUrl(`workbook/xray/recorded/${stem}.jsonl`);
}

/**
 * A recorded trace as the text of its file.
 *
 * @param recorded The trace.
 */
export function formatRecorded({ entries, ...head }: Recorded): string {
  return [head, ...entries].map((each) => `${JSON.stringify(each)}\n`).join("");
}

/**
 * The recorded trace in the text of a file.
 *
 * @param text The text.
 * @throws {SyntaxError} If a line is no JSON.
 */
export function parseRecorded(text: string): Recorded {
  const [head, ...entries] = text.trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  return { ...head, entries };
}

/**
 * Reads the recorded trace of a lesson.
 *
 * @returns `undefined` if there is none.
 */
export async function loadRecorded(
  lesson: Lesson,
): Promise<Recorded | undefined> {
  try {
    return parseRecorded(await Deno.readTextFile(recordedFile(lesson)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
}
