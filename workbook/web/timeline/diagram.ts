/// <reference lib="dom" />
import { TCP_STATES, type TcpEvent, type TcpState } from "../../tcp/mod.ts";
import { allArcs, type Arc, arcsFrom } from "./arcs.ts";
import { BOX, edgeOf, PLACES, SIZE } from "./diagram_places.ts";
import { button, html, svg } from "./elements.ts";
import { eventInWords } from "./wording.ts";

/** The state machine with the arcs of one state, and what each of them takes. */
export class Diagram {
  readonly element = html("section", {
    class: "tl-diagram",
    "aria-label": "state diagram",
  });
  readonly #close: () => void;

  /** @param close Called when the reader closes it. */
  constructor(close: () => void) {
    this.#close = close;
    this.element.hidden = true;
  }

  /**
   * Shows the arcs of a state.
   *
   * @param state The state.
   * @param by What took the socket there, if that is known.
   */
  show(state: TcpState, by?: TcpEvent): void {
    const arcs = arcsFrom(state);
    const came = by ? `It came here: ${eventInWords(by)}.` : "";
    this.element.replaceChildren(
      html(
        "header",
        {},
        html("h4", {}, `${state} in the state diagram`),
        button("Close", { class: "tl-close" }, () => this.hide()),
      ),
      html("p", {}, came),
      html(
        "div",
        { class: "tl-diagram-body" },
        drawing(state, arcs),
        html("ol", {}, ...arcs.map(listItem)),
      ),
    );
    this.element.addEventListener("click", this.#follow);
    this.element.hidden = false;
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Another state of the drawing is pointed at. */
  #follow = ({ target }: Event): void => {
    const state = (target as Element).closest<HTMLElement>("[data-name]")
      ?.dataset.name;
    if (state) this.show(state as TcpState);
  };

  hide(): void {
    this.element.hidden = true;
    this.#close();
  }
}

/** Where an arc leads, and on which events, with what is sent. */
function listItem({ to, rows }: Arc): HTMLLIElement {
  return html(
    "li",
    {},
    html("button", { type: "button", "data-name": to }, to),
    ...rows.map(({ event, action }) =>
      html(
        "span",
        { class: "tl-arc" },
        action === "-"
          ? eventInWords(event)
          : `${eventInWords(event)} → ${action}`,
      )
    ),
  );
}

function drawing(state: TcpState, arcs: readonly Arc[]): SVGSVGElement {
  const { width, height } = SIZE;
  const others = allArcs().filter(({ from, to }) =>
    from !== state && to !== "CLOSED"
  );
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `Arcs from ${state}: to ${
        arcs.map(({ to }) => to).join(", ")
      }`,
    },
    ...others.map(({ from, to }) => arcLine(from, to, "tl-arc-line tl-faint")),
    ...arcs.map(({ from, to }) => arcLine(from, to, "tl-arc-line")),
    ...TCP_STATES.map((each) => box(each, state, arcs)),
    ...arcs.map(({ from, to }, index) => number(from, to, index + 1)),
  );
}

function box(
  state: TcpState,
  chosen: TcpState,
  arcs: readonly Arc[],
): SVGElement {
  const [x, y] = PLACES[state];
  const { width, height } = BOX;
  const isNext = arcs.some(({ to }) => to === state);
  const kind = state === chosen ? " tl-chosen" : isNext ? " tl-next" : "";
  return svg(
    "g",
    { class: `tl-box${kind}`, "data-name": state },
    svg("rect", {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: 6,
    }),
    svg("text", { x, y }, state),
  );
}

/** Ends of an arc; the one back runs beside it. */
function endsOf(from: TcpState, to: TcpState) {
  const [a, b] = [PLACES[from], PLACES[to]];
  const [x1, y1] = edgeOf(a, b);
  const [x2, y2] = edgeOf(b, a);
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const aside = isArc(to, from) ? 5 : 0;
  const [dx, dy] = [-(y2 - y1) / length * aside, (x2 - x1) / length * aside];
  return [x1 + dx, y1 + dy, x2 + dx, y2 + dy] as const;
}

function isArc(from: TcpState, to: TcpState): boolean {
  return arcsFrom(from).some((arc) => arc.to === to);
}

function arcLine(from: TcpState, to: TcpState, kind: string): SVGElement {
  const [x1, y1, x2, y2] = endsOf(from, to);
  const angle = Math.atan2(y2 - y1, x2 - x1) * 180 / Math.PI;
  return svg(
    "g",
    { class: kind },
    svg("line", { x1, y1, x2, y2 }),
    svg("path", {
      d: "M0 0L-9 -4L-9 4Z",
      transform: `translate(${x2} ${y2}) rotate(${angle.toFixed(1)})`,
    }),
  );
}

/** The number of an arc in the list below. */
function number(from: TcpState, to: TcpState, count: number): SVGElement {
  const [x1, y1, x2, y2] = endsOf(from, to);
  const [x, y] = [x1 + (x2 - x1) * 0.45, y1 + (y2 - y1) * 0.45];
  return svg(
    "g",
    { class: "tl-number" },
    svg("circle", { cx: x, cy: y, r: 9 }),
    svg("text", { x, y }, `${count}`),
  );
}
