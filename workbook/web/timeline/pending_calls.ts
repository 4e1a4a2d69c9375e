/// <reference lib="dom" />
import { button, html, setText } from "./elements.ts";
import type { peersOf } from "./peers.ts";
import type { CallEvent, Recording } from "./recording.ts";
import { callInWords, lineOf } from "./wording.ts";

/** So many calls that wait are shown; the others are counted. */
const MOST_CALLS = 5;

/** The calls of the program that have not come back, with the lines that wait for them. */
export class PendingCalls {
  readonly element = html("div", { class: "tl-pending" });
  readonly #recording: Recording;
  readonly #peer: ReturnType<typeof peersOf>;
  readonly #lines: string[];
  readonly #toLine: ((line: number) => void) | undefined;
  #shown = "";

  /**
   * @param recording The recording.
   * @param peer Names the peer of a socket.
   * @param source The text of the program; empty if it is not known.
   * @param toLine Goes to a line of it.
   */
  constructor(
    recording: Recording,
    peer: ReturnType<typeof peersOf>,
    source: string,
    toLine?: (line: number) => void,
  ) {
    this.#recording = recording;
    this.#peer = peer;
    this.#lines = source.split("\n");
    this.#toLine = toLine;
  }

  show(calls: readonly CallEvent[]): void {
    const key = calls.map(({ call }) => call).join();
    if (key === this.#shown) return;
    this.#shown = key;
    // The call that was made last says most of where the program is.
    const shown = calls.slice(-MOST_CALLS).reverse();
    const left = calls.length - shown.length;
    this.element.replaceChildren(...shown.map((call) => this.#item(call)));
    if (left > 0) {
      this.element.append(html("p", { class: "tl-more" }, `and ${left} more`));
    }
  }

  #item(event: CallEvent): HTMLElement {
    const { place, end } = event;
    const line = place === undefined
      ? 0
      : lineOf(this.#recording.places[place]);
    const peer = end === undefined ? undefined : this.#peer(end);
    const waits = event.name === "timer" ? "runs" : "waits";
    const item = html(
      "p",
      { class: "tl-call" },
      html("b", {}, `${callInWords(event)} ${waits}`),
      peer ? ` for ${peer}` : "",
    );
    if (line === 0) return item;
    const toLine = this.#toLine;
    item.append(
      " ",
      toLine
        ? button(`line ${line}`, { class: "tl-to-line" }, () => toLine(line))
        : `line ${line}`,
    );
    const code = this.#lines[line - 1]?.trim();
    if (code) {
      const text = html("code", {});
      setText(text, code);
      item.append(text);
    }
    return item;
  }
}
