import { h } from "./dom.ts";

/** What a reader can do with code that came with a link. */
export interface GuestActions {
  /** Runs it: nothing of it has run so far. */
  judge(): void;
  /** Takes it for one's own. */
  keep(): void;
  /** Goes back to one's own. */
  leave(): void;
}

/**
 * What is said beside code that came with a link.
 *
 * @param hasMoment Whether the link leads to a moment of a run.
 * @param actions What can be done.
 */
export function guestView(
  hasMoment: boolean,
  { judge, keep, leave }: GuestActions,
): HTMLElement {
  const button = (text: string, act: () => void) =>
    h("button", { type: "button", onclick: act }, text);
  return h(
    "div.guest",
    { role: "region", "aria-label": "From a link" },
    h(
      "p",
      {},
      h("strong", {}, "From a link. "),
      "This code came with the link: it runs only when you judge it. Your own exercise is as it was.",
    ),
    h(
      "p.buttons",
      {},
      button(hasMoment ? "Judge it, and show the moment" : "Judge it", judge),
      button("Keep it as mine", keep),
      button("Back to mine", leave),
    ),
  );
}

/** What is said of a link that cannot be opened. */
export function brokenLinkView(text: string): HTMLElement {
  return h("p.guest.problem", { role: "alert" }, text);
}
