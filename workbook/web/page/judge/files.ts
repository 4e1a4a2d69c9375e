/**
 * The files that the page knows: what the learner has in the editor.
 *
 * @module
 */
import type { Submission } from "../worker/submission.ts";
import { SITE } from "./site.ts";

const texts = new Map<string, string>();
/** Texts of the site, which do not change. */
const siteTexts = new Map<string, Promise<string>>();

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
  const known = siteTexts.get(address);
  if (known) return await known;
  const asked = siteText(new URL(address).pathname);
  siteTexts.set(address, asked);
  // It may be there the next time.
  asked.catch(() => siteTexts.delete(address));
  return await asked;
}

async function siteText(path: string): Promise<string> {
  const response = await fetch(new URL(`.${path}`, SITE));
  if (!response.ok) throw new Error(`Cannot read ${path}`);
  return await response.text();
}

/** The submission under an address, ready to run. The code that takes types away is loaded when it is needed first. */
export async function submissionAt(address: string): Promise<Submission> {
  const { prepare } = await import("./strip.ts");
  return prepare(address, texts.get(address) ?? "", SITE);
}

let model: Promise<Submission> | undefined;
let modelOf = "";

/** The model answer of a lesson, ready to run. The last one is kept. */
export function modelAnswer(address: string): Promise<Submission> {
  if (modelOf === address && model) return model;
  modelOf = address;
  return model = prepareModel(address);
}

async function prepareModel(address: string): Promise<Submission> {
  const [{ prepare }, text] = await Promise.all([
    import("./strip.ts"),
    fileText(address),
  ]);
  return prepare(address, text, SITE);
}
