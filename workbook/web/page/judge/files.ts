/**
 * The files that the page knows: what the learner has in the editor.
 *
 * @module
 */
import type { Submission } from "../worker/submission.ts";
import { SITE } from "./site.ts";

const texts = new Map<string, string>();

/** Puts a text under an address, for the next judging. */
export function putText(address: string, text: string): void {
  texts.set(address, text);
}

/**
 * The text of a file: the learner's, or else one of the site's.
 *
 * @throws {Error} If there is no such file.
 */
export async function fileText(address: string): Promise<string> {
  const own = texts.get(address);
  if (own !== undefined) return own;
  const { pathname } = new URL(address);
  const response = await fetch(new URL(`.${pathname}`, SITE));
  if (!response.ok) throw new Error(`Cannot read ${pathname}`);
  return await response.text();
}

/** The submission under an address, ready to run. The code that takes types away is loaded when it is needed first. */
export async function submissionAt(address: string): Promise<Submission> {
  const { prepare } = await import("./strip.ts");
  return prepare(address, texts.get(address) ?? "", SITE);
}
