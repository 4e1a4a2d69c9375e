import {
  formatRows,
  type RowMemory,
  type Style,
  textWidth,
  visible,
  wrap,
} from "../terminal/mod.ts";
import type { Entry, Inside } from "./timeline.ts";

/** Columns of the clock, and of the words `Deno`, `C`, `kernel`. */
const CLOCK = 13;
const LABEL = 8;

/** The line above system calls that belong to no call of Deno. */
const NO_CALL = "inside the runtime: a stream, or a socket let go";
const INSIDE: Record<Inside, string> = {
  "datagrams": "inside the runtime: a datagram socket, such as node:dgram's",
  "another API":
    "inside the runtime: a socket of another API, such as node:net",
};

/**
 * Writes a timeline: beneath each call of Deno the system calls it led to, and
 * between them the other side and the kernel's rows.
 *
 * @param entries The entries, in the order of time.
 * @param style The colours and the width.
 * @returns The lines.
 */
export function formatTimeline(
  entries: readonly Entry[],
  style: Style,
): string[] {
  const memory: RowMemory = new Map();
  const calls = new Map<number, { call: string; ms: number }>();
  const clock = (ms: number) => `+${ms.toFixed(2)} ms`;
  const lines: string[] = [];
  /** What the lines above belong to: a call, or a text; `undefined` for none. */
  let current: number | string | undefined;

  const add = (label: string, texts: string[], ms?: number) => {
    const margin = ms === undefined ? "" : clock(ms);
    for (const [i, text] of texts.entries()) {
      const left = i === 0 ? [margin, label] : ["", ""];
      lines.push(
        `  ${style.faint(left[0].padEnd(CLOCK))}${
          style.faint(left[1].padEnd(LABEL))
        }${text}`.trimEnd(),
      );
    }
  };
  const wrapped = (text: string): string[] => {
    const room = style.width - CLOCK - LABEL - 2;
    const safe = visible(text);
    if (textWidth(safe) <= room) return [safe];
    return wrap(safe, { width: room - 2, cutWords: true }).map((line, i) =>
      i === 0 ? line : `  ${line}`
    );
  };
  /** The head of a group: the call of Deno that what follows belongs to. */
  const head = (owner: number | string, ms: number) => {
    if (owner === current) return;
    current = owner;
    const begun = typeof owner === "number" ? calls.get(owner) : undefined;
    const text = begun
      ? `${begun.call}, begun at ${clock(begun.ms)}`
      : String(owner);
    add("Deno", wrapped(text), ms);
  };

  for (const entry of entries) {
    const { ms } = entry;
    switch (entry.type) {
      case "deno":
        calls.set(entry.id, { call: entry.call, ms });
        current = entry.id;
        add("Deno", wrapped(entry.call), ms);
        break;
      case "c":
        head(entry.id ?? (entry.inside ? INSIDE[entry.inside] : NO_CALL), ms);
        add("C", wrapped(entry.text).map((line) => style.code(line)));
        break;
      case "result":
        head(entry.id, ms);
        add("result", wrapped(entry.result));
        break;
      case "peer":
        current = undefined;
        add("", wrapped(entry.text), ms);
        break;
      case "step":
        current = undefined;
        lines.push("", `  ${style.strong(visible(entry.title))}`);
        break;
      case "rows":
        current = undefined;
        add(
          "kernel",
          formatRows(entry.rows, {
            labels: entry.labels,
            memory,
            width: style.width - CLOCK - LABEL - 2,
            style,
            flagsCount: true,
          }),
          ms,
        );
    }
  }
  return lines;
}
