import type { PageLesson } from "./content.ts";
import { h } from "./dom.ts";
import { olderView } from "./older.ts";
import { TRIED } from "./schedule.ts";
import { shareView } from "./share.ts";

/** What the bar above the editor does. */
export interface BarActions {
  judge(): void;
  /** Judges on real sockets, where that can be. */
  judgeThere?: () => void;
  /** Judges with many schedules, until one breaks the program. */
  search(): void;
  /** Puts another text in the place of the learner's. */
  take(text: string): void;
  /** Makes a link to what is shown. */
  link(): Promise<string>;
}

/** The bar above the editor. */
export interface Bar {
  element: HTMLElement;
  /** What is about one's own exercise alone. */
  own: HTMLElement;
}

/**
 * Makes the bar above the editor.
 *
 * @param lesson The lesson.
 * @param saved Says whether the text is saved.
 * @param choice The choice of the network.
 * @param actions What it does.
 */
export function barView(
  { stem, exercise }: PageLesson,
  saved: HTMLElement,
  choice: HTMLElement,
  { judge, judgeThere, search, take, link }: BarActions,
): Bar {
  const button = (text: string, title: string, act: () => void) =>
    h("button", { type: "button", title, onclick: act }, text);
  const own = h(
    "span.own-work",
    {},
    judgeThere &&
      button("Judge on real sockets", "as deno task grade does", judgeThere),
    button("Begin anew", "Your text is kept", () => take(exercise)),
    olderView(stem, take),
  );
  const element = h(
    "div.bar",
    {},
    h("span.path", {}, `lessons/${stem}/exercise.ts`),
    saved,
    button("Judge", "Ctrl-Enter in the editor", judge),
    choice,
    button(
      `Try ${TRIED} schedules`,
      "until one breaks the program: other networks, other seeds",
      search,
    ),
    shareView("Link", link),
    own,
  );
  return { element, own };
}
