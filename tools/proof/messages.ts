import { faultRows } from "../../workbook/sandbox/fault.ts";
import type { CheckResult } from "../../workbook/grading/verdict.ts";

/** Stands for a line that differs from run to run. */
const VARIES = "…";
/** What every line of the exchange begins with. */
const EXCHANGE = "  + ";

/**
 * A number that may be a port chosen by the kernel: 32768 to 60999
 * (ip(7), `ip_local_port_range`).
 */
const CHOSEN_PORT =
  /\b(3276[89]|327[7-9]\d|32[89]\d{2}|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b/g;

/** A row that an earlier connection left on a port that was given out again. */
const OLD_ROW = /; 127\.0\.0\.1:PORT > 127\.0\.0\.1:PORT TIME_WAIT/g;

/**
 * What a learner is told of a failed check, a line each, without times and
 * without ports that the kernel chose.
 *
 * @param check The check.
 */
export function messageOf(check: CheckResult): string[] {
  const rows = check.fault ? faultRows(check.fault, check.transcript) : [];
  return [
    check.name,
    ...rows.map(([label, text]) => {
      const steady = text.replace(CHOSEN_PORT, "PORT").replace(OLD_ROW, "")
        .replace(
          /\s*\n\s*/g,
          " ",
        );
      return label.startsWith("+")
        ? `${EXCHANGE}${steady}`
        : `  ${label.padEnd(9)} ${steady}`;
    }),
  ];
}

const isExchange = (line: string) => line.startsWith(EXCHANGE);

/**
 * What several runs say alike. A line of the fault that differs is kept as its
 * label; the exchange is kept whole or not at all.
 *
 * @param messages The messages of the same wrong submission, at least one.
 */
export function commonMessage(messages: string[][]): string[] {
  const [first, ...others] = messages;
  const parts = (lines: string[], exchange: boolean) =>
    lines.filter((line) => isExchange(line) === exchange);
  const exchange = parts(first, true);
  const sameExchange = others.every((other) =>
    parts(other, true).join("\n") === exchange.join("\n")
  );
  const fault = parts(first, false).map((line, i) => {
    const same = others.every((other) => parts(other, false)[i] === line);
    return same || i === 0 ? line : `${line.slice(0, 12)}${VARIES}`;
  });
  const [name, ...rest] = fault;
  return [name, ...sameExchange ? exchange : [`${EXCHANGE}${VARIES}`], ...rest];
}

/** What fails in the background is noticed at the next wait: how far the exchange has come by then is chance. */
const IN_BACKGROUND = "  what      the submission failed in the background";

/**
 * Whether a message is the pinned one, except for what varies.
 *
 * @param message What a run said.
 * @param pinned What {@linkcode commonMessage} made.
 */
export function matchesPinned(message: string[], pinned: string[]): boolean {
  const free = pinned.includes(`${EXCHANGE}${VARIES}`);
  const some = !free && pinned.some((line) => line.startsWith(IN_BACKGROUND));
  const count = (lines: string[]) => lines.filter(isExchange).length;
  const told = free
    ? 0
    : some
    ? Math.min(count(message), count(pinned))
    : Infinity;
  const relevant = (lines: string[]) =>
    sorted(lines, told).map((line) => line.replace(OLD_ROW, ""));
  // The order of exchange and fault is the same in every message.
  const [now, then] = [relevant(message), relevant(pinned)];
  return now.length === then.length &&
    now.every((line, i) =>
      then[i].endsWith(VARIES)
        ? line.startsWith(then[i].slice(0, 12))
        : line === then[i]
    );
}

/** The fault after the exchange, as in {@linkcode commonMessage}; of the exchange the first `told` lines. */
function sorted([name, ...lines]: string[], told: number): string[] {
  return [
    name,
    ...lines.filter(isExchange).slice(0, told),
    ...lines.filter((line) => !isExchange(line)),
  ];
}
