/// <reference lib="dom" />
import { button, html } from "./elements.ts";

/** What the controls do. */
export interface Controlled {
  /** How many steps there are, and which one is that of the fault. */
  readonly count: number;
  readonly fault: number;
  /** The step that is shown; -1 before the first. */
  readonly step: number;
  /** Shows a step. */
  go(step: number): void;
}

/** Steps that a page of the keyboard passes. */
const PAGE_STEPS = 10;

/** Milliseconds that one step is shown while it plays. */
const STEP_MS = 250;

/** A long recording is played through in so many milliseconds. */
const LONGEST_MS = 60_000;

function keysInWords(hasFault: boolean): string {
  const keys =
    "Keys: ← → one step, Page Up and Page Down ten, Home, End, Space plays";
  return hasFault ? `${keys}, F goes to the fault.` : `${keys}.`;
}

/** Slider, buttons and keys. */
export class Controls {
  readonly element: HTMLElement;
  readonly #of: Controlled;
  readonly #slider: HTMLInputElement;
  readonly #play: HTMLButtonElement;
  #playing: number | undefined;

  constructor(of: Controlled) {
    this.#of = of;
    this.#slider = html("input", {
      type: "range",
      min: 0,
      max: of.count,
      step: 1,
      "aria-label": "step",
    });
    this.#slider.addEventListener("input", () => {
      this.stop();
      of.go(Number(this.#slider.value) - 1);
    });
    this.#play = button(
      "Play",
      { "aria-keyshortcuts": "Space" },
      () => this.toggle(),
    );
    const step = (text: string, keys: string, by: number) =>
      button(text, { "aria-keyshortcuts": keys }, () => this.#move(by));
    this.element = html(
      "div",
      { class: "tl-controls" },
      step("◀ Back", "ArrowLeft", -1),
      this.#play,
      step("Step ▶", "ArrowRight", 1),
      this.#slider,
      html("p", { class: "tl-help" }, keysInWords(of.fault >= 0)),
    );
    if (of.fault >= 0) {
      this.#slider.after(
        button("To the fault", { "aria-keyshortcuts": "F" }, () => {
          this.stop();
          of.go(of.fault);
        }),
      );
    }
  }

  /** Says which step is shown. */
  show(step: number, text: string): void {
    this.#slider.value = `${step + 1}`;
    this.#slider.setAttribute("aria-valuetext", text);
  }

  #move(by: number): void {
    this.stop();
    this.#of.go(this.#of.step + by);
  }

  /** A key; whether it is one of ours. */
  key({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (altKey || ctrlKey || metaKey) return false;
    // A button and a summary have the space bar for themselves.
    const isOwn = (target as Element).closest("button, summary") !== null;
    const { count, fault } = this.#of;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.#move(-1),
      ArrowUp: () => this.#move(-1),
      ArrowRight: () => this.#move(1),
      ArrowDown: () => this.#move(1),
      PageUp: () => this.#move(-PAGE_STEPS),
      PageDown: () => this.#move(PAGE_STEPS),
      Home: () => this.#move(-count),
      End: () => this.#move(count),
      ...(!isOwn && { " ": () => this.toggle() }),
      ...(fault >= 0 && { f: () => this.#move(fault - this.#of.step) }),
    };
    if (!Object.hasOwn(moves, key)) return false;
    moves[key]();
    return true;
  }

  /** Plays, or stops. At the end it begins anew. */
  toggle(): void {
    if (this.#playing !== undefined) return this.stop();
    const { count } = this.#of;
    if (this.#of.step >= count - 1) this.#of.go(-1);
    this.#play.textContent = "Pause";
    const began = performance.now();
    const from = this.#of.step;
    const stepMs = Math.min(STEP_MS, LONGEST_MS / Math.max(1, count));
    const frame = (now: number) => {
      const step = from + Math.floor(Math.max(0, now - began) / stepMs);
      if (step !== this.#of.step) this.#of.go(step);
      if (step >= count - 1) this.stop();
      else this.#playing = requestAnimationFrame(frame);
    };
    this.#playing = requestAnimationFrame(frame);
  }

  /** Stops playing. */
  stop(): void {
    if (this.#playing === undefined) return;
    cancelAnimationFrame(this.#playing);
    this.#playing = undefined;
    this.#play.textContent = "Play";
  }
}
