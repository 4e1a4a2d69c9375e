/**
 * What stands behind the steps of a lesson, under `## Reference`: sections with
 * a heading each, to which the links of the steps lead.
 *
 * @module
 */
import { marked, type Token } from "marked";

/** The anchor of a heading, as code hosts make it. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/**
 * The sections of a reference that a text has links to.
 *
 * @param text The text, in Markdown.
 * @param reference The reference, in Markdown.
 * @returns Those sections, in Markdown and in the order of the reference; empty
 * if the text has no such link.
 */
export function referredSections(text: string, reference: string): string {
  const wanted = new Set<string>();
  const visit = (token: Token) => {
    if (token.type === "link") wanted.add(token.href);
  };
  marked.walkTokens(marked.lexer(text), visit);
  const shown: string[] = [];
  let depth = 0;
  for (const token of marked.lexer(reference)) {
    if (token.type === "heading" && (depth === 0 || token.depth <= depth)) {
      depth = wanted.has(`#${anchorOf(token.text)}`) ? token.depth : 0;
    }
    if (depth > 0) shown.push(token.raw);
  }
  return shown.join("").trim();
}
