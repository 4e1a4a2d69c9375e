/**
 * The one place where the page meets the recording of a run and its picture:
 * `workbook/web/timeline`.
 *
 * @module
 */
import type { Recording } from "../../timeline/recording.ts";
import type { Timeline } from "../../timeline/view.ts";
import { h } from "./dom.ts";

/** Where a recorded run is shown, below the text and the exercise. */
export class RunView {
  readonly element = h("section.run", {
    "aria-label": "The run, segment by segment",
    hidden: true,
  });
  #drawn: Timeline | undefined;

  /**
   * Draws a recording.
   *
   * @param recording The recording.
   * @param source The text of the exercise.
   * @param onLine Shows a line of it.
   * @returns Whether there is something to see.
   */
  async show(
    recording: Recording | undefined,
    source: string,
    onLine: (line: number) => void,
  ): Promise<boolean> {
    this.clear();
    if (recording === undefined) return false;
    const { mountTimeline } = await import("../../timeline/view.ts");
    const place = h("div", {});
    this.element.replaceChildren(
      h(
        "button.quiet",
        { type: "button", onclick: () => this.clear() },
        "Close",
      ),
      place,
    );
    this.element.hidden = false;
    this.#drawn = mountTimeline(place, recording, { source, onLine });
    return true;
  }

  /** Takes it away: the text that ran has changed. */
  clear(): void {
    this.#drawn?.destroy();
    this.#drawn = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
