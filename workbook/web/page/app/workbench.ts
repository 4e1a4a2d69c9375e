import { conflictView } from "./conflict.ts";
import type { PageLesson } from "./content.ts";
import { announce, h } from "./dom.ts";
import type { Editor } from "./editor.ts";
import type { Exercise, Version } from "./exercise.ts";
import { olderView } from "./older.ts";
import type { Server } from "./server.ts";
import { keep, keepOlder, nameOf } from "./store.ts";
import { RunView } from "./timeline.ts";
import { VerdictView } from "./verdict.ts";
import { holesIn, type PartKey } from "../../../scaffold.ts";
import { standingOf } from "../../../study/standing.ts";
import type { CheckResult, Verdict } from "../../../grading/verdict.ts";

/** Time without a key after which the text is saved and judged, in milliseconds. */
const PAUSE_MS = 400;

type Judge = (
  text: string,
  onCheck: (check: CheckResult) => void,
  signal: AbortSignal,
) => Promise<Verdict>;

/** The exercise of a lesson: the editor, and the verdict on what is in it. */
export class Workbench {
  readonly element: HTMLElement;
  readonly #lesson: PageLesson;
  readonly #exercise: Exercise;
  readonly #server: Server | undefined;
  readonly #place = h("div.editor", {});
  readonly #saved = h("span.saved", { "aria-live": "off" });
  readonly #conflict = h("div.conflict", { role: "alert", hidden: true });
  readonly #verdict: VerdictView;
  readonly #run = new RunView();
  #seed: number | undefined;
  #editor: Editor | undefined;
  #base = "";
  #part: PartKey | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = new AbortController();

  constructor(
    lesson: PageLesson,
    exercise: Exercise,
    server: Server | undefined,
  ) {
    this.#lesson = lesson;
    this.#exercise = exercise;
    this.#server = server;
    this.#verdict = new VerdictView(
      lesson,
      (line) => this.#editor?.goTo(line),
      (check) => this.#showRun(check),
    );
    const button = (text: string, title: string, act: () => void) =>
      h("button", { type: "button", title, onclick: act }, text);
    this.element = h(
      "section.work",
      { "aria-label": "Your exercise" },
      h(
        "div.bar",
        {},
        h("span.path", {}, `lessons/${lesson.stem}/exercise.ts`),
        this.#saved,
        button("Judge", "Ctrl-Enter in the editor", () => this.judge()),
        server &&
          button(
            "Judge on real sockets",
            "as deno task grade does",
            () => this.#judgeThere(),
          ),
        button(
          "Begin anew",
          "Your text is kept",
          () => this.#take(lesson.exercise),
        ),
        olderView(lesson.stem, (text) => this.#take(text)),
      ),
      this.#conflict,
      this.#place,
      h(
        "p.keys",
        {},
        "Ctrl-Enter judges. Esc, then Tab, leaves the editor.",
      ),
      this.#verdict.element,
    );
  }

  /** Loads the editor and the text. */
  async open(): Promise<void> {
    // The engine that judges is loaded meanwhile.
    import("./judging.ts")
      .then(
        ({ prepareJudging }) => prepareJudging(this.#lesson.stem),
        () => {},
      );
    const [{ createEditor }, version] = await Promise.all([
      import("./editor.ts"),
      this.#exercise.read(),
    ]);
    this.#base = version.name;
    this.#editor = createEditor(this.#place, version.text, {
      onChange: () => this.#changed(),
      onJudge: () => this.judge(),
    });
    this.showPart(this.#part);
    await this.judge();
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
    clearTimeout(this.#timer);
    this.#running.abort();
    if (this.#editor) this.#save();
    this.#editor?.destroy();
    this.#editor = undefined;
  }

  #changed(): void {
    this.#saved.textContent = "";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.judge(), PAUSE_MS);
  }

  /** Saves the text and judges it in the page. */
  async judge(): Promise<void> {
    const { stem } = this.#lesson;
    const { judgeText } = await import("./judging.ts");
    await this.#runJudge(
      (text, onCheck, signal) => judgeText(stem, text, { onCheck, signal }),
    );
  }

  /** Saves the text and lets the server judge the file. */
  async #judgeThere(): Promise<void> {
    const { stem } = this.#lesson;
    await this.#runJudge((_, onCheck, signal) =>
      this.#server!.judge(stem, onCheck, signal)
    );
  }

  async #runJudge(judge: Judge): Promise<void> {
    if (!this.#editor) return;
    clearTimeout(this.#timer);
    this.#running.abort();
    const { signal } = this.#running = new AbortController();
    const { text } = this.#editor;
    if (!await this.#save() || signal.aborted) return;
    this.#run.clear();
    this.#verdict.begin();
    try {
      const verdict = await judge(
        text,
        (check) => signal.aborted || this.#verdict.check(check),
        signal,
      );
      if (signal.aborted) return;
      this.#verdict.end(verdict);
      this.#seed = verdict.seed;
      const { stem } = this.#lesson;
      const standing = standingOf(verdict);
      keep(stem, { standing: { ...standing, of: nameOf(text) } });
      // What the server has judged it remembers itself.
      if (!verdict.profile) return;
      await this.#server?.remember(stem, standing, this.#base)
        .catch((error) => announce(`not remembered: ${error.message}`));
    } catch (error) {
      if (!signal.aborted) this.#verdict.fail(error);
    }
  }

  /** Where the run of a check is shown. */
  get runElement(): HTMLElement {
    return this.#run.element;
  }

  /** Runs a check again as it ran, and shows every segment of it. */
  async #showRun(only: string): Promise<void> {
    const { text } = this.#editor!;
    const { signal } = this.#running;
    const { recordCheck } = await import("./judging.ts");
    const recording = await recordCheck(this.#lesson.stem, text, {
      only,
      seed: this.#seed,
      signal,
    });
    if (signal.aborted || this.#editor?.text !== text) return;
    const isShown = await this.#run.show(
      recording,
      text,
      (line) => this.#editor?.goTo(line),
    );
    announce(isShown ? "The run is shown below" : "This check has no segments");
  }

  /** @returns Whether it is saved; if not, the conflict is shown. */
  async #save(): Promise<boolean> {
    const { text } = this.#editor!;
    try {
      const saved = await this.#exercise.save(text, this.#base);
      if (saved.how === "conflict") {
        this.#showConflict(saved.other);
        return false;
      }
      this.#base = saved.name;
      this.#saved.textContent = "saved";
      return true;
    } catch (error) {
      this.#saved.textContent = `not saved: ${(error as Error).message}`;
      announce(this.#saved.textContent);
      return true;
    }
  }

  /** The exercise was changed elsewhere, too: the learner chooses, and neither is lost. */
  #showConflict(other: Version): void {
    const choose = (mine: boolean) => {
      const { text } = this.#editor!;
      keepOlder(this.#lesson.stem, mine ? other.text : text);
      this.#base = other.name;
      this.#conflict.hidden = true;
      if (!mine) this.#editor!.replace(other.text);
      this.judge();
    };
    this.#conflict.replaceChildren(...conflictView(choose));
    this.#conflict.hidden = false;
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
