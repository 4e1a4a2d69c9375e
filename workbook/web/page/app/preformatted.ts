import { h } from "./dom.ts";

/**
 * Says how many columns a picture or a recording has: `style.css` makes its
 * letters as large as its place allows, so that none of it is cut.
 *
 * @param pre Its element.
 */
export function tellColumns(pre: HTMLElement): void {
  const lines = (pre.textContent ?? "").trimEnd().split("\n");
  const columns = Math.max(...lines.map((line) => [...line].length));
  pre.style.setProperty("--columns", String(columns));
}

/** A text that keeps its lines and blanks. */
export function preformatted(text: string): HTMLElement {
  const pre = h("pre", { tabIndex: 0 }, text);
  tellColumns(pre);
  return pre;
}
