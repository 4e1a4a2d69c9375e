import {
  counts,
  isRequired,
  ladderOf,
  type Rung,
  rungCount,
  rungWord,
} from "../../../grading/ladder.ts";
import type { CheckResult, Verdict } from "../../../grading/verdict.ts";
import { faultRows } from "../../../sandbox/fault.ts";
import { begunParts, nameOfPart, type PartKey } from "../../../scaffold.ts";
import { standing } from "../../../study/standing.ts";
import type { PageLesson } from "./content.ts";
import { announce, h } from "./dom.ts";
import { hintView } from "./hint.ts";
import { scheduleInWords } from "./schedule.ts";
import { restView } from "./rest.ts";
import { rowsView } from "./rows.ts";

/** The verdict part by part, in the words of the terminal. */
export class VerdictView {
  readonly element = h("section.verdict", {
    "aria-label": "Verdict",
    // It scrolls, perhaps with nothing in it that can have the focus.
    tabIndex: 0,
  });
  readonly #lesson: PageLesson;
  readonly #goTo: (line: number) => void;
  readonly #showRun: (check: string) => void;
  readonly #ladder = h("ol.ladder", {});
  readonly #standing = h("p.standing", {});
  readonly #rest = h("div.rest", {});
  readonly #schedule = h("p.note.on", {});
  readonly #runs = h("div.see", {});
  readonly #told = h("span.note", {});
  #checks: CheckResult[] = [];
  /** Parts of which something is written. */
  #begun: ReadonlySet<PartKey> = new Set();
  #drawing = 0;

  /**
   * @param lesson Whose hints are shown.
   * @param goTo Shows a line of the exercise.
   * @param showRun Shows the run of a check.
   */
  constructor(
    lesson: PageLesson,
    goTo: (line: number) => void,
    showRun: (check: string) => void,
  ) {
    this.#lesson = lesson;
    this.#showRun = showRun;
    this.#goTo = goTo;
    this.element.append(
      this.#standing,
      this.#ladder,
      this.#rest,
      this.#runs,
      this.#schedule,
    );
  }

  /**
   * A judging begins: what is shown stays until something new is known.
   *
   * @param text What is judged.
   */
  begin(text: string): void {
    this.#checks = [];
    this.#begun = begunParts(this.#lesson.exercise, text);
    this.element.dataset.state = "judging";
    this.#standing.textContent = "judging …";
  }

  /** The check of a name, if it was judged. */
  check(name: string): CheckResult | undefined {
    return this.#checks.find((each) => each.name === name);
  }

  /** Takes the next check, in order. */
  take(check: CheckResult): void {
    this.#checks.push(check);
    // Many come at once: one picture of them is enough.
    this.#drawing ||= requestAnimationFrame(() => this.#draw(false));
  }

  /** Shows the whole verdict. */
  end(verdict: Verdict): void {
    this.#checks = verdict.checks;
    this.#draw(true);
    const text = standing(verdict);
    this.#standing.textContent = text;
    this.#standing.className = `standing ${
      verdict.status.replaceAll(" ", "-")
    }`;
    this.element.dataset.state = verdict.status;
    this.#rest.replaceChildren(...restView(verdict));
    this.#told.textContent = "";
    this.#runs.replaceChildren(
      ...runChoice(verdict, this.#showRun),
      this.#told,
    );
    this.#schedule.textContent = howItRan(this.#lesson, verdict);
    announce(`Lesson ${this.#lesson.number}: ${text}`);
  }

  /** Says something beside the choice of runs. */
  tell(text: string): void {
    this.#told.textContent = text;
    announce(text);
  }

  /** Nothing is judged yet. */
  wait(text: string): void {
    this.element.dataset.state = "waits";
    this.#standing.textContent = text;
  }

  /** The judging itself failed. */
  fail(error: unknown): void {
    this.element.dataset.state = "failed";
    this.#standing.textContent = `could not be judged: ${
      error instanceof Error ? error.message : error
    }`;
  }

  #draw(isComplete: boolean): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    const rungs = ladderOf(this.#checks);
    // The last rung is complete when a check of the next one comes; a wrong
    // check is shown at once.
    const last = rungs.at(-1)?.status === "wrong" ? undefined : -1;
    const shown = isComplete ? rungs : rungs.slice(0, last);
    let hasWrong = false;
    this.#ladder.replaceChildren(...shown.map((rung) => {
      const wrong = this.#checks.filter((check) =>
        check.part?.key === rung.key && check.outcome === "wrong" &&
        counts(check)
      );
      // One fault in full is enough: a learner mends the first one first.
      const first = hasWrong ? undefined : wrong.shift();
      if (first) hasWrong = true;
      const isDone = isComplete || rung !== rungs.at(-1);
      return this.#rung(rung, first, wrong, isDone);
    }));
  }

  #rung(
    rung: Rung,
    first: CheckResult | undefined,
    others: CheckResult[],
    isDone: boolean,
  ): HTMLElement {
    const status = rungWord(rung, this.#begun);
    return h(
      `li.${status.replaceAll(" ", "-")}`,
      {},
      h(
        "div.rung",
        {},
        h("span.name", {}, nameOfPart(rung.key)),
        h("span.title", {}, isRequired(rung) ? rung.title : ""),
        h("span.word", {}, wordOf(status, rung.waitsFor)),
        h("span.count", {}, isDone ? rungCount(rung, status) : ""),
      ),
      first && this.#firstWrong(first),
      ...others.map(({ name }) => h("p.also", {}, `also wrong: ${name}`)),
    );
  }

  #firstWrong({ name, fault, transcript }: CheckResult): HTMLElement {
    return h(
      "div.wrong-check",
      {},
      h("p.check", {}, h("strong", {}, name)),
      fault && rowsView(faultRows(fault, transcript), this.#goTo),
      transcript && transcript.length > 0 &&
        h("button.quiet", {
          type: "button",
          onclick: () => this.#showRun(name),
        }, "See the run, segment by segment"),
      hintView(this.#lesson, name),
    );
  }
}

/** Any check that ran, to see its run. */
function runChoice(
  { checks }: Verdict,
  showRun: (check: string) => void,
): HTMLElement[] {
  const ran = checks.filter(({ outcome }) => outcome !== "ignored");
  if (ran.length === 0) return [];
  const wrong = ran.find(({ outcome }) => outcome === "wrong");
  const select = h(
    "select",
    {},
    ...ran.map(({ name, outcome, part }) =>
      h(
        "option",
        { value: name, selected: name === wrong?.name },
        `${part ? `${nameOfPart(part.key)}, ` : ""}${outcome}: ${name}`,
      )
    ),
  );
  return [
    h("label", {}, "The run of a check ", select),
    h("button.quiet", {
      type: "button",
      onclick: () => showRun(select.value),
    }, "See it"),
  ];
}

/** What decided the run: with it the same happens again. */
function howItRan(
  { number }: PageLesson,
  { profile, seed }: Verdict,
): string {
  if (!profile) {
    return `On real sockets, seed ${seed}. The same payloads in the terminal: ` +
      `deno task grade ${number} --seed ${seed}`;
  }
  return `${scheduleInWords({ profile, seed })}. The same in the terminal: ` +
    `deno task grade ${number} --model ${profile} --seed ${seed}`;
}

/** As the terminal writes it. */
type RungWord = ReturnType<typeof rungWord>;

function wordOf(status: RungWord, waitsFor: Rung["waitsFor"]): string {
  if (status === "waits") {
    return `waits for ${
      waitsFor === undefined ? "others" : nameOfPart(waitsFor)
    }`;
  }
  return status === "wrong" ? "WRONG" : status;
}
