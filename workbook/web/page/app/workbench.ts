import type { PageLesson } from "./content.ts";
import { announce, h } from "./dom.ts";
import { Judging } from "./judge_editor.ts";
import type { Run } from "./judging.ts";
import type { Editor } from "./editor.ts";
import { barView } from "./bar.ts";
import type { Exercise } from "./exercise.ts";
import { brokenLinkView, guestView } from "./guest.ts";
import { type Shared, writeLink } from "./link.ts";
import { Saving } from "./saving.ts";
import { type Chosen, ScheduleChoice } from "./schedule.ts";
import type { Server } from "./server.ts";
import { shareView } from "./share.ts";
import { keepOlder } from "./store.ts";
import { RunView } from "./timeline.ts";
import { VerdictView } from "./verdict.ts";
import { holesIn, type PartKey } from "../../../scaffold.ts";

/** What a workbench needs. */
export interface WorkbenchOptions {
  lesson: PageLesson;
  /** Where the exercise is kept. */
  exercise: Exercise;
  /** The workbook's server, if there is one. */
  server: Server | undefined;
  /** The address of the step that is read. */
  place: () => string;
}

/** The exercise of a lesson: the editor, and the verdict on what is in it. */
export class Workbench {
  readonly element: HTMLElement;
  readonly #lesson: PageLesson;
  readonly #where: () => string;
  readonly #place = h("div.editor", {});
  readonly #guest = h("div", {});
  /** What is about one's own exercise alone. */
  readonly #own: HTMLElement;
  readonly #saving: Saving;
  readonly #choice: ScheduleChoice;
  readonly #verdict: VerdictView;
  readonly #run: RunView;
  readonly #judging: Judging;
  #editor: Editor | undefined;
  #part: PartKey | undefined;
  /** What came with a link, as long as it is not one's own. */
  #shared: Shared | undefined;

