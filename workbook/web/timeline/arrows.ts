/// <reference lib="dom" />
import { svg } from "./elements.ts";
import { type Geometry, ROW_PX } from "./geometry.ts";
import type { Picture, RecordedSegment, Recording } from "./recording.ts";
import type { Step } from "./steps.ts";
import { segmentInWords, type Teller, textOf } from "./wording.ts";

/** An arrow over more rows, or over more pixels, is a long one. */
const FAR_ROWS = 6;
const FAR_PX = 500;

/** So many bytes are written on an arrow. */
const LABEL_BYTES = 8;

/** Where a segment's way begins and ends, as steps; it may have no end. */
interface Way {
  sent?: number;
  ended?: number;
  dropped: boolean;
}

/** The segments as arrows, from the step that sends to the step where it arrives. */
export class Arrows {
  readonly element = svg("g");
  readonly #recording: Recording;
  readonly #steps: readonly Step[];
  readonly #teller: Teller;
  readonly #ways = new Map<number, Way>();
  #geometry: Geometry | undefined;
  #drawn = new Map<number, SVGGElement>();

  constructor(
    recording: Recording,
    steps: readonly Step[],
    teller: Teller,
  ) {
    this.#recording = recording;
    this.#steps = steps;
    this.#teller = teller;
    steps.forEach((_, index) => this.#noteWays(index));
  }

  #noteWays(index: number): void {
    for (const event of this.#eventsOf(index)) {
      if (!("segment" in event)) continue;
      const way = this.#ways.get(event.segment) ?? { dropped: false };
      this.#ways.set(event.segment, way);
      if (event.kind === "sent") way.sent = index;
      else way.ended = index;
      way.dropped ||= event.kind === "dropped";
    }
  }

  #eventsOf(index: number) {
    const { first, end } = this.#steps[index];
    return this.#recording.events.slice(first, end);
  }

  /** The step in which a segment is sent, or ends its way if its sending was left out. */
  stepOf(id: number): number | undefined {
    const way = this.#ways.get(id);
    return way?.sent ?? way?.ended;
  }

  layOut(geometry: Geometry): void {
    this.#geometry = geometry;
    this.#drawn.clear();
    this.element.replaceChildren();
  }

  /** Draws the arrows of the steps from `first` to before `end`. */
  show(first: number, end: number, step: number, picture: Picture): void {
    const wanted = new Set(picture.underWay);
    for (let index = first; index < end; index++) {
      for (const event of this.#eventsOf(index)) {
        if ("segment" in event) wanted.add(event.segment);
      }
    }
    for (const [id, arrow] of this.#drawn) {
      if (wanted.has(id)) continue;
      arrow.remove();
      this.#drawn.delete(id);
    }
    for (const id of wanted) {
      const arrow = this.#drawn.get(id) ?? this.#draw(id);
      if (arrow === undefined) continue;
      const { sent = -1, ended = Infinity } = this.#ways.get(id)!;
      arrow.classList.toggle("tl-later", sent > step);
      arrow.classList.toggle("tl-under-way", sent <= step && step < ended);
    }
  }

  #draw(id: number): SVGGElement | undefined {
    const segment = this.#teller.segment(id);
    const way = this.#ways.get(id);
    if (!segment || !way || !this.#geometry) return;
    const { at } = this.#geometry;
    const from = at.get(segment.from)!.x;
    const to = at.get(segment.to)!.x;
    const middle = ROW_PX / 2;
    const last = this.#steps.length - 1;
    const y1 = (way.sent ?? Math.max(0, way.ended! - 1)) * ROW_PX + middle;
    const y2 = (way.ended ?? last) * ROW_PX + middle;
    const arrow = svg("g", {
      class: `tl-arrow${way.dropped ? " tl-lost" : ""}`,
      "data-segment": id,
    });
    // Who sends to itself has an arrow beside its line.
    const points = from === to
      ? [[from, y1], [from + 40, (y1 + y2) / 2], [to, y2]]
      : [[from, y1], [to, y2]];
    const path = points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join(
      "",
    );
    const part = partOfWords(from, to, y2 - y1);
    arrow.append(
      svg("path", { class: "tl-grip", d: path }),
      svg("path", { class: "tl-line", d: path }),
      headOf(points.at(-2)!, points.at(-1)!),
      svg(
        "text",
        {
          x: from === to ? from + 46 : from + (to - from) * part,
          y: y1 + (y2 - y1) * part - 9,
          class: from === to ? "tl-beside" : "tl-label",
        },
        labelOf(segment),
      ),
    );
    this.#drawn.set(id, arrow);
    this.element.append(arrow);
    return arrow;
  }
}

/** Which part of an arrow is before its words: they stay in sight on a long one. */
function partOfWords(from: number, to: number, height: number): number {
  if (height > FAR_ROWS * ROW_PX) return FAR_ROWS * ROW_PX / 2 / height;
  const width = Math.abs(to - from);
  if (width < FAR_PX) return 0.5;
  // The program is at the left; the other end tells which of the peers it is.
  const near = FAR_PX / 4 / width;
  return from < to ? 1 - near : near;
}

/** A segment in few words, with the beginning of what it carries. */
function labelOf(segment: RecordedSegment): string {
  const { hex, length } = segment;
  if (length === 0) return segmentInWords(segment);
  const shown = Math.min(length, LABEL_BYTES);
  const rest = length > shown ? "…" : "";
  const text = textOf(hex.slice(0, 2 * shown));
  return `${segmentInWords(segment)} "${text}${rest}"`;
}

/** The head of an arrow. */
function headOf([x1, y1]: number[], [x2, y2]: number[]): SVGElement {
  const angle = Math.atan2(y2 - y1, x2 - x1) * 180 / Math.PI;
  return svg("path", {
    class: "tl-head",
    d: "M0 0L-9 -4.5L-9 4.5Z",
    transform: `translate(${x2} ${y2}) rotate(${angle.toFixed(1)})`,
  });
}
