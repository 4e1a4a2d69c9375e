/// <reference lib="dom" />
import { svg } from "./elements.ts";
import { type Geometry, type LanePlace, ROW_PX } from "./geometry.ts";
import type { RecordedEvent, Recording, StateEvent } from "./recording.ts";
import type { Step } from "./steps.ts";
import { callInWords, lineOf, type Teller, textOf } from "./wording.ts";

/** Width of one character of the chart's font, in pixels. */
const CHARACTER_PX = 7.2;

const MIDDLE = ROW_PX / 2;

/** Draws the row of one step; its arrows are drawn apart. */
export function drawStep(
  recording: Recording,
  step: Step,
  geometry: Geometry,
  teller: Teller,
): SVGGElement {
  const events = recording.events.slice(step.first, step.end);
  const [first] = events;
  const row = svg("g", { class: `tl-row tl-kind-${first.kind}` });
  const { width } = geometry;
  // Something to point at, wherever in the row.
  row.append(
    svg("rect", { class: "tl-hit", x: 0, y: 0, width, height: ROW_PX }),
    svg(
      "text",
      { class: "tl-time", x: geometry.time - 8, y: MIDDLE },
      shortTime(first.at),
    ),
  );
  const texts = events.find(({ kind }) => kind === "note" || kind === "fault");
  if (texts) {
    row.append(svg(
      "text",
      { class: "tl-text", x: geometry.time + 4, y: MIDDLE },
      teller.event(texts),
    ));
    return row;
  }
  const states = events.filter((event) => event.kind === "state");
  const reach = new Map<number, number>();
  for (const state of states) {
    const place = geometry.at.get(state.lane)!;
    const start = reach.get(state.lane) ?? 8;
    reach.set(state.lane, start + drawState(row, state, place, start) + 6);
  }
  const main = events.find(({ kind }) => kind !== "queue") ?? first;
  const long = wordsFor(main, recording, teller);
  if (long === undefined) return row;
  const place = geometry.at.get(main.lane!)!;
  const start = reach.get(main.lane!) ?? 8;
  const isLeft = place.side === "left";
  // To the left is the time: there the words must fit.
  const words = isLeft ? cut(long, geometry.words - start) : long;
  row.append(
    svg("text", {
      class: isLeft ? "tl-words tl-left" : "tl-words",
      x: isLeft ? place.x - start : place.x + start,
      y: MIDDLE,
    }, words),
  );
  return row;
}

/** A state in a box beside its lane. @returns Its width. */
function drawState(
  row: SVGGElement,
  { state, end }: StateEvent,
  { x, side }: LanePlace,
  start: number,
): number {
  const width = state.length * CHARACTER_PX + 12;
  const left = side === "left" ? x - start - width : x + start;
  row.append(
    svg(
      "g",
      { class: "tl-state-box", "data-state": end },
      svg("rect", { x: left, y: 4, width, height: ROW_PX - 8, rx: 4 }),
      svg("text", { x: left + width / 2, y: MIDDLE }, state),
    ),
  );
  return width;
}

/** What is written beside the lane; a segment has its words on its arrow. */
function wordsFor(
  event: RecordedEvent,
  { places }: Recording,
  teller: Teller,
): string | undefined {
  switch (event.kind) {
    case "call": {
      const line = event.place === undefined ? 0 : lineOf(places[event.place]);
      const where = line > 0 ? `line ${line}  ` : "";
      return `${where}${callInWords(event)}`;
    }
    case "return": {
      const read = event.hex ? ` "${textOf(event.hex.slice(0, 24))}"` : "";
      const came = event.came.startsWith("a connection") ? "conn" : event.came;
      return `${event.name}() ⇒ ${came || "done"}${read}`;
    }
    case "dropped":
      return "✕ dropped: queue full";
    case "queue":
      return teller.queues(event);
    case "timer":
      return `timer until ${shortTime(event.due)}`;
    default:
      return undefined;
  }
}

/** Cuts words that are longer than the room for them. */
function cut(text: string, pixels: number): string {
  const most = Math.max(4, Math.floor(pixels / CHARACTER_PX));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Milliseconds for a narrow column. */
function shortTime(ms: number): string {
  const digits = ms < 100 ? 3 : ms < 100_000 ? 1 : 0;
  return `${ms.toFixed(digits)} ms`;
}
