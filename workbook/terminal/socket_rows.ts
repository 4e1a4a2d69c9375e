import { counted } from "../counted.ts";
import { formatEndpoint, rowKey, type SocketRow } from "../kernel/mod.ts";
import { TCP_STATES, type TcpState } from "../tcp/state.ts";
import { visible } from "./bytes.ts";
import { wrapWords } from "./spans.ts";
import type { Style } from "./style.ts";
import { pad, textWidth } from "./width.ts";

const GAP = "   ";
/** Columns of the longest state: states stand at one place in all events. */
const STATE_WIDTH = Math.max(...TCP_STATES.map((state) => state.length));
/** States in which a SYN or FIN of this end is not acknowledged yet. */
const SENT: Partial<Record<TcpState, "SYN" | "FIN">> = {
  SYN_SENT: "SYN",
  SYN_RCVD: "SYN",
  FIN_WAIT_1: "FIN",
  CLOSING: "FIN",
  LAST_ACK: "FIN",
};
/** States in which the peer's FIN has come: unread as long as anything is. */
const RECEIVED: Partial<Record<TcpState, "FIN">> = {
  CLOSE_WAIT: "FIN",
  CLOSING: "FIN",
  LAST_ACK: "FIN",
  TIME_WAIT: "FIN",
};
/** Remarks go below their row when fewer columns than this are left for them. */
const NARROWEST_WORDS = 18;

/** What is known of one socket from earlier events. */
export interface KnownRow {
  /** The word beside it. */
  label?: string;
  /** Whether bytes were unread: that none are left is then worth a word. */
  unread?: boolean;
  /** The same for bytes that it wrote and that were not acknowledged. */
  unacknowledged?: boolean;
}

/** Names and queues of the sockets shown so far, by `rowKey(row)`. */
export type RowMemory = Map<string, KnownRow>;

/**
 * Lays out rows of the kernel's table: local endpoint, remote endpoint where
 * it tells the ends apart, state, and in words what waits in the queues.
 *
 * @param rows The rows.
 * @param options.labels A word beside a row, by `rowKey(row)`; it is remembered.
 * @param options.memory What earlier rows said; it is brought up to date.
 * @param options.width Columns of a line.
 * @param options.style The colours.
 * @param options.flagsCount Whether the queues count a SYN or FIN as one byte,
 * as Linux does; by default whether this machine runs Linux.
 * @returns The lines; `no row` where there is none.
 */
export function formatRows(
  rows: SocketRow[],
  options: {
    labels?: Record<string, string>;
    memory: RowMemory;
    width: number;
    style: Style;
    flagsCount?: boolean;
  },
): string[] {
  const { labels = {}, memory, width, style } = options;
  const { flagsCount = Deno.build.os === "linux" } = options;
  if (rows.length === 0) return ["no row"];
  const ends = rows.map(endNames(rows, style));
  const words = rows.map((row) =>
    rowWords(row, labels[rowKey(row)], memory, flagsCount)
  );
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
  flagsCount: boolean,
): string[] {
  const known: KnownRow = memory.get(rowKey(row)) ?? {};
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
    const received = queue(receiveQueue, flagsCount && RECEIVED[state]);
    const sent = queue(sendQueue, flagsCount && SENT[state]);
    if (received.words && (received.some || known.unread)) {
      words.push(`${received.words} unread`);
    }
    if (sent.words && (sent.some || known.unacknowledged)) {
      words.push(`${sent.words} unacknowledged`);
    }
    known.unread = received.bytes > 0;
    known.unacknowledged = sent.bytes > 0;
  }
  // This will not stay true; the kernel's row says it while it is.
  known.label = label?.replace(/,? *\bnot accepted\b/, "");
  memory.set(rowKey(row), known);
  return words;
}

/** What a queue holds; `flag` is the SYN or FIN that it counts as one byte. */
function queue(
  count: number | null,
  flag: string | false | undefined,
): { some: boolean; bytes: number; words: string } {
  if (count === null) return { some: false, bytes: 0, words: "" };
  const isCounted = flag && count > 0;
  const bytes = isCounted ? count - 1 : count;
  const words = counted(bytes, "byte");
  return {
    some: count > 0,
    bytes,
    words: !isCounted ? words : bytes === 0 ? flag : `${words} and ${flag}`,
  };
}
