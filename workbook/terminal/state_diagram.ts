import type { TcpState } from "../tcp/state.ts";
import { Canvas } from "./canvas.ts";
import { codeSpans, wrap } from "./spans.ts";
import { type Layout, SMALL, WHOLE } from "./state_layout.ts";
import type { Style } from "./style.ts";

/**
 * Draws the state diagram with the events on its arrows: double lines for what
 * a client and a server usually go through, thin ones for the rest. It takes
 * 80 columns; where the style has fewer, the arrows are listed instead.
 *
 * @param style The colours, the signs and the width.
 * @param current The state to mark with brackets, if any.
 * @returns The lines.
 */
export function stateDiagram(style: Style, current?: TcpState): string[] {
  const isListed = style.width < WHOLE.width;
  const strong = style.unicode ? "Double lines" : "Lines of = and #";
  const usual = isListed
    ? ""
    : `${strong}: what a client (left) and a server (right) usually go through; here the client closes first. `;
  const note =
    `${usual}Left out: \`abort\` and \`rcv_rst\`, which take a connection to CLOSED from any state, and what is rare.`;
  return [
    ...isListed ? listed(WHOLE, style, current) : draw(WHOLE, style, current),
    "",
    ...wrap(codeSpans(note, style), style),
  ];
}

/**
 * Draws the small state diagram: states from left to right, without events.
 * Where it does not fit, the state and what leads out of it are listed.
 *
 * @param state The state to mark with brackets.
 * @param style The colours, the signs and the width.
 * @param indent Columns left free at the left (0).
 * @returns The lines.
 */
export function statePath(
  state: TcpState,
  style: Style,
  indent = 0,
): string[] {
  const lines = style.width < SMALL.width + indent
    ? [`[${state}]`, ...waysOut(SMALL, style, state)]
    : draw(SMALL, style, state);
  return lines.map((line) => " ".repeat(indent) + line);
}

function draw(layout: Layout, style: Style, current?: TcpState): string[] {
  const canvas = new Canvas(style);
  for (const { points, main } of layout.arcs) {
    canvas.line(points, { strong: main, arrow: layout.arrows });
  }
  for (const { row, label } of layout.arcs) {
    if (label) canvas.text([label[0] - 1, label[1]], ` ${row.event} `);
  }
  for (const [state, at] of layout.nodes) {
    const isCurrent = state === current;
    canvas.text(
      at,
      isCurrent ? `[${state}]` : ` ${state} `,
      isCurrent ? style.strong : style.code,
    );
  }
  return canvas.lines();
}

/** All arrows in words, for a terminal that is too narrow. */
function listed(layout: Layout, style: Style, current?: TcpState): string[] {
  const states = new Set(layout.nodes.map(([state]) => state));
  return [...states].flatMap((state) => [
    state === current ? `[${state}]` : ` ${state}`,
    ...waysOut(layout, style, state),
  ]);
}

/** What leads out of a state, a line each. */
function waysOut(layout: Layout, style: Style, state: TcpState): string[] {
  return layout.arcs.filter(({ row }) => row.from === state).map(({ row }) =>
    `   ${row.event} ${style.signs.pointer} ${style.code(row.to)}`
  );
}