  constructor({ lesson, exercise, server, place }: WorkbenchOptions) {
    this.#lesson = lesson;
    this.#where = place;
    const { stem, profiles } = lesson;
    this.#saving = new Saving(stem, exercise, () => this.judge());
    this.#choice = new ScheduleChoice(
      profiles,
      profiles,
      () => this.judge(),
    );
    const goTo = (line: number) => this.#editor?.goTo(line);
    this.#verdict = new VerdictView(
      lesson,
      goTo,
      (check) => this.#showRun(check, this.#judging.last),
    );
    this.#run = new RunView({
      profiles,
      record: (check, schedule) => this.#record(check, schedule),
      onLine: goTo,
      onClose: () => this.#editor?.focus(),
      share: shareView("Link to this moment", () => this.#link()),
    });
    this.#judging = new Judging({
      lesson,
      server,
      saving: this.#saving,
      choice: this.#choice,
      verdict: this.#verdict,
      editor: () => this.#editor,
      isOwn: () => !this.#shared,
      onBegin: () => this.#run.clear(),
    });
    const bar = barView(lesson, this.#saving.status, this.#choice.element, {
      judge: () => this.judge(),
      judgeThere: server && (() => this.#judging.judgeThere(server)),
      search: () => this.#judging.search(),
      take: (text) => this.#take(text),
      link: () => this.#link(),
    });
    this.#own = bar.own;
    this.element = h(
      "section.work",
      { "aria-label": "Your exercise" },
      bar.element,
      this.#guest,
      this.#saving.question,
      this.#place,
      h("p.keys", {}, "Ctrl-Enter judges. Esc, then Tab, leaves the editor."),
      this.#verdict.element,
    );
  }

  /**
   * Loads the editor and the text.
   *
   * @param shared What came with a link. Its code does not run before the reader says so.
   * @param problem What is wrong with the link.
   */
  async open(shared: Shared = {}, problem?: string): Promise<void> {
    // The engine that judges is loaded meanwhile.
    import("./judging.ts")
      .then(
        ({ prepareJudging }) => prepareJudging(this.#lesson.stem),
        () => {},
      );
    const [{ createEditor }, own] = await Promise.all([
      import("./editor.ts"),
      this.#saving.read(),
    ]);
    const { schedule, text = own } = shared;
    this.#shared = text === own ? undefined : shared;
    if (schedule && this.#lesson.profiles.includes(schedule.profile)) {
      this.#choice.value = schedule;
    }
    this.#editor = createEditor(this.#place, text, {
      onChange: () => this.#changed(),
      onJudge: () => this.judge(),
    });
    addEventListener("pagehide", this.#keepLast);
    this.showPart(this.#part);
    if (problem) this.#guest.replaceChildren(brokenLinkView(problem));
    if (!this.#shared) return await this.#judgeShared(shared);
    this.#own.hidden = true;
    this.#verdict.wait("not judged: it came with a link");
    this.#guest.replaceChildren(guestView(shared.check !== undefined, {
      judge: () => this.#judgeShared(shared),
      keep: () => this.#keepShared(),
      leave: () => this.#leaveShared(),
    }));
  }

  /** Judges, and shows the moment that a link names. */
  async #judgeShared({ check, schedule, at }: Shared): Promise<void> {
    await this.judge();
    if (check !== undefined) {
      await this.#showRun(check, schedule ?? this.#judging.last, at);
    }
  }

  /** Brings the hole of a part into sight. */
  showPart(part: PartKey | undefined): void {
    this.#part = part;
    if (part === undefined || !this.#editor) return;
    const { text } = this.#editor;
    const hole = holesIn(text).find((each) => each.part === part);
    if (hole) this.#editor.goTo(hole.line, { focus: false });
  }

  focus(): void {
    this.#editor?.focus();
  }

  /** Saves, and ends what runs. */
  close(): void {
    this.#judging.stop();
    removeEventListener("pagehide", this.#keepLast);
    this.#keepText();
    this.#editor?.destroy();
    this.#editor = undefined;
  }

  /** What was written is not lost; nor are changes of what came with a link. */
  #keepText(isLast = false): void {
    if (!this.#editor) return;
    const { text } = this.#editor;
    if (!this.#shared) {
      if (!this.#saving.has(text)) this.#saving.save(this.#editor, isLast);
    } else if (text !== this.#shared.text) keepOlder(this.#lesson.stem, text);
  }

  /** The page goes away. */
  readonly #keepLast = (): void => this.#keepText(true);

  #changed(): void {
    // What came with a link runs only when the reader says so.
    if (this.#shared) return;
    this.#saving.status.textContent = "";
    this.#judging.judgeSoon();
  }

  /** Saves the text and judges it in the page. */
  async judge(): Promise<void> {
    await this.#judging.judge();
  }

  /** Where the run of a check is shown. */
  get runElement(): HTMLElement {
    return this.#run.element;
  }

  async #showRun(check: string, schedule: Chosen, at?: number): Promise<void> {
    if (!this.#editor) return;
    const { text } = this.#editor;
    const isShown = await this.#run.show(check, text, schedule, at);
    if (isShown) return;
    this.#verdict.tell(
      `"${check}" has no run to show: it used no network`,
    );
  }

  /** Runs a check again and records it. */
  async #record(only: string, schedule: Chosen): Promise<Run | undefined> {
    const { text } = this.#editor!;
    const { signal } = this.#judging;
    const { recordCheck, wasForced } = await import("./judging.ts");
    const options = { ...schedule, only, signal };
    const check = this.#verdict.check(only);
    const isForced = check !== undefined && wasForced(check);
    const run = await recordCheck(this.#lesson.stem, text, options, isForced);
    return signal.aborted || this.#editor?.text !== text ? undefined : run;
  }

  /** A link to what is shown now. */
  async #link(): Promise<string> {
    const { text } = this.#editor!;
    const shown = this.#run.shown;
    const schedule = shown?.schedule ?? this.#choice.value;
    return await writeLink(this.#where(), { ...shown, schedule, text });
  }

  /** Takes what came with a link for one's own; what was there is kept. */
  async #keepShared(): Promise<void> {
    keepOlder(this.#lesson.stem, await this.#saving.read());
    this.#endShared();
  }

  /** Goes back to one's own. */
  async #leaveShared(): Promise<void> {
    this.#keepText();
    this.#editor?.replace(await this.#saving.read());
    this.#endShared();
  }

  #endShared(): void {
    this.#shared = undefined;
    this.#own.hidden = false;
    this.#guest.replaceChildren();
    history.replaceState(null, "", `#/${this.#where()}`);
    this.#editor?.focus();
    this.judge();
  }

  /** Puts another text in the place of this one, which is kept. */
  #take(text: string): void {
    if (!this.#editor) return;
    keepOlder(this.#lesson.stem, this.#editor.text);
    this.#editor.replace(text);
    announce("The exercise was replaced; the text before is kept");
    this.judge();
  }
}
