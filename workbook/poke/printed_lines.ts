import { visible } from "../terminal/bytes.ts";
import type { Show } from "./play.ts";

/** Lines that are shown, and characters of each. */
const LINES = 50;
const COLUMNS = 200;

/** What a submission prints, as lines of the transcript: as many as one reads. */
export class PrintedLines {
  readonly #show: Show;
  #rest = "";
  #lines = 0;

  /** @param show Called with each line. */
  constructor(show: Show) {
    this.#show = show;
  }

  /** Adds what was printed; a line is shown when it is complete. */
  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!.slice(0, COLUMNS);
    for (const line of lines) {
      this.#lines++;
      if (this.#lines < LINES) {
        this.#show(`the submission prints ${visible(line).slice(0, COLUMNS)}`);
      } else if (this.#lines === LINES) {
        this.#show("the submission prints more; it is not shown");
      }
    }
  }
}
