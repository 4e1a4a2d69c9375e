import type { Guide } from "../guide.ts";

/**
 * The checks that a learner names: the one of this name, or else those whose
 * names have all of these words.
 *
 * @param text What was typed.
 * @param guide The guide of the lesson: it has a hint for each check.
 */
export function checksWith(text: string, guide: Guide): string[] {
  const names = Object.keys(guide.hints);
  if (names.includes(text)) return [text];
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return names.filter((name) =>
    words.length > 0 &&
    words.every((word) => name.toLowerCase().includes(word))
  );
}
