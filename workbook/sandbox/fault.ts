import { pattern } from "../pattern.ts";
import { hexAndText } from "../terminal/bytes.ts";
import { isBytes, plainBytes } from "./plain_bytes.ts";

/** Why a check failed, in one word: each cause has its own sentence. */
export type Cause =
  | "not-listening"
  | "wrong-address"
  | "wrong-port"
  | "no-reply"
  | "too-early"
  | "closed-early"
  | "never-closed"
  | "reset"
  | "leak"
  | "too-slow"
  | "never-ended"
  | "wrong-value"
  | "wrong-bytes"
  | "wrong-state"
  | "threw"
  | "did-not-throw"
  | "crashed"
  | "endless-loop"
  | "exited"
  | "out-of-memory"
  | "too-much-output"
  | "too-many-sockets"
  | "not-allowed"
  | "tampered"
  | "not-loadable"
  | "missing-export"
  | "wrong-kind"
  /** Not the submission's: the workbook itself failed. */
  | "workbook-fault";

const CAUSES: readonly Cause[] = [
  "not-listening",
  "wrong-address",
  "wrong-port",
  "no-reply",
  "too-early",
  "closed-early",
  "never-closed",
  "reset",
  "leak",
  "too-slow",
  "never-ended",
  "wrong-value",
  "wrong-bytes",
  "wrong-state",
  "threw",
  "did-not-throw",
  "crashed",
  "endless-loop",
  "exited",
  "out-of-memory",
  "too-much-output",
  "too-many-sockets",
  "not-allowed",
  "tampered",
  "not-loadable",
  "missing-export",
  "wrong-kind",
  "workbook-fault",
];

/** Why a check failed: what was expected and what came. */
export interface Fault {
  /** Why, in one word. */
  cause: Cause;
  /** What was done, when the transcript does not show it: `htons(9821, "little-endian")`. */
  did?: string;
  /** What happened, one sentence without a full stop. */
  what?: string;
  /** What was expected. Bytes are shown as text and hexadecimal. */
  expected?: string | Uint8Array;
  /** What came instead. */
  came?: string | Uint8Array;
  /** The one next step: a question or the place to look at, never the submission. */
  lookAt?: string;
  /** Place in the submission, `file:line:column`. */
  at?: string;
  /** The stack trace of an error of the workbook itself. */
  trace?: string;
}

/** One line of the exchange between a submission and its peers. */
export interface TranscriptLine {
  /** Milliseconds since the check began. */
  ms: number;
  /** Who did or saw what: `client → "hello"`. */
  readonly text: string;
  /** Which row of a list begins here, from 0 on, if one does. */
  row?: number;
}

/**
 * Adds a line. A long exchange is told by its beginning and its end. Of rows
 * that are played alike, and were right, the last one stays.
 */
export function addLine(lines: TranscriptLine[], line: TranscriptLine): void {
  if (line.row !== undefined) {
    const at = (row: number) => lines.findLastIndex((each) => each.row === row);
    const [before, last] = [at(line.row - 2), at(line.row - 1)];
    if (before >= 0) lines.splice(before, last - before);
  }
  if (lines.length >= 60) lines.splice(30, 1);
  lines.push(line);
}

const TEXTS = ["did", "what", "lookAt", "at", "trace"] as const;
const VALUES = ["expected", "came"] as const;

/** A field as text: it may be an object of a submission that throws when it is read. */
function text(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return `${value}`;
  } catch {
    return "a value that throws when it is read";
  }
}

/**
 * A fault that can be written down: the known fields only, each as text or as
 * plain bytes. Whatever it was made of, there is a cause.
 *
 * @param given What is known of the fault.
 */
export function plainFault(given: Fault): Fault {
  const fault: Fault = {
    cause: CAUSES.find((cause) => cause === read(given, "cause")) ??
      "wrong-value",
  };
  for (const name of TEXTS) {
    const value = read(given, name);
    if (value !== undefined) fault[name] = text(value);
  }
  for (const name of VALUES) {
    const value = read(given, name);
    if (value === undefined) continue;
    fault[name] = isBytes(value) ? plainBytes(value) : text(value);
  }
  return fault;
}

