import { bar } from "./bar.ts";
import { visible } from "./bytes.ts";
import { Canvas, type Point } from "./canvas.ts";
import type { Style } from "./style.ts";
import { pad, textWidth } from "./width.ts";

/** A buffer of the kernel. */
export interface Queue {
  /** "client's send queue". */
  name: string;
  /** The bytes in it. */
  bytes: number;
  /** The bytes it has room for. */
  capacity: number;
}

/** One end of a ring of buffers. */
export interface RingEnd {
  /** "client 49474". */
  name: string;
  /** What its program does now: "waits in write()". */
  program: string;
  /** Written by the program, not yet acknowledged by the peer's kernel. */
  send: Omit<Queue, "name">;
  /** Received by the kernel, not yet read by the program. */
  receive: Omit<Queue, "name">;
}

/** Columns of a bar. */
const BAR = 20;
/** Columns of what follows a bar: `  4194304 of 4194304 bytes, full`. */
const LEVEL = 32;
/** Columns of a bar in a ring. */
const RING_BAR = 26;
/** Columns and rows of a buffer in a ring, with its frame. */
const BOX_WIDTH = RING_BAR + 4;
const BOX_HEIGHT = 4;
/** Columns of a ring: two buffers, and arrows between them. */
const RING_WIDTH = 2 * BOX_WIDTH + 12;
/** Column of the buffers on the right. */
const RIGHT = RING_WIDTH - BOX_WIDTH;
/** Rows of the upper and of the lower buffers; between them is what joins them, a program. */
const UPPER = 1;
const LOWER = UPPER + BOX_HEIGHT + 3;

/**
 * Draws buffers as bars, a line each; three where the style is narrow.
 *
 * @param queues The buffers.
 * @param style The signs.
 * @returns The lines.
 */
export function formatQueues(
  queues: readonly Queue[],
  style: Style,
): string[] {
  const names = queues.map(({ name }) => visible(name));
  const width = Math.max(0, ...names.map(textWidth));
  const isNarrow = width + 2 + BAR + LEVEL > style.width;
  return queues.flatMap((queue, i) => {
    const level = levelBar(queue, BAR, style);
    const words = levelWords(queue, " bytes");
    return isNarrow
      ? [names[i], `  ${level}`, `  ${words}`]
      : [`${pad(names[i], width)}  ${level}  ${words}`];
  });
}

/**
 * Draws the four buffers of a connection as a ring: what the client writes
 * comes back to it through the server's program. An arrow into a full buffer
 * stops with an `x`. Narrow styles get four bars instead.
 *
 * @param client The end on the left.
 * @param server The end on the right.
 * @param style The colours, the signs and the width.
 * @param indent Columns left free at the left (0).
 * @returns The lines.
 */
export function formatRing(
  client: RingEnd,
  server: RingEnd,
  style: Style,
  indent = 0,
): string[] {
  const lines = style.width < RING_WIDTH + indent
    ? [client, server].flatMap((end) => [
      `${visible(end.name)} ${visible(end.program)}`,
      ...formatQueues([
        { ...end.send, name: "send queue" },
        { ...end.receive, name: "receive queue" },
      ], { ...style, width: style.width - indent }),
    ])
    : drawRing(client, server, style);
  return lines.map((line) => " ".repeat(indent) + line);
}

function drawRing(client: RingEnd, server: RingEnd, style: Style): string[] {
  const canvas = new Canvas(style);
  for (const [end, x] of [[client, 0], [server, RIGHT]] as const) {
    const isClient = x === 0;
    const [upper, lower] = isClient
      ? ["send", "receive"] as const
      : ["receive", "send"] as const;
    canvas.text([x, 0], visible(end.name), style.strong);
    drawBuffer(canvas, [x, UPPER], `${upper} queue`, end[upper], style);
    drawBuffer(canvas, [x, LOWER], `${lower} queue`, end[lower], style);
    // The program reads the one and writes the other.
    const ys = [UPPER + BOX_HEIGHT, LOWER - 1];
    if (isClient) ys.reverse();
    canvas.line(ys.map((y) => [x + 2, y] as const), { arrow: true });
    canvas.text([x + 4, UPPER + BOX_HEIGHT + 1], visible(end.program));
  }
  const [from, to] = [BOX_WIDTH + 1, RIGHT - 2];
  drawFlow(canvas, [from, UPPER + 1], [to, UPPER + 1], server.receive, style);
  drawFlow(canvas, [to, LOWER + 1], [from, LOWER + 1], client.receive, style);
  return canvas.lines();
}

/** A frame with its name, a bar and the numbers. */
function drawBuffer(
  canvas: Canvas,
  [x, y]: Point,
  name: string,
  queue: Omit<Queue, "name">,
  style: Style,
): void {
  const [right, bottom] = [x + BOX_WIDTH - 1, y + BOX_HEIGHT - 1];
  canvas.line([[x, y], [right, y], [right, bottom], [x, bottom], [x, y]]);
  canvas.text([x + 2, y], ` ${name} `);
  canvas.text([x + 2, y + 1], levelBar(queue, RING_BAR, style));
  canvas.text([x + 2, y + 2], levelWords(queue));
}

/** What the network carries; it stops before a buffer that has no room. */
function drawFlow(
  canvas: Canvas,
  from: Point,
  to: Point,
  into: Omit<Queue, "name">,
  style: Style,
): void {
  canvas.line([from, to], { arrow: true });
  if (into.bytes >= into.capacity) canvas.text(to, "x", style.wrong);
}

/** A bar that is empty only without a byte, and full only without room. */
function levelBar(
  { bytes, capacity }: Omit<Queue, "name">,
  width: number,
  style: Style,
): string {
  const cells = capacity > 0 ? Math.floor(bytes * width / capacity) : width;
  return bar(bytes > 0 ? Math.max(1, cells) : 0, width, width, style);
}

/** `5 of 65536 bytes`. */
function levelWords(
  { bytes, capacity }: Omit<Queue, "name">,
  unit = "",
): string {
  const full = bytes >= capacity ? ", full" : "";
  return `${bytes} of ${capacity}${unit}${full}`;
}
