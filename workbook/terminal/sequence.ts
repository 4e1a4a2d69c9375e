import type { Segment } from "../tcp/segments.ts";
import { visible } from "./bytes.ts";
import { wrap } from "./spans.ts";
import type { Style } from "./style.ts";
import { pad, textWidth } from "./width.ts";

/** Segments between two ends. */
export interface Exchange {
  /** Column heading of the client, such as "client 49474". */
  client: string;
  /** Column heading of the server. */
  server: string;
  /** The segments, in the order in which they were sent. */
  segments: Segment[];
}

/** Columns between the two ends at most: longer arrows read no better. */
const LONGEST_ARROW = 45;
/** Columns between the two ends at least. */
const SHORTEST_ARROW = 20;
/** Columns of a note at most; `ESTABLISHED` takes 11. */
const WIDEST_NOTE = 14;
/** Columns of ` x lost`, whichever way it is written. */
const LOST_WIDTH = 7;
/** What an arrow takes besides its label: `── ` before, ` ──►` after, a space each side. */
const ARROW_TRIM = 9;
/** The same for an arrow that ends in ` x lost`. */
const LOST_ARROW_TRIM = ARROW_TRIM - 1 + LOST_WIDTH;

/**
 * Draws segments between a client on the left and a server on the right, in
 * the order given, with the states at the sides. A segment that does not arrive
 * stops with an `x` and the word "lost".
 *
 * @param exchange The two ends and the segments.
 * @param style The colours, the signs and the width.
 * @param indent Columns left free at the left (0).
 * @returns The lines.
 */
export function sequenceDiagram(
  exchange: Exchange,
  style: Style,
  indent = 0,
): string[] {
  const { segments } = exchange;
  const [client, server] = [visible(exchange.client), visible(exchange.server)];
  const note = (text?: string) =>
    wrap(visible(text ?? ""), { width: WIDEST_NOTE });
  const notes = segments.map((s) => [note(s.client), note(s.server)]);
  const noteWidth = (side: number) =>
    Math.max(0, ...notes.map((n) => Math.max(...n[side].map(textWidth))));

  // Each heading is centred over its line: half of it stands on either side.
  const clientHalf = Math.floor(textWidth(client) / 2);
  const serverHalf = Math.floor(textWidth(server) / 2);
  const left = Math.max(noteWidth(0) + 1, clientHalf);
  const right = Math.max(noteWidth(1) + 1, serverHalf);
  const room = style.width - indent - left - right - 2;
  const inner = Math.max(
    SHORTEST_ARROW,
    textWidth(client) - clientHalf + serverHalf + 1,
    Math.min(LONGEST_ARROW, room),
  );

  const line = style.faint(style.signs.bar);
  const start = " ".repeat(indent);
  const heading = pad(
    " ".repeat(left - clientHalf) + client,
    left + 1 + inner - serverHalf,
  );
  const lines = [`${start}${heading}${server}`];
  segments.forEach((segment, i) => {
    const drawn = arrow(segment, inner, style);
    const [before, after] = notes[i];
    // Notes begin beside the arrow itself, the last line drawn.
    const first = drawn.length - 1;
    const height = first + Math.max(1, before.length, after.length);
    for (let y = 0; y < height; y++) {
      const a = pad(before[y - first] ?? "", left - 1, "right");
      const b = after[y - first] ?? "";
      const middle = drawn[y] ?? " ".repeat(inner);
      lines.push(
        `${start}${style.code(a)} ${line}${middle}${line} ${style.code(b)}`
          .trimEnd(),
      );
    }
  });
  return lines;
}

/** One segment between the two lines; a label that is too long stands above. */
function arrow(segment: Segment, inner: number, style: Style): string[] {
  const label = visible(segment.label);
  const lost = segment.lost === true;
  if (textWidth(label) + (lost ? LOST_ARROW_TRIM : ARROW_TRIM) > inner) {
    const above = wrap(label, { width: inner - 2 });
    return [
      ...above.map((text) => pad(` ${text}`, inner)),
      ...arrow({ ...segment, label: "" }, inner, style),
    ];
  }
  const { signs, faint, wrong } = style;
  const toServer = segment.from === "client";
  const near = signs.line.repeat(2);
  const text = label === "" ? "" : ` ${label} `;
  const used = near.length + textWidth(text);
  const parts = [faint(near), text];
  if (lost) {
    // It goes about half of the way, and past its label.
    const shaft = Math.max(2, Math.floor(inner / 2) - used);
    const stop = [" ", wrong("x"), " ", wrong("lost")];
    const rest = inner - 2 - used - shaft - LOST_WIDTH;
    parts.push(faint(signs.line.repeat(shaft)), ...stop, " ".repeat(rest));
  } else {
    const shaft = inner - 2 - used - 1;
    parts.push(faint(signs.line.repeat(shaft)));
    parts.push(faint(toServer ? signs.arrowRight : signs.arrowLeft));
  }
  if (!toServer) parts.reverse();
  return [` ${parts.join("")} `];
}
