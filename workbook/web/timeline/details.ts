/// <reference lib="dom" />
import { counted } from "../../counted.ts";
import { html, setText } from "./elements.ts";
import type { FaultEvent, RecordedSegment, Recording } from "./recording.ts";
import type { Step } from "./steps.ts";
import { hexDump, type Teller, timeInWords } from "./wording.ts";

/** What each flag says. */
const FLAGS: Record<string, string> = {
  SYN: "opens a direction",
  ACK: "acknowledges what came before ack",
  FIN: "ends a direction: nothing comes after it",
  RST: "ends the connection at once",
};

/** One step in detail: a segment with its numbers, flags and bytes. */
export class Details {
  readonly element: HTMLElement;
  readonly #recording: Recording;
  readonly #teller: Teller;
  readonly #title = html("h4", {});
  readonly #text = html("p", {});
  readonly #numbers = html("dl", {});
  readonly #bytes = html("pre", { tabindex: 0, "aria-label": "bytes" });
  #shown: RecordedSegment | undefined;

  constructor(recording: Recording, teller: Teller) {
    this.#recording = recording;
    this.#teller = teller;
    this.element = html(
      "section",
      { class: "tl-details" },
      this.#title,
      this.#text,
      this.#numbers,
      this.#bytes,
    );
    this.#numbers.hidden = this.#bytes.hidden = true;
  }

  /** Shows a step; its segment if it has one. */
  show(step: Step | undefined, index: number, count: number): void {
    if (step === undefined) {
      setText(this.#title, "Before the first step");
      setText(this.#text, "");
      return this.#showSegment(undefined);
    }
    const events = this.#recording.events.slice(step.first, step.end);
    const { at } = events[0];
    setText(this.#title, `Step ${index + 1} of ${count}, ${timeInWords(at)}`);
    setText(this.#text, this.#teller.step(step));
    const fault = events.find(({ kind }) => kind === "fault");
    if (fault?.kind === "fault") return this.#showFault(fault);
    const event = events.find((each) => "segment" in each);
    this.#showSegment(
      event && "segment" in event
        ? this.#teller.segment(event.segment)
        : undefined,
    );
  }

  /** Shows what the verdict says of it. */
  #showFault({ rows }: FaultEvent): void {
    this.#showSegment(undefined);
    setText(this.#text, "Fault");
    this.#numbers.hidden = rows.length === 0;
    this.#showRows(rows);
  }

  #showRows(rows: ReadonlyArray<[name: string, value: string]>): void {
    this.#numbers.replaceChildren(
      ...rows.flatMap(([name, value]) => [
        html("dt", {}, name),
        html("dd", {}, value),
      ]),
    );
  }

  #showSegment(segment: RecordedSegment | undefined): void {
    if (segment === this.#shown && segment !== undefined) return;
    this.#shown = segment;
    this.#numbers.hidden = segment === undefined;
    this.#bytes.hidden = !segment?.hex;
    if (segment === undefined) return;
    const { source, destination, flags, seq, ack, window, length, hex } =
      segment;
    const meanings = flags.split(",").map((flag) => `${flag} ${FLAGS[flag]}`);
    const numbers: [string, string][] = [
      ["from", source],
      ["to", destination],
      ["flags", meanings.join("; ")],
      ["seq", String(seq)],
      ["ack", flags.includes("ACK") ? String(ack) : "none"],
      ["window", counted(window, "byte")],
      ["payload", counted(length, "byte")],
    ];
    this.#showRows(numbers);
    const left = length - hex.length / 2;
    const cut = left > 0 ? `\n${counted(left, "byte")} more, not recorded` : "";
    setText(this.#bytes, `${hexDump(hex)}${cut}`);
  }
}
