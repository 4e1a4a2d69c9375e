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

/** Keeps a text that is replaced. */
export function keepOlder(stem: string, text: string): void {
  const { older = [] } = kept(stem);
  if (older[0]?.text === text) return;
  const at = new Date().toISOString();
  keep(stem, { older: [{ at, text }, ...older].slice(0, OLDER) });
}

/** A short name of a text. */
export function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

/** Everything, as the text of a file. */
export function exportAll(): string {
  const lessons: Record<string, Kept> = {};
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i)!;
    if (!key.startsWith(PREFIX)) continue;
    const stem = key.slice(PREFIX.length);
    lessons[stem] = kept(stem);
  }
  const all: Exported = { handshake: 1, lessons };
  return JSON.stringify(all, null, 1);
}

/**
 * Reads an exported file. A text that it replaces is kept beside it.
 *
 * @param text The file.
 * @returns How many lessons it has.
 * @throws {SyntaxError} If it is no such file.
 */
export function importAll(text: string): number {
  const { handshake, lessons } = JSON.parse(text) as Partial<Exported>;
  if (handshake !== 1 || typeof lessons !== "object" || lessons === null) {
    throw new SyntaxError("It is no file that this page has exported");
  }
  const entries = Object.entries(lessons).filter(([stem]) =>
    /^\d\d_\w+$/.test(stem)
  );
  for (const [stem, given] of entries) {
    const own = kept(stem);
    const isOther = own.text !== undefined && own.text !== given.text;
    keep(stem, given);
    if (isOther) keepOlder(stem, own.text!);
  }
  return entries.length;
}
