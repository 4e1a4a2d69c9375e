/**
 * What is kept of one judging: a line of a file. The file is all that a report
 * needs, all that `merge` needs, and what a killed run continues from.
 *
 * @module
 */
import { readablePath } from "../paths.ts";
import { ladderOf, type Rung } from "../grading/ladder.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";
import { nameWithPart } from "../scaffold.ts";
import { faultRows } from "../sandbox/fault.ts";
import { namingFile } from "../study/files.ts";

/** The first thing that is wrong with a submission. */
export interface FirstFault {
  /** The check, with its part; absent if the submission could not be judged. */
  check?: string;
  /** Rows of a label and a text, as `deno task grade` shows them. */
  rows: Array<[label: string, text: string]>;
}

/** How one submission was judged. */
export interface Judged {
  /** Names the content that was judged, and the grader that judged it. */
  key: string;
  status: Verdict["status"];
  mastered: boolean;
  rungs: Array<
    Pick<Rung, "key" | "title" | "status" | "right" | "total" | "waitsFor">
  >;
  /** The checks that are wrong, with their parts. */
  wrong: string[];
  /** Absent if nothing is wrong. {@linkcode withPath} puts the path in. */
  fault?: FirstFault;
  /** Whether the workbook or this machine failed, not the submission: it is judged again. */
  ours?: boolean;
  /** Whether names that are not there were looked for, after the judging. */
  typed?: boolean;
  ms: number;
  seed: number;
}

/** A submission and how it was judged: a line of the file. */
export interface Entry extends Judged {
  student: string;
  /** Folder and file stem of the lesson. */
  stem: string;
  /** Relative to the folder of the class. */
  path: string;
  text: string;
}

/** Characters of a text that a report repeats. */
const LONGEST = 2000;
const ROWS = 40;

/** Stands for the path of the submission in what is kept: two students may have the same content. */
export const FILE = "\ue000";
/** Stands for the folder it lies in. */
const FOLDER = "\ue001";

/**
 * What is kept of a verdict.
 *
 * @param verdict How a submission was judged.
 * @param key Names what was judged.
 * @param staged Where the submission lay while it was judged.
 */
export function judgedOf(verdict: Verdict, key: string, staged: URL): Judged {
  const { checks, problem } = verdict;
  const wrong = checks.filter(({ outcome }) => outcome === "wrong");
  const first = wrong[0];
  const fault = first?.fault ?? problem;
  const path = readablePath(staged.href);
  const shown = (text: string) => {
    const named = text.replaceAll(path, FILE)
      // A file that it imports.
      .replaceAll(folderOf(path), FOLDER);
    return named.length <= LONGEST ? named : `${named.slice(0, LONGEST)}…`;
  };
  // The same check in every submission: it is counted.
  const checkName = ({ name, part }: CheckResult) =>
    nameWithPart(name.replaceAll(path, "the file"), part);
  return {
    key,
    status: verdict.status,
    mastered: verdict.mastered,
    rungs: ladderOf(checks).map((
      { key, title, status, right, total, waitsFor },
    ) => ({ key, title, status, right, total, waitsFor })),
    wrong: wrong.map(checkName),
    fault: fault && {
      check: first && checkName(first),
      rows: faultRows(fault, first?.transcript).slice(-ROWS)
        .map(([label, text]) => [label, shown(text)]),
    },
    ...problem?.cause === "workbook-fault" ? { ours: true } : {},
    ms: Math.round(verdict.ms),
    seed: verdict.seed,
  };
}

/**
 * A fault with the path of the submission where it was left out.
 *
 * @param fault The fault, as it is kept.
 * @param path The path that is shown.
 */
export function withPath(fault: FirstFault, path: string): FirstFault {
  return {
    ...fault,
    rows: fault.rows.map(([label, text]) => [
      label,
      text.replaceAll(FILE, path).replaceAll(FOLDER, folderOf(path)),
    ]),
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/**
 * Reads the lines of a file. A last line that was cut off by a kill is left out.
 *
 * @param file Path of the file. One that is not there has no lines.
 * @returns Each entry, in order.
 */
export async function* readEntries(file: string): AsyncGenerator<Entry> {
  let handle: Deno.FsFile;
  try {
    handle = await Deno.open(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  let rest = "";
  for await (
    const chunk of handle.readable.pipeThrough(new TextDecoderStream())
  ) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const entry = parse(line);
      if (entry) yield entry;
    }
  }
}

function parse(line: string): Entry | undefined {
  try {
    const value = JSON.parse(line);
    if (
      typeof value?.key === "string" && typeof value.student === "string" &&
      typeof value.stem === "string" && Array.isArray(value.rungs)
    ) return value;
  } catch {
    // Cut off, or written by something else.
  }
}

/** A file to which entries are added. */
export class EntryLog implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();

  private constructor(file: Deno.FsFile, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * Opens a file, or makes it.
   *
   * @param path Its path.
   */
  static async open(path: string): Promise<EntryLog> {
    const file = await Deno.open(path, { append: true, create: true });
    const log = new EntryLog(file, path);
    // What a kill cut off stays a line of its own.
    if ((await file.stat()).size > 0) await log.#write("\n");
    return log;
  }

  /** Adds an entry. Resolves when the system has it. */
  append(entry: Entry): Promise<void> {
    return this.#write(`${JSON.stringify(entry)}\n`);
  }

  #write(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    const write = async () => {
      try {
        for (let done = 0; done < bytes.length;) {
          done += await this.#file.write(bytes.subarray(done));
        }
      } catch (error) {
        throw namingFile(error, this.#path);
      }
    };
    // One line at a time, whole.
    return this.#last = this.#last.then(write);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
