/**
 * The run of a check below the text and the exercise: one recording for each
 * schedule that was chosen, to go back and forth between them.
 *
 * @module
 */
import type { Schedule } from "../../../grading/protocol.ts";
import {
  JUDGED_PROFILES,
  type ProfileName,
} from "../../../network/profiles.ts";
import type { Moment } from "../../timeline/moment.ts";
import type { Timeline } from "../../timeline/view.ts";
import { announce, h } from "./dom.ts";
import type { Run } from "./judging.ts";
import { type Chosen, ScheduleChoice, scheduleInWords } from "./schedule.ts";

/** What a run is shown with. */
export interface RunOptions {
  /** On which profiles the lesson is judged. */
  profiles: readonly ProfileName[];
  /** Runs a check again, and records it; `undefined` if the text is another by now. */
  record(check: string, schedule: Chosen): Promise<Run | undefined>;
  /** Shows a line of the exercise. */
  onLine(line: number): void;
  /** Called when it is closed. */
  onClose(): void;
  /** What makes a link to the moment that is shown. */
  share: HTMLElement;
}

/** What is shown of a check. */
export interface ShownRun {
  check: string;
  schedule: Schedule;
  /** The step. */
  at: number;
}

/** A run that was recorded, and where it was left. */
interface Kept extends Run {
  step?: number;
}

/** So many runs of a check are kept. */
const MOST_RUNS = 6;

/** Where runs are shown. */
export class RunView {
  readonly element = h("section.run", {
    "aria-label": "The run, segment by segment",
    hidden: true,
  });
  readonly #options: RunOptions;
  readonly #title = h("strong", {});
  readonly #list = h("span.runs", { role: "group", "aria-label": "Runs" });
  readonly #note = h("p.note", {});
  readonly #place = h("div", {});
  readonly #choice: ScheduleChoice;
  #check = "";
  #source = "";
  #runs: Kept[] = [];
  #shown: Kept | undefined;
  #last: Kept | undefined;
  /** The moment that the runs have in common, as long as one only goes between them. */
  #moment: Moment | undefined;
  #drawn: Timeline | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#choice = new ScheduleChoice(
      options.profiles,
      JUDGED_PROFILES,
      (chosen) => this.#record(chosen),
    );
    this.element.append(
      h(
        "div.run-bar",
        {},
        this.#title,
        this.#list,
        this.#choice.element,
        options.share,
        h(
          "button.quiet",
          { type: "button", onclick: () => this.#close() },
          "Close",
        ),
      ),
      this.#note,
      this.#place,
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** What is shown now. */
  get shown(): ShownRun | undefined {
    if (!this.#shown || !this.#drawn) return undefined;
    const { schedule } = this.#shown;
    return { check: this.#check, schedule, at: this.#drawn.step };
  }

  /**
   * Runs a check, and shows it.
   *
   * @param check The check.
   * @param source The text of the exercise.
   * @param schedule What it runs with.
   * @param at The step to show; that of the fault by default.
   * @returns Whether there is something to see.
   */
  async show(
    check: string,
    source: string,
    schedule: Chosen,
    at?: number,
  ): Promise<boolean> {
    const run = await this.#options.record(check, schedule);
    if (!run?.recording) return false;
    this.clear();
    this.#check = check;
    this.#source = source;
    this.#title.textContent = check;
    this.#runs = [{ ...run, step: at }];
    await this.#draw(this.#runs[0]);
    this.#drawn?.focus();
    this.element.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Takes it away: the text that ran has changed. */
  clear(): void {
    this.#drawn?.destroy();
    this.#drawn =
      this.#shown =
      this.#last =
      this.#moment =
        undefined;
    this.#runs = [];
    this.element.hidden = true;
  }

  #close(): void {
    this.clear();
    this.#options.onClose();
  }

  /** The same check with another schedule. */
  async #record(chosen: Chosen): Promise<void> {
    const known = this.#runs.find(({ schedule }) =>
      schedule.profile === chosen.profile && schedule.seed === chosen.seed
    );
    const run = known ?? await this.#options.record(this.#check, chosen);
    if (!run || this.#runs.length === 0) return;
    if (!run.recording) {
      announce("This run has no segments");
      return;
    }
    if (!known) {
      this.#runs.push(run);
      const oldest = this.#runs.findIndex((each) => each !== this.#shown);
      if (this.#runs.length > MOST_RUNS) this.#runs.splice(oldest, 1);
    }
    await this.#draw(run);
  }

  /** Draws a run, at the moment where the other one was. */
  async #draw(run: Kept): Promise<void> {
    const { mountTimeline } = await import("../../timeline/view.ts");
    const before = this.#drawn;
    if (before && this.#shown) {
      if (before.hasMoved || !this.#moment) {
        // Where one has gone since is the moment of all runs now.
        this.#moment = before.moment;
        for (const each of this.#runs) each.step = undefined;
      }
      this.#shown.step = before.step;
      this.#last = this.#shown;
      before.destroy();
    }
    this.#shown = run;
    this.element.hidden = false;
    this.#drawn = mountTimeline(this.#place, run.recording!, {
      source: this.#source,
      onLine: this.#options.onLine,
      at: run.step ?? this.#moment,
    });
    this.#tell(run);
  }

  #tell(run: Kept): void {
    const inWords = ({ schedule, outcome }: Kept) =>
      `${scheduleInWords(schedule)}: ${outcome}`;
    this.#list.replaceChildren(
      ...this.#runs.map((each) =>
        h("button", {
          type: "button",
          "aria-pressed": String(each === run),
          onclick: async () => {
            await this.#draw(each);
            this.#list.querySelector<HTMLElement>('[aria-pressed="true"]')
              ?.focus();
          },
        }, inWords(each))
      ),
    );
    this.#choice.value = run.schedule;
    const isJudged = this.#options.profiles.includes(run.schedule.profile);
    this.#note.textContent = [
      this.#runs.length > 1 && "O goes back and forth between two runs.",
      !isJudged &&
      "The checks of this lesson do not hold on this network: it shows how bytes travel, not whether the program is right.",
    ].filter(Boolean).join(" ");
    announce(`Shown: ${inWords(run)}`);
  }

  #key(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    if ((target as Element).closest("select, .seed, .link")) return;
    if (key === "Escape") this.#close();
    else if (key === "o" && this.#last && this.#runs.includes(this.#last)) {
      const keepsFocus = this.#place.contains(document.activeElement);
      this.#draw(this.#last).then(() => keepsFocus && this.#drawn?.focus());
    } else return;
    event.preventDefault();
  }
}
