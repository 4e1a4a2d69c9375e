import type { CheckResult } from "../../workbook/grading/verdict.ts";
import { faultRows } from "../../workbook/sandbox/fault.ts";

/** One row of a pinned message. */
export type Row = readonly [label: string, text: string];

/** The rows of a fault that are pinned. Not the exchange before it, and not the place in the file: they change with every reworded step. */
export const LABELS: readonly string[] = [
  "did",
  "what",
  "expected",
  "came",
  "look at",
];

/** In the place of a text that differs from run to run. */
const VARIES = "…";

/**
 * A number that may be a port chosen by the kernel: 32768 to 60999
 * (ip(7), `ip_local_port_range`).
 */
const CHOSEN_PORT =
  /\b(3276[89]|327[7-9]\d|32[89]\d{2}|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b/g;

/** How often a loop ran: as often as the machine let it. */
const TIMES = /\b(null|0 bytes) \d+ times\b/g;

/** A row of the kernel's table in a message, and whether it is said to be older than the call. */
const TABLE_ROW =
  /^127\.0\.0\.1:PORT > \S+ (\w+)( \(there before the call\))?$/;

/**
 * A list of the kernel's rows without those of earlier connections, on a port
 * that is used again: who was there before, and all in TIME_WAIT but one.
 */
function withoutOldRows(text: string): string {
  const rows = text.split("; ").map((row) => TABLE_ROW.exec(row));
  if (!rows.every((row) => row !== null)) return text;
  const fresh = rows.filter(([, , isOld]) => isOld === undefined);
  const own = fresh.length > 0 ? fresh : rows;
  const alive = own.filter(([, state]) => state !== "TIME_WAIT");
  return (alive.length > 0 ? alive : own.slice(0, 1))
    .map(([row, , isOld = ""]) => row.slice(0, row.length - isOld.length))
    .join("; ");
}

/**
 * What a learner reads about a failed check, without what differs from run to
 * run: the ports that the kernel chose.
 *
 * @param check The check.
 * @returns Its rows; none if it did not fail.
 */
export function messageOf({ fault }: CheckResult): Row[] {
  return (fault ? faultRows(fault) : [])
    .filter(([label]) => LABELS.includes(label))
    .map(([label, text]) => [
      label,
      withoutOldRows(
        text.replace(TIMES, "$1 N times").replace(CHOSEN_PORT, "PORT"),
      ).replace(/\s*\n\s*/g, " ").trim(),
    ]);
}

/** A number of bytes that buffers decide: it differs from run to run. */
const LARGE = /\b\d{6,}\b/g;

/**
 * Whether a message is the pinned one. A pinned text `…` matches any text, and
 * one large number is as good as another.
 *
 * @param message The rows of a message.
 * @param pinned The rows that were pinned.
 */
export function matchesPinned(
  message: readonly Row[],
  pinned: readonly Row[],
): boolean {
  return message.length === pinned.length &&
    message.every(([label, text], i) => {
      const [pinnedLabel, pinnedText] = pinned[i];
      return label === pinnedLabel &&
        (pinnedText === VARIES ||
          text.replace(LARGE, "N") === pinnedText.replace(LARGE, "N"));
    });
}

/**
 * The rows to pin: those of a message, except that a text that was pinned as
 * `…` stays so.
 *
 * @param message The rows of a message.
 * @param pinned The rows that were pinned before.
 */
export function pinAgain(
  message: readonly Row[],
  pinned: readonly Row[],
): Row[] {
  const varies = pinned.filter(([, text]) => text === VARIES)
    .map(([label]) => label);
  return message.map(([label, text]) => [
    label,
    varies.includes(label) ? VARIES : text,
  ]);
}

/**
 * A row as it is written in a list of wrong submissions.
 *
 * @param row The row.
 */
export function formatRow([label, text]: Row): string {
  return `  ${label.padEnd(8)} ${text}`.trimEnd();
}
