import {
  formatRows,
  type RowMemory,
  type Style,
  textWidth,
  visible,
  wrap,
} from "../terminal/mod.ts";
import type { Entry } from "./timeline.ts";

/** Columns of the clock, and of the words `Deno`, `C`, `kernel`. */
const CLOCK = 13;
const LABEL = 8;

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
  /** The call that the lines above belong to; `undefined` for none of Deno's. */
  let current: number | undefined;
  let isFirst = true;

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
  const head = (id: number | undefined, ms: number) => {
    if (id === current && !isFirst) return;
    current = id;
    isFirst = false;
    const begun = id === undefined ? undefined : calls.get(id);
    add(
      "Deno",
      wrapped(
        begun
          ? `${begun.call}, begun at ${clock(begun.ms)}`
          : "inside the runtime: a stream, or a socket let go",
      ),
      ms,
    );
  };

  for (const entry of entries) {
    const { ms } = entry;
    switch (entry.type) {
      case "deno":
        calls.set(entry.id, { call: entry.call, ms });
        current = entry.id;
        isFirst = false;
        add("Deno", wrapped(entry.call), ms);
        break;
      case "c":
        head(entry.id, ms);
        add("C", wrapped(entry.text).map((line) => style.code(line)));
        break;
      case "result":
        head(entry.id, ms);
        add("result", wrapped(entry.result));
        break;
      case "peer":
        current = undefined;
        isFirst = true;
        add("", wrapped(entry.text), ms);
        break;
      case "step":
        current = undefined;
        isFirst = true;
        lines.push("", `  ${style.strong(visible(entry.title))}`);
        break;
      case "rows":
        current = undefined;
        isFirst = true;
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
