/// <reference lib="dom" />
/**
 * Draws a recording: lanes with segments as arrows, how everything stands at
 * the chosen step, and a way through all steps. Its style is `timeline.css`.
 *
 * @module
 */
import { Cards } from "./cards.ts";
import { Chart } from "./chart.ts";
import { Controls } from "./controls.ts";
import { Details } from "./details.ts";
import { Diagram } from "./diagram.ts";
import { html } from "./elements.ts";
import { EventsTable } from "./events_table.ts";
import { type Moment, momentOf, stepOfMoment } from "./moment.ts";
import type { Recording, StateEvent } from "./recording.ts";
import { stateAt } from "./state_at.ts";
import { openingStep, type Step, stepsOf } from "./steps.ts";
import { tellerOf } from "./wording.ts";

/** Size of the letters that the chart's own sizes go with, in pixels. */
const USUAL_PX = 14.4;

/** A recording that is drawn. */
export interface Timeline {
  /** The step that is shown; -1 before the first. */
  readonly step: number;
  /** What it has in common with other runs of the same check. */
  readonly moment: Moment;
  /** Whether it is another step than in the beginning. */
  readonly hasMoved: boolean;
  /**
   * Shows a step.
   *
   * @param at Its index; -1 for before the first. What is beyond shows the nearest.
   */
  show(at: number): void;
  /** Takes the keys. */
  focus(): void;
  /** Takes it out of the page again, and ends what it does. */
  destroy(): void;
}

/** How a recording is drawn. */
export interface TimelineOptions {
  /** The text of the recorded program: the lines that wait are quoted. */
  source?: string;
  /** Goes to a line of the program, from 1. */
  onLine?: (line: number) => void;
  /** Where it begins: a step, or a moment of another run. */
  at?: number | Moment;
}

/**
 * Draws a recording, by default at the moment of its fault if it has one, and
 * else at its end. Keys while it has the focus: arrows, PageUp, PageDown, Home, End, space
 * plays, f goes to the fault.
 *
 * @param element Where it is drawn; what was there is replaced.
 * @param recording The recording.
 * @param options The program's text, and what its lines do.
 */
export function mountTimeline(
  element: HTMLElement,
  recording: Recording,
  { source = "", onLine, at }: TimelineOptions = {},
): Timeline {
  const steps = stepsOf(recording);
  const pictureAt = stateAt(recording);
  const teller = tellerOf(recording);
  const opening = openingStep(recording, steps);
  const isFault = recording.events.some(({ kind }) => kind === "fault");
  let step = -1;

  const details = new Details(recording, teller);
  const diagram = new Diagram(() => root.focus());
  const chart = new Chart(recording, steps, teller, {
    step: (index) => go(index),
    segment: (id) => go(chart.stepOf(id) ?? step),
    state(end, index) {
      go(index);
      const entered = recording.events.slice(
        steps[index].first,
        steps[index].end,
      ).find((event): event is StateEvent =>
        event.kind === "state" && event.end === end
      );
      if (entered) diagram.show(entered.state, entered.by);
    },
  });
  const cards = new Cards(recording, source, {
    state: ({ state, by }) => diagram.show(state, by),
    line: onLine,
  });
  const table = new EventsTable(recording, steps, teller, (index) => go(index));
  const controls = new Controls({
    count: steps.length,
    fault: isFault ? opening : -1,
    get step() {
      return step;
    },
    go: (index) => go(index),
  });

  function go(index: number): void {
    step = Math.max(-1, Math.min(Math.trunc(index), steps.length - 1));
    const now = steps[step];
    const picture = pictureAt(now?.end ?? 0);
    chart.show(step, picture);
    const active = lanesOf(now);
    cards.show(picture, active);
    showLanes(active);
    details.show(now, step, steps.length);
    table.show(step);
    const text = now ? teller.step(now) : "before the first step";
    controls.show(step, `${step + 1} of ${steps.length}: ${text}`);
    root.dataset.step = `${step}`;
  }

  /** Where something happens in a step. */
  function lanesOf(now: Step | undefined): number[] {
    const events = now ? recording.events.slice(now.first, now.end) : [];
    return events.flatMap((event) => {
      const segment = "segment" in event
        ? teller.segment(event.segment)
        : undefined;
      if (segment) return [segment.to, segment.from];
      return event.lane === undefined ? [] : [event.lane];
    });
  }

  /** Brings a step's lanes into sight, where not all of them are. */
  function showLanes(active: readonly number[]): void {
    if (active.length === 0 || chart.width <= scroll.clientWidth) return;
    const xs = active.map((lane) => chart.xOf(lane));
    const [left, right] = [Math.min(...xs) - 130, Math.max(...xs) + 130];
    const { scrollLeft, clientWidth } = scroll;
    if (left < scrollLeft) scroll.scrollLeft = left;
    else if (right > scrollLeft + clientWidth) {
      // Where both do not fit, the end at the left is left out.
      scroll.scrollLeft = right - clientWidth;
    }
  }

  const scroll = html(
    "div",
    { class: "tl-scroll", tabindex: 0, role: "region", "aria-label": "lanes" },
    chart.element,
  );
  const root = html(
    "div",
    {
      class: "tl",
      role: "group",
      tabindex: -1,
      "aria-label": "The run step by step",
    },
    controls.element,
    html(
      "div",
      { class: "tl-main" },
      html("div", {}, scroll, diagram.element),
      html("div", {}, cards.element, details.element),
    ),
    ...gapNote(recording),
    table.element,
  );
  root.addEventListener("keydown", (event) => {
    if (controls.key(event)) event.preventDefault();
  });
  element.replaceChildren(root);
  const layOut = () => {
    // Where letters are larger the chart is, too.
    const letters = parseFloat(getComputedStyle(root).fontSize);
    chart.layOut(scroll.clientWidth, letters / USUAL_PX || 1);
  };
  const resized = new ResizeObserver(layOut);
  resized.observe(scroll);
  layOut();
  go(
    at === undefined
      ? opening
      : typeof at === "number"
      ? at
      : stepOfMoment(recording, steps, at),
  );
  const began = step;
  return {
    get step() {
      return step;
    },
    get moment() {
      return momentOf(recording, steps[step]);
    },
    get hasMoved() {
      return step !== began;
    },
    focus: () => root.focus({ preventScroll: true }),
    show(at) {
      controls.stop();
      go(at);
    },
    destroy() {
      controls.stop();
      resized.disconnect();
      root.remove();
    },
  };
}

/** Says what was left out. */
function gapNote({ gap, events }: Recording): HTMLElement[] {
  if (gap === undefined) return [];
  const text = `The run was long: its first ${gap.after} and its last ${
    events.length - gap.after
  } events are here, ${gap.count} between them were left out.`;
  return [html("p", { class: "tl-gap" }, text)];
}