/** A field; nothing where reading it throws. */
function read(fault: Fault, name: keyof Fault): unknown {
  try {
    return Object.hasOwn(fault, name) ? fault[name] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Thrown by a check when the submission is wrong. Known by identity: an object
 * is one only if this constructor made it, whatever its prototype says.
 */
export class Wrong extends Error {
  override name = "Wrong";
  readonly #fault: Fault;

  static {
    // A submission that catches one must not be able to make another.
    Object.defineProperty(this.prototype, "constructor", { value: Error });
  }

  static override [Symbol.hasInstance](value: unknown): value is Wrong {
    return typeof value === "object" && value !== null && #fault in value;
  }

  constructor(given: Fault) {
    const fault = plainFault(given);
    super(tellFault(fault).join("\n"));
    this.#fault = fault;
    // A learner reads it: the place in the grader would only mislead.
    this.stack = `Wrong: ${this.message}`;
  }

  /** What is wrong. */
  get fault(): Fault {
    return this.#fault;
  }
}

/** What stands in the place of lines that only repeat those before them. */
const AGAIN = "… the same again, several times";

/** So many lines of a transcript are looked at for what repeats: a loop of a script is seldom longer. */
const LONGEST_LOOP = 4;

/** Ends what a client did that came and went: the next one does it under another number. */
const LEAVES = pattern(/^(client|guest) \d+ closes$/);

/** A line without the number of its client. */
const nameless = (text: string) =>
  text.replace(pattern(/^(client|guest) \d+/), "$1");

/** A transcript without what only repeats the lines before it: `undefined` stands there. */
function toldOnce(
  lines: readonly TranscriptLine[],
): Array<TranscriptLine | undefined> {
  const told: Array<TranscriptLine | undefined> = [];
  for (let at = 0; at < lines.length;) {
    let [size, again] = [1, 0];
    for (let each = LONGEST_LOOP; each > 0; each--) {
      const repeats = repeatsAt(lines, at, each);
      if (repeats * each > again * size) [size, again] = [each, repeats];
    }
    told.push(...lines.slice(at, at + size));
    if (again * size > 2) told.push(undefined);
    else again = 0;
    at += size * (1 + again);
  }
  return told;
}

/** How often these lines come again at once, one group after the other. */
function repeatsAt(
  lines: readonly TranscriptLine[],
  at: number,
  size: number,
): number {
  const group = lines.slice(at, at + size);
  const told = LEAVES.test(group.at(-1)!.text)
    ? nameless
    : (text: string) => text;
  let count = 0;
  while (
    at + (count + 2) * size <= lines.length &&
    group.every(({ text }, i) =>
      told(text) === told(lines[at + (count + 1) * size + i].text)
    )
  ) count++;
  return count;
}

/**
 * A fault in words: the exchange, what happened, what was expected, what came,
 * the next step.
 *
 * @param fault The fault.
 * @param transcript The exchange that led to it.
 * @returns Rows of a label and a text.
 */
export function faultRows(
  fault: Fault,
  transcript: readonly TranscriptLine[] = [],
): Array<[label: string, text: string]> {
  const rows: Array<[string, string]> = [];
  const value = (data: string | Uint8Array) =>
    typeof data === "string" ? data : hexAndText(data);
  const add = (label: string, text: string | undefined) => {
    if (text !== undefined) rows.push([label, text]);
  };
  add("did", fault.did);
  for (const line of toldOnce(transcript)) {
    add(line ? `+${Math.round(line.ms)} ms` : "", line?.text ?? AGAIN);
  }
  add("what", fault.what);
  if (fault.expected !== undefined) add("expected", value(fault.expected));
  if (fault.came !== undefined) add("came", value(fault.came));
  add("look at", fault.lookAt);
  add("at", fault.at);
  const [first, ...more] = fault.trace?.split("\n") ?? [];
  add("trace", first);
  for (const line of more) rows.push(["", line]);
  return rows;
}

/**
 * {@linkcode faultRows} as plain text.
 *
 * @param fault The fault.
 * @param transcript The exchange that led to it.
 * @returns The lines.
 */
export function tellFault(
  fault: Fault,
  transcript: readonly TranscriptLine[] = [],
): string[] {
  return faultRows(fault, transcript).map(([label, text]) =>
    `${label.padEnd(9)} ${text}`
  );
}

/**
 * A fault in one sentence, for whoever has no room for more.
 *
 * @param fault The fault.
 * @returns What happened, the next step, the place; no full stop at the end.
 */
export function faultSentence(
  { cause, what = cause, lookAt, at }: Fault,
): string {
  return what + (lookAt ? `; look at ${lookAt}` : "") +
    (at ? `, at ${at}` : "");
}
