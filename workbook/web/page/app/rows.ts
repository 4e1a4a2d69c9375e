import { h } from "./dom.ts";

/**
 * Rows of a fault: what was done, expected, came, where to look.
 *
 * @param rows The rows.
 * @param goTo Leads to a line of the exercise.
 */
export function rowsView(
  rows: Array<[label: string, text: string]>,
  goTo: (line: number) => void = () => {},
): HTMLElement {
  return h(
    "dl.rows",
    {},
    ...rows.flatMap(([label, text]) => [
      h("dt", {}, label),
      label === "at" ? h("dd", {}, placeView(text, goTo)) : h("dd", {}, text),
    ]),
  );
}

/** A place in the exercise: it leads into the editor. */
function placeView(text: string, goTo: (line: number) => void): HTMLElement {
  const [, line] = /:(\d+):\d+$/.exec(text) ?? [];
  if (line === undefined) return h("span", {}, text);
  return h("button.place", {
    type: "button",
    onclick: () => goTo(Number(line)),
  }, text);
}
