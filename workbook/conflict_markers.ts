import { pattern } from "./pattern.ts";

/** Comments and texts: a marker in one of them is no conflict. */
const SKIPPED = pattern(
  /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`/g,
);

/** The three markers of `git`, each at the start of a line, in their order. */
const CONFLICT = pattern(
  /^<{7}(?: .*)?\r?$[^]*?^={7}\r?$[^]*?^>{7}(?: .*)?\r?$/gm,
);

/** The first or the last of them. Alone it is what a conflict that was half taken out leaves: Deno passes over it, too. */
const MARKER = pattern(/^(?:<{7}|>{7}) .*$/gm);

/**
 * Finds a conflict of two versions that `git` wrote into a file, or what is left
 * of one. Deno would run both versions: it passes over the markers.
 *
 * @param text The file.
 * @returns Line of the first marker, from 1; `undefined` if there is no
 * conflict. Markers inside one text or one comment are none.
 */
export function conflictLine(text: string): number | undefined {
  // Most files have no marker at all.
  if (!text.includes("<<<<<<<") && !text.includes(">>>>>>>")) return;
  const skipped = [...text.matchAll(SKIPPED)].map((
    { 0: { length }, index },
  ) => (
    { from: index, to: index + length }
  ));
  for (
    const { 0: { length }, index } of [
      ...text.matchAll(CONFLICT),
      ...text.matchAll(MARKER),
    ]
  ) {
    const isText = skipped.some(({ from, to }) =>
      from < index && index + length < to
    );
    if (!isText) return text.slice(0, index).split("\n").length;
  }
}
