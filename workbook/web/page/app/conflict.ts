import { h } from "./dom.ts";

/**
 * What is asked when an exercise was changed elsewhere, too.
 *
 * @param choose Called with whether the text in this page is to go on.
 */
export function conflictView(choose: (mine: boolean) => void): HTMLElement[] {
  const button = (text: string, mine: boolean) =>
    h("button", { type: "button", onclick: () => choose(mine) }, text);
  return [
    h(
      "p",
      {},
      "This exercise was changed elsewhere, too. Both texts are kept; which one is to go on?",
    ),
    button("This one", true),
    button("The other", false),
  ];
}
