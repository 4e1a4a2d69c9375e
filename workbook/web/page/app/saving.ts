import { conflictView } from "./conflict.ts";
import { announce, h } from "./dom.ts";
import type { Exercise } from "./exercise.ts";
import type { Version } from "./version.ts";
import { keepOlder } from "./store.ts";

/** The editor whose text is saved. */
interface Edited {
  readonly text: string;
  replace(text: string): void;
}

/** Saves an exercise. Where it was changed elsewhere, too, the learner is asked. */
export class Saving {
  /** Says whether it is saved. */
  readonly status = h("span.saved", { "aria-live": "off" });
  /** Asks what is to go on. */
  readonly question = h("div.conflict", { role: "alert", hidden: true });
  readonly #stem: string;
  readonly #exercise: Exercise;
  readonly #onChoice: () => void;
  #base = "";
  #text = "";

  /**
   * @param stem The lesson.
   * @param exercise Where it is kept.
   * @param onChoice Called when the learner has chosen what is to go on.
   */
  constructor(stem: string, exercise: Exercise, onChoice: () => void) {
    this.#stem = stem;
    this.#exercise = exercise;
    this.#onChoice = onChoice;
  }

  /** The name of what is there, as far as is known. */
  get base(): string {
    return this.#base;
  }

  /** Reads what is there: the next save is a change of that. */
  async read(): Promise<string> {
    const { name, text } = await this.#exercise.read();
    this.#base = name;
    return this.#text = text;
  }

  /** Whether a text is the one that was read or saved last. */
  has(text: string): boolean {
    return text === this.#text;
  }

  /**
   * @param isLast Whether the page goes away now.
   * @returns Whether it is saved, or cannot be; if not, the learner is asked.
   */
  async save(editor: Edited, isLast = false): Promise<boolean> {
    try {
      const { text } = editor;
      const saved = await this.#exercise.save(text, this.#base, isLast);
      if (saved.how === "conflict") {
        this.#ask(editor, saved.other);
        return false;
      }
      this.#base = saved.name;
      this.#text = text;
      this.status.textContent = "saved";
      return true;
    } catch (error) {
      this.status.textContent = `not saved: ${(error as Error).message}`;
      announce(this.status.textContent);
      return true;
    }
  }

  /** Neither text is lost. */
  #ask(editor: Edited, other: Version): void {
    const choose = (mine: boolean) => {
      keepOlder(this.#stem, mine ? other.text : editor.text);
      this.#base = other.name;
      this.question.hidden = true;
      if (!mine) editor.replace(other.text);
      this.#onChoice();
    };
    this.question.replaceChildren(...conflictView(choose));
    this.question.hidden = false;
  }
}
