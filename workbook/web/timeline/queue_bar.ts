/// <reference lib="dom" />
import { counted } from "../../counted.ts";
import { html, setText } from "./elements.ts";

/** A bar of this many bytes is full. Each doubling is a step of the same width, so that 5 bytes are seen beside megabytes. */
const FULL_BYTES = 4 * 1024 * 1024;

/** A full accept queue, in connections. */
const FULL_CONNECTIONS = 512;

/** A queue as a bar, with its length as a number. */
export class QueueBar {
  readonly element: HTMLElement;
  readonly #name = html("span", { class: "tl-queue-name" });
  readonly #bar = html("span", { class: "tl-bar" });
  readonly #count = html("span", { class: "tl-count" });

  constructor() {
    const track = html("span", { class: "tl-track" }, this.#bar);
    track.ariaHidden = "true";
    this.element = html(
      "div",
      { class: "tl-queue" },
      this.#name,
      track,
      this.#count,
    );
  }

  /**
   * Shows a queue.
   *
   * @param name `receive`, `send` or `accept queue`.
   * @param count Its length: bytes, or connections of an accept queue.
   */
  show(name: string, count: number): void {
    const counts = name === "accept queue";
    setText(this.#name, name);
    setText(this.#count, counts ? `${count} waiting` : counted(count, "byte"));
    const full = counts ? FULL_CONNECTIONS : FULL_BYTES;
    const part = Math.log2(1 + count) / Math.log2(1 + full);
    this.#bar.style.width = `${Math.min(100, part * 100).toFixed(1)}%`;
  }
}
