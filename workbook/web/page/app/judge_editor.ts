import type { CheckResult, Verdict } from "../../../grading/verdict.ts";
import { standingOf } from "../../../study/standing.ts";
import type { PageLesson } from "./content.ts";
import { announce } from "./dom.ts";
import type { Editor } from "./editor.ts";
import type { Saving } from "./saving.ts";
import {
  type Chosen,
  type ScheduleChoice,
  schedulesToTry,
  TRIED,
} from "./schedule.ts";
import type { Server } from "./server.ts";
import { keep, nameOf } from "./store.ts";
import type { VerdictView } from "./verdict.ts";

/** Time without a key after which the text is saved and judged, in milliseconds. */
const PAUSE_MS = 400;

type Judge = (
  text: string,
  onCheck: (check: CheckResult) => void,
  signal: AbortSignal,
) => Promise<Verdict>;

/** What is judged, and where the verdict is shown. */
export interface Judged {
  lesson: PageLesson;
  /** The workbook's server, if there is one. */
  server: Server | undefined;
  saving: Saving;
  choice: ScheduleChoice;
  verdict: VerdictView;
  /** The editor, once it is there. */
  editor(): Editor | undefined;
  /** Whether the text is the learner's own: then it is saved first. */
  isOwn(): boolean;
  /** Called when a judging begins. */
  onBegin(): void;
}

/** Judges what is in the editor; a judging ends where the next one begins. */
export class Judging {
  /** What the last judging ran with. */
  last: Chosen = { profile: "kind" };
  readonly #of: Judged;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = new AbortController();

  /** @param of What is judged. */
  constructor(of: Judged) {
    this.#of = of;
  }

  /** Ends with the judging that runs now. */
  get signal(): AbortSignal {
    return this.#running.signal;
  }

  /** Judges when no key has come for a while. */
  judgeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.judge(), PAUSE_MS);
  }

  /** Ends what runs. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  /** Saves the text and judges it in the page. */
  async judge(): Promise<void> {
    const { stem } = this.#of.lesson;
    const { judgeText } = await import("./judging.ts");
    await this.#runJudge((text, onCheck, signal) =>
      judgeText(stem, text, { ...this.#of.choice.value, onCheck, signal })
    );
  }

  /** Saves the text and lets the server judge the file. */
  async judgeThere(server: Server): Promise<void> {
    const { stem } = this.#of.lesson;
    await this.#runJudge((_, onCheck, signal) =>
      server.judge(stem, onCheck, signal)
    );
  }

  /** Judges with many schedules: the one that breaks the program is chosen. */
  async search(): Promise<void> {
    const { stem, profiles } = this.#of.lesson;
    const { trySchedules } = await import("./judging.ts");
    const verdict = await this.#runJudge((text, _, signal) =>
      trySchedules(stem, text, schedulesToTry(profiles), signal)
    );
    if (verdict?.status === "wrong") this.#of.choice.value = this.last;
    else if (verdict?.checks.some(({ outcome }) => outcome === "right")) {
      this.#of.verdict.tell(`No schedule of ${TRIED} breaks it`);
    }
  }

  /** @returns The verdict; `undefined` if it was ended, or could not be had. */
  async #runJudge(judge: Judge): Promise<Verdict | undefined> {
    const editor = this.#of.editor();
    if (!editor) return undefined;
    this.stop();
    const { signal } = this.#running = new AbortController();
    const { text } = editor;
    const isOwn = this.#of.isOwn();
    if (isOwn && !await this.#of.saving.save(editor)) return undefined;
    if (signal.aborted) return undefined;
    this.#of.onBegin();
    this.#of.verdict.begin(text);
    try {
      const verdict = await judge(
        text,
        (check) => signal.aborted || this.#of.verdict.take(check),
        signal,
      );
      if (signal.aborted) return undefined;
      this.#of.verdict.end(verdict);
      const { profile, seed } = verdict;
      this.last = { profile: profile ?? "kind", seed };
      // Where an exercise stands is said on the network as it is.
      if (isOwn && this.last.profile === "kind") {
        await this.#remember(verdict, text);
      }
      return verdict;
    } catch (error) {
      if (!signal.aborted) this.#of.verdict.fail(error);
    }
  }

  async #remember(verdict: Verdict, text: string): Promise<void> {
    const { stem } = this.#of.lesson;
    const standing = standingOf(verdict);
    keep(stem, { standing: { ...standing, of: nameOf(text) } });
    // What the server has judged it remembers itself.
    if (!verdict.profile) return;
    await this.#of.server?.remember(stem, standing, this.#of.saving.base)
      .catch((error) => announce(`not remembered: ${error.message}`));
  }
}
