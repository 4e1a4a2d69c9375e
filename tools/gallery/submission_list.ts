import type { Hunk } from "./change.ts";
import { formatRow, LABELS, pinAgain, type Row } from "./message.ts";

/** Whether the submissions of a list must pass or fail. */
export type ListKind = "right" | "wrong";

/** A submission, as its list describes it. */
export interface ListEntry {
  name: string;
  /** Line of the name, from 1. */
  line: number;
  /** Why it is wrong, or how it does in another way what is right. */
  sentence: string;
  /** The check that must catch it; nothing if it is right. */
  caughtBy: string;
  /** A check before that one that fails, too: its message is what a learner reads. */
  first?: string;
  /** What is changed in the model answer; nothing if the code is in a file. */
  hunks: Hunk[];
  /** What a learner reads, as it was pinned; nothing if it is right. */
  message: Row[];
  /** The line after the last one that is not pinned, from 1. */
  messageLine: number;
}

/** What a list of submissions says. */
export interface SubmissionList {
  entries: ListEntry[];
  /** A sentence for each thing that cannot be used, with file and line. */
  problems: string[];
}

/** `s`: a text may hold other line ends than those of the list, U+2028 for one. */
const row = (...labels: string[]) =>
  new RegExp(`^  (${labels.join("|")})(?: +(.*))?$`, "s");
const ROW = {
  wrong: row("wrong", "caught", "first", ...LABELS),
  right: row("right"),
};
const CHANGE = /^ {2}([-+ ])(.*)$/s;

/** What a line of an entry may be, for who wrote one that is none of them. */
const LINES = {
  wrong: [
    '"  wrong …", "  caught …", "  first …"',
    `, or a row of the message (${LABELS.join(", ")})`,
  ],
  right: ['"  right …"', ""],
};

/**
 * Reads a list of submissions. Each is a change of the model answer, or a file
 * in the folder `wrong/` or `right/` beside the list:
 *
 * ```text
 * accept_uncaught
 *   wrong    accept() that rejects at stop() is not caught
 *   caught   stops right after it was started
 *   -      const conn = await listener.accept().catch(() => undefined);
 *   +      const conn = await listener.accept();
 *   what     stop() failed with BadResource: Listener has been closed
 *   look at  what happens to accept() and read() when their socket is closed
 * ```
 *
 * Where the check it names is proved by no other submission, though one before
 * it fails, too, a row `  first    …` names that one. A right one has its sentence, `  right    …`, and its change. A line `  ...`
 * separates two places of a change. `# …` is a comment.
 *
 * @param text The list.
 * @param path Its file, for the problems.
 * @param kind What its submissions are.
 */
export function parseList(
  text: string,
  path: string,
  kind: ListKind,
): SubmissionList {
  const entries: ListEntry[] = [];
  const problems: string[] = [];
  const report = (line: number, sentence: string) =>
    problems.push(`${path}:${line}: ${sentence}`);
  let entry: ListEntry | undefined;
  let hunk: Hunk | undefined;
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (content.trim() === "" || content.startsWith("#")) continue;
    if (/^\w+$/.test(content)) {
      const name = content;
      const other = entries.find((each) => each.name === name);
      if (other) {
        report(line, `Cannot use "${name}" twice: it is in line ${other.line}`);
      }
      entry = {
        name,
        line,
        sentence: "",
        caughtBy: "",
        hunks: [],
        message: [],
        messageLine: line + 1,
      };
      entries.push(entry);
      hunk = undefined;
      continue;
    }
    if (!entry) {
      report(line, "Cannot read this line: a name must come first");
      continue;
    }
    const [, label, value = ""] = ROW[kind].exec(content) ?? [];
    const [, sign, code] = CHANGE.exec(content) ?? [];
    if (LABELS.includes(label)) {
      if (line !== entry.messageLine + entry.message.length) {
        report(
          line,
          "Cannot read this line: the rows of a message must follow each other",
        );
      }
      entry.message.push([label, value.trim()]);
      continue;
    }
    if (entry.message.length > 0) {
      report(line, "Cannot read this line: the message must come last");
      continue;
    }
    entry.messageLine = line + 1;
    if (label === kind) entry.sentence = value.trim();
    else if (label === "caught") entry.caughtBy = value.trim();
    else if (label === "first") entry.first = value.trim();
    else if (content.trimEnd() === "  ...") hunk = undefined;
    else if (sign === undefined) {
      const [rows, message] = LINES[kind];
      report(
        line,
        `Cannot read this line: it is a name, ${rows}, a line of a change ("  -", "  +" or three spaces, then the code), or "  ..."${message}`,
      );
    } else {
      if (!hunk) entry.hunks.push(hunk = []);
      hunk.push({ sign: sign as "-" | "+" | " ", text: code, line });
    }
  }
  const isCaught = kind === "wrong";
  for (const { name, line, sentence, caughtBy } of entries) {
    if (!sentence) {
      report(
        line,
        `Cannot use "${name}": it lacks its sentence, "  ${kind}    …"`,
      );
    }
    if (isCaught && !caughtBy) {
      report(line, `Cannot use "${name}": it lacks its check, "  caught   …"`);
    }
  }
  return {
    entries: entries.filter(({ sentence, caughtBy }) =>
      sentence && (caughtBy || !isCaught)
    ),
    problems,
  };
}

/**
 * Puts other messages into a list of wrong submissions. Every other line stays
 * as it is, byte for byte.
 *
 * @param text The list.
 * @param messages What to pin, by name; the others keep their messages.
 * @returns The list with these messages.
 */
export function pinMessages(
  text: string,
  messages: ReadonlyMap<string, readonly Row[]>,
): string {
  const end = /\r?\n/.exec(text)?.[0] ?? "\n";
  const lines = text.split(/(?<=\n)/);
  const { entries } = parseList(text, "", "wrong");
  // From the end, so that the lines before keep their numbers.
  for (const { name, message, messageLine } of entries.toReversed()) {
    const now = messages.get(name);
    if (!now) continue;
    const from = messageLine - 1;
    if (lines[from - 1]?.endsWith("\n") === false) lines[from - 1] += end;
    const rows = pinAgain(now, message).map((row) => formatRow(row) + end);
    lines.splice(from, message.length, ...rows);
  }
  return lines.join("");
}
