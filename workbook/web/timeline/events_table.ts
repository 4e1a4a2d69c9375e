/// <reference lib="dom" />
import { button, html, setText } from "./elements.ts";
import type { Recording } from "./recording.ts";
import type { Step } from "./steps.ts";
import { type Teller, timeInWords } from "./wording.ts";

/** Steps on one page of the table. */
const PAGE = 100;

/** The steps as a table, for whoever does not see the chart. It is made when it is opened. */
export class EventsTable {
  readonly element: HTMLDetailsElement;
  readonly #recording: Recording;
  readonly #steps: readonly Step[];
  readonly #teller: Teller;
  readonly #toStep: (index: number) => void;
  readonly #body = html("tbody");
  readonly #where = html("span", {});
  #page = 0;
  #step = 0;
  #rows: HTMLTableRowElement[] = [];

  constructor(
    recording: Recording,
    steps: readonly Step[],
    teller: Teller,
    toStep: (index: number) => void,
  ) {
    this.#recording = recording;
    this.#steps = steps;
    this.#teller = teller;
    this.#toStep = toStep;
    const heads = ["Step", "Time", "What happens"].map((text) =>
      html("th", { scope: "col" }, text)
    );
    this.element = html(
      "details",
      { class: "tl-table" },
      html("summary", {}, `All ${steps.length} steps as a table`),
      html(
        "p",
        {},
        button("Earlier", {}, () => this.#turn(this.#page - 1)),
        this.#where,
        button("Later", {}, () => this.#turn(this.#page + 1)),
      ),
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...heads)),
        this.#body,
      ),
    );
    this.element.addEventListener("toggle", () => {
      if (this.element.open) this.#turn(Math.floor(this.#step / PAGE));
    });
  }

  /** Marks a step. */
  show(step: number): void {
    this.#step = Math.max(0, step);
    if (this.element.open) this.#mark();
  }

  #turn(page: number): void {
    const last = Math.max(0, Math.ceil(this.#steps.length / PAGE) - 1);
    this.#page = Math.max(0, Math.min(page, last));
    const from = this.#page * PAGE;
    const steps = this.#steps.slice(from, from + PAGE);
    this.#rows = steps.map((step, i) => this.#row(step, from + i));
    this.#body.replaceChildren(...this.#rows);
    const to = from + steps.length;
    setText(this.#where, ` ${from + 1} to ${to} of ${this.#steps.length} `);
    this.#mark();
  }

  #row(step: Step, index: number): HTMLTableRowElement {
    const go = button(`${index + 1}`, {}, () => this.#toStep(index));
    return html(
      "tr",
      {},
      html("td", {}, go),
      html("td", {}, timeInWords(this.#recording.events[step.first].at)),
      html("td", {}, this.#teller.step(step)),
    );
  }

  #mark(): void {
    const now = this.#step - this.#page * PAGE;
    this.#rows.forEach((row, i) => {
      if (i === now) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
  }
}
