/**
 * What the page remembers of a learner, in this browser: exercises, where they
 * stand, predictions, hints. It can be written to a file and read from one.
 *
 * @module
 */
import type { Standing } from "../../../study/standing.ts";

/** What is remembered of one lesson. */
export interface Kept {
  /** The text of the exercise; absent while it is as it was given. */
  text?: string;
  /** Texts that were replaced, newest first: nothing a learner wrote is lost. */
  older?: Array<{ at: string; text: string }>;
  /** Where it stands, and the text that was judged, by its length and hash. */
  standing?: Standing & { of: string };
  /** Whether each prediction was right, by the question. */
  predictions?: Record<string, boolean>;
  /** How many hints were shown, by the check. */
  hints?: Record<string, number>;
  /** The step that was read last, from 1. */
  step?: number;
}

/** The form of the file that is exported. */
interface Exported {
  handshake: 1;
  lessons: Record<string, Kept>;
}

const PREFIX = "handshake/1/";

/** How many replaced texts are kept of one lesson. */
const OLDER = 10;

/** What is remembered of a lesson. */
export function kept(stem: string): Kept {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + stem) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * Changes what is remembered of a lesson.
 *
 * @param stem The lesson.
 * @param change What is new.
 * @throws {DOMException} If the browser has no room.
 */
export function keep(stem: string, change: Partial<Kept>): void {
  localStorage.setItem(
    PREFIX + stem,
    JSON.stringify({ ...kept(stem), ...change }),
  );
}

/**
 * Keeps a text that is replaced.
 *
 * @param stem The lesson.
 * @param text The text.
 * @param at When it was: now, if it is not told.
 */
export function keepOlder(
  stem: string,
  text: string,
  at: string = new Date().toISOString(),
): void {
  const { older = [] } = kept(stem);
  const others = older.filter((each) => each.text !== text);
  const all = [{ at, text }, ...others]
    .sort((a, b) => b.at.localeCompare(a.at));
  keep(stem, { older: all.slice(0, OLDER) });
}

/** A short name of a text. */
export function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

/**
 * Everything, as the text of a file.
 *
 * @param texts The exercises by stem, where this browser does not keep them.
 */
export function exportAll(texts?: Readonly<Record<string, string>>): string {
  const lessons: Record<string, Kept> = {};
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i)!;
    if (!key.startsWith(PREFIX)) continue;
    const stem = key.slice(PREFIX.length);
    lessons[stem] = kept(stem);
    if (texts) delete lessons[stem].text;
  }
  for (const [stem, text] of Object.entries(texts ?? {})) {
    lessons[stem] = { ...lessons[stem], text };
  }
  const all: Exported = { handshake: 1, lessons };
  return JSON.stringify(all, null, 1);
}

/**
 * Reads an exported file. A text that it replaces is kept beside it.
 *
 * @param text The file.
 * @param write Writes an exercise, where this browser does not keep it.
 * @returns How many lessons it has.
 * @throws {SyntaxError} If it is no such file.
 * @throws {Error} If an exercise cannot be written; those before it are.
 */
export async function importAll(
  text: string,
  write?: (stem: string, text: string) => Promise<void>,
): Promise<number> {
  const { handshake, lessons } = Object(JSON.parse(text)) as Partial<Exported>;
  const entries = Object.entries(Object(lessons) as Exported["lessons"])
    .filter(([stem]) => /^\d\d_\w+$/.test(stem));
  if (handshake !== 1 || !lessons || !entries.every(([, each]) => each)) {
    throw new SyntaxError("It is no file that this page has exported");
  }
  for (const [stem, { older = [], text, ...rest }] of entries) {
    keep(stem, rest);
    for (const each of older.toReversed()) keepOlder(stem, each.text, each.at);
    if (text === undefined) continue;
    if (write) await write(stem, text);
    else {
      const own = kept(stem);
      keep(stem, { text });
      if (own.text !== undefined && own.text !== text) {
        keepOlder(stem, own.text);
      }
    }
  }
  return entries.length;
}
