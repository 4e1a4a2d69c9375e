/// <reference lib="dom" />
import { Arrows } from "./arrows.ts";
import { svg } from "./elements.ts";
import {
  type Geometry,
  geometryOf,
  NAMES_PX,
  ROW_PX,
  VISIBLE_ROWS,
} from "./geometry.ts";
import type { Picture, Recording } from "./recording.ts";
import { drawStep } from "./draw_step.ts";
import type { Step } from "./steps.ts";
import type { Teller } from "./wording.ts";

/** What one can point at in the chart. */
export interface ChartActions {
  /** A step. */
  step(index: number): void;
  /** A segment. */
  segment(id: number): void;
  /** A state that a socket has entered. */
  state(end: number, index: number): void;
}

/**
 * The lanes with what happens on them, a row each step. Only the rows in sight
 * exist: so a long recording costs no more than a short one.
 */
export class Chart {
  readonly element: SVGSVGElement;
  readonly #recording: Recording;
  readonly #steps: readonly Step[];
  readonly #teller: Teller;
  readonly #actions: ChartActions;
  readonly #fixed = svg("g");
  readonly #moving = svg("g");
  /** Above what moves: the way of a segment may come from further up. */
  readonly #names = svg("g");
  readonly #now: SVGRectElement = svg("rect", { class: "tl-now", x: 0 });
  readonly #arrows: Arrows;
  #rows = new Map<number, SVGGElement>();
  #geometry: Geometry;
  #scale = 1;
  #step = 0;
  #picture: Picture | undefined;

  constructor(
    recording: Recording,
    steps: readonly Step[],
    teller: Teller,
    actions: ChartActions,
  ) {
    this.#recording = recording;
    this.#steps = steps;
    this.#teller = teller;
    this.#actions = actions;
    this.#geometry = geometryOf(recording, 0);
    this.#arrows = new Arrows(recording, steps, teller);
    this.element = svg(
      "svg",
      {
        class: "tl-chart",
        role: "img",
        "aria-label":
          "Lanes with segments as arrows. The table below lists the same.",
      },
      this.#fixed,
      this.#moving,
      this.#names,
    );
    this.element.addEventListener("click", (event) => this.#click(event));
    this.layOut(0);
  }

  /**
   * Fits the lanes into a width in pixels.
   *
   * @param width The width.
   * @param scale How much larger than usual everything is drawn.
   */
  layOut(width: number, scale = 1): void {
    const geometry = geometryOf(this.#recording, width / scale);
    this.#scale = scale;
    this.#geometry = geometry;
    this.#rows.clear();
    this.#arrows.layOut(geometry);
    this.#moving.replaceChildren(this.#now, this.#arrows.element);
    this.#now.setAttribute("width", `${geometry.width}`);
    this.#now.setAttribute("height", `${ROW_PX}`);
    const { width: across, height } = geometry;
    this.element.setAttribute("viewBox", `0 0 ${across} ${height}`);
    this.element.setAttribute("width", `${across * scale}`);
    this.element.setAttribute("height", `${height * scale}`);
    this.#drawLanes();
    if (this.#picture) this.show(this.#step, this.#picture);
  }

  #drawLanes(): void {
    const { lanes } = this.#recording;
    const { height, width } = this.#geometry;
    const cover = { class: "tl-cover", x: 0, y: 0, width, height: NAMES_PX };
    this.#fixed.replaceChildren();
    this.#names.replaceChildren(svg("rect", cover));
    for (const { lane, x } of this.#geometry.lanes) {
      const { name, isProgram } = lanes[lane];
      const own = isProgram ? " tl-program" : "";
      const line = { class: `tl-lane${own}`, x1: x, x2: x, y1: 0, y2: height };
      this.#fixed.append(svg("line", line));
      const at = { class: "tl-lane-name", x, y: NAMES_PX / 2 };
      this.#names.append(svg("text", at, name));
    }
  }

  /** Its width in pixels. */
  get width(): number {
    return this.#geometry.width * this.#scale;
  }

  /** Where a lane is. */
  xOf(lane: number): number {
    return this.#geometry.at.get(lane)!.x * this.#scale;
  }

  /** The step in which a segment is sent. */
  stepOf(segment: number): number | undefined {
    return this.#arrows.stepOf(segment);
  }

  /**
   * Shows a step: it is marked, and what comes later is faint.
   *
   * @param step Index of the step.
   * @param picture How everything stands after it.
   */
  show(step: number, picture: Picture): void {
    this.#step = step;
    this.#picture = picture;
    const { length } = this.#steps;
    const most = Math.max(0, length - VISIBLE_ROWS);
    const wanted = step - Math.floor(VISIBLE_ROWS * 0.6);
    const first = Math.max(0, Math.min(wanted, most));
    const end = Math.min(first + VISIBLE_ROWS, length);
    for (const [index, row] of this.#rows) {
      if (index >= first && index < end) continue;
      row.remove();
      this.#rows.delete(index);
    }
    for (let index = first; index < end; index++) {
      this.#row(index).classList.toggle("tl-later", index > step);
    }
    this.#arrows.show(first, end, step, picture);
    this.#now.setAttribute("y", `${step * ROW_PX}`);
    const top = NAMES_PX - first * ROW_PX;
    this.#moving.setAttribute("transform", `translate(0 ${top})`);
  }

  #row(index: number): SVGGElement {
    const known = this.#rows.get(index);
    if (known) return known;
    const row = drawStep(
      this.#recording,
      this.#steps[index],
      this.#geometry,
      this.#teller,
    );
    row.setAttribute("transform", `translate(0 ${index * ROW_PX})`);
    row.dataset.step = `${index}`;
    this.#rows.set(index, row);
    this.#moving.append(row);
    return row;
  }

  #click({ target }: MouseEvent): void {
    const data = (target as Element).closest<SVGElement>("[data-state]")
      ?.dataset;
    const row = (target as Element).closest<SVGElement>("[data-step]")?.dataset;
    const arrow = (target as Element).closest<SVGElement>("[data-segment]")
      ?.dataset;
    if (arrow) this.#actions.segment(Number(arrow.segment));
    else if (data && row) {
      this.#actions.state(Number(data.state), Number(row.step));
    } else if (row) this.#actions.step(Number(row.step));
  }
}
