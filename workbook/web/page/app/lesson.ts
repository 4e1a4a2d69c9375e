import { lessonOf, type PageLesson, type PageRow } from "./content.ts";
import { announce, h } from "./dom.ts";
import { exerciseHere, exerciseOnDisk } from "./exercise.ts";
import { LinkFault, readLink } from "./link.ts";
import type { Server } from "./server.ts";
import { keep, kept } from "./store.ts";
import { referenceView, stepView } from "./step.ts";
import { Workbench } from "./workbench.ts";

/** A lesson: its text on one side, the exercise and its verdict on the other. */
export class LessonView {
  readonly stem: string;
  readonly #main: HTMLElement;
  readonly #row: PageRow;
  readonly #server: Server | undefined;
  readonly #text = h("section.text", { "aria-label": "Text" });
  #lesson: PageLesson | undefined;
  #bench: Workbench | undefined;
  #step = 0;
  #hasLeft = false;

  /**
   * @param main Where it is shown.
   * @param row The lesson.
   * @param server The workbook's server, if there is one.
   */
  constructor(main: HTMLElement, row: PageRow, server: Server | undefined) {
    this.#main = main;
    this.#row = row;
    this.#server = server;
    this.stem = row.stem;
  }

  /**
   * Shows it.
   *
   * @param place A step or a heading.
   * @param hasMoved Whether the learner came from another view: the focus goes with them.
   * @param query What a link holds beside the place.
   */
  async open(place: string, hasMoved: boolean, query = ""): Promise<void> {
    const { stem } = this.#row;
    const lesson = await lessonOf(stem);
    if (this.#hasLeft) return;
    this.#lesson = lesson;
    const exercise = this.#server
      ? exerciseOnDisk(this.#server, stem)
      : exerciseHere(stem, lesson.exercise);
    this.#bench = new Workbench({
      lesson,
      exercise,
      server: this.#server,
      place: () => `${this.#row.number}/${this.#step}`,
    });
    this.#main.className = "lesson";
    this.#main.replaceChildren(
      this.#text,
      this.#bench.element,
      this.#bench.runElement,
    );
    this.#text.addEventListener("keydown", this.#onKey);
    this.go(place);
    if (hasMoved) this.#focusHeading();
    await this.#openBench(query);
  }

  /** What is wrong with a link is said; one's own exercise is there all the same. */
  async #openBench(query: string): Promise<void> {
    try {
      await this.#bench!.open(await readLink(query));
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      await this.#bench!.open({}, error.message);
    }
  }

  /** Goes to a step, by its number, or to a heading, by its anchor. */
  go(place: string): void {
    const lesson = this.#lesson;
    if (!lesson) return;
    const { walk } = lesson;
    const named = walk.findIndex(({ anchor }) => anchor === place);
    const number = named >= 0 ? named + 1 : Number(place);
    const isStep = walk[number - 1] !== undefined;
    if (isStep || this.#step === 0) {
      this.#showStep(isStep ? number : kept(this.stem).step ?? 1);
    }
    if (!isStep && place !== "") this.#showReference(place);
  }

  /** Ends it: what runs is stopped, what was written is saved. */
  leave(): void {
    this.#hasLeft = true;
    this.#bench?.close();
  }

  #showStep(number: number): void {
    const lesson = this.#lesson!;
    const { walk, title } = lesson;
    const isFirst = this.#step === 0;
    this.#step = Math.min(walk.length, Math.max(1, number));
    const step = walk[this.#step - 1];
    keep(this.stem, { step: this.#step });
    document.title = `${lesson.number} · ${title} · Handshake`;
    this.#text.replaceChildren(
      ...stepView(lesson, this.#step),
      referenceView(lesson),
    );
    this.#text.scrollTop = 0;
    this.#bench!.showPart(step.part?.key);
    if (!isFirst) {
      this.#focusHeading();
      announce(`Step ${this.#step} of ${walk.length}: ${step.title}`);
    }
  }

  #focusHeading(): void {
    this.#text.querySelector<HTMLElement>("h2")?.focus();
  }

  #showReference(anchor: string): void {
    const details = this.#text.querySelector<HTMLDetailsElement>(
      "details.reference",
    )!;
    const heading = details.querySelector<HTMLElement>(
      `#${CSS.escape(anchor)}`,
    );
    if (!heading) return;
    details.open = true;
    heading.scrollIntoView();
    heading.focus();
  }

  /** Keys that count while the text has the focus. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (target instanceof HTMLInputElement) return;
    const to = { n: this.#step + 1, b: this.#step - 1 }[event.key];
    if (to !== undefined && this.#lesson!.walk[to - 1]) {
      location.hash = `#/${this.#row.number}/${to}`;
    } else if (event.key === "e") {
      event.preventDefault();
      this.#bench!.focus();
    }
  };
}
