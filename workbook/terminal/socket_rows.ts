import { formatEndpoint, rowKey, type SocketRow } from "../kernel/mod.ts";
import { TCP_STATES } from "../tcp/state.ts";
import { visible } from "./bytes.ts";
import { wrapWords } from "./spans.ts";
import type { Style } from "./style.ts";
import { pad, textWidth } from "./width.ts";

const GAP = "   ";
/** Columns of the longest state: states stand at one place in all events. */
const STATE_WIDTH = Math.max(...TCP_STATES.map((state) => state.length));
/** Remarks go below their row when fewer columns than this are left for them. */
const NARROWEST_WORDS = 18;

/** What is known of one socket from earlier events. */
interface Known {
  label?: string;
  /** A queue that once held something is shown when it is empty, too. */
  unread?: boolean;
  unacknowledged?: boolean;
}

/** Names and queues of the sockets shown so far, by `rowKey(row)`. */
export type RowMemory = Map<string, Known>;

/**
 * Lays out rows of the kernel's table: local endpoint, remote endpoint where
 * it tells the ends apart, state, and in words what waits in the queues.
 *
 * @param rows The rows.
 * @param options.labels A word beside a row, by `rowKey(row)`; it is remembered.
 * @param options.memory What earlier rows said; it is brought up to date.
 * @param options.width Columns of a line.
 * @param options.style The colours.
 * @returns The lines; `no row` where there is none.
 */
export function formatRows(
  rows: SocketRow[],
  options: {
    labels?: Record<string, string>;
    memory: RowMemory;
    width: number;
    style: Style;
  },
): string[] {
  const { labels = {}, memory, width, style } = options;
  if (rows.length === 0) return ["no row"];
  const ends = rows.map(endNames(rows, style));
  const words = rows.map((row) => rowWords(row, labels[rowKey(row)], memory));
  const endWidth = Math.max(...ends.map(textWidth));
  const column = endWidth + STATE_WIDTH + 2 * GAP.length;
  const room = width - column;
  const below = room < NARROWEST_WORDS &&
    words.some((list) => textWidth(list.join(", ")) > room);
  return rows.flatMap((row, i) => {
    const start = pad(ends[i], endWidth) + GAP +
      style.code(row.state) +
      " ".repeat(STATE_WIDTH - row.state.length) + GAP;
    if (!below) {
      const lines = listed(words[i], room);
      return lines.map((line, y) =>
        (y === 0 ? start + line : " ".repeat(column) + line).trimEnd()
      );
    }
    const lines = listed(words[i], width - 2).filter((line) => line !== "");
    return [start.trimEnd(), ...lines.map((line) => `  ${line}`)];
  });
}

/** Remarks with commas between them, each kept whole where it fits a line. */
function listed(remarks: string[], width: number): string[] {
  const list = remarks.flatMap((remark, i) => {
    const text = i < remarks.length - 1 ? `${remark},` : remark;
    return textWidth(text) <= width ? [text] : text.split(" ");
  });
  return wrapWords(list.map((text) => [{ text }]), { width });
}

/**
 * How an end is named: by its own endpoint, and by its peer's as well when
 * another connection in these rows has the same one, or it is its own peer.
 */
function endNames(
  rows: SocketRow[],
  style: Style,
): (row: SocketRow) => string {
  const connected = rows.filter((row) => row.state !== "LISTEN");
  const locals = connected.map((row) => formatEndpoint(row.local));
  const needed = new Set(locals).size < locals.length ||
    connected.some((row) =>
      formatEndpoint(row.local) === formatEndpoint(row.remote)
    );
  return (row) => {
    const local = formatEndpoint(row.local);
    if (!needed || row.state === "LISTEN") return local;
    const { local: { hostname }, remote } = row;
    // Both ends on one address: its repetition would only hide the ports.
    const peer = remote.hostname === hostname
      ? `:${remote.port}`
      : formatEndpoint(remote);
    return `${local} ${style.signs.pointer} ${peer}`;
  };
}

/** Remarks beside a row: its label, who holds it, its queues. */
function rowWords(
  row: SocketRow,
  given: string | undefined,
  memory: RowMemory,
): string[] {
  const known: Known = memory.get(rowKey(row)) ?? {};
  const label = given ?? known.label;
  const words = label ? [visible(label)] : [];
  const { receiveQueue, sendQueue, state } = row;

  if (state === "LISTEN") {
    if (receiveQueue !== null) words.push(`accept queue ${receiveQueue}`);
  } else {
    // A program that lets go of a connection also leaves these two states.
    const open = state === "ESTABLISHED" || state === "CLOSE_WAIT";
    if (open && row.owned === false && !label?.includes("not accepted")) {
      words.push("not accepted");
    }
    known.unread ||= (receiveQueue ?? 0) > 0;
    known.unacknowledged ||= (sendQueue ?? 0) > 0;
    if (known.unread && receiveQueue !== null) {
      words.push(`${bytes(receiveQueue)} unread`);
    }
    if (known.unacknowledged && sendQueue !== null) {
      words.push(`${bytes(sendQueue)} unacknowledged`);
    }
  }
  // This will not stay true; the kernel's row says it while it is.
  known.label = label?.replace(/,? *\bnot accepted\b/, "");
  memory.set(rowKey(row), known);
  return words;
}

/** A count of bytes in words. */
function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
