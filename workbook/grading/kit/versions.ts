/**
 * A script in several versions, which differ in a few words.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

const ONCE = "once with each ";
/** A name, and what stands for it in each version. */
const EACH = pattern(new RegExp(`^ *${ONCE}([A-Z]+): +(.*)$`));

/** Where a script says a name. */
const saying = (name: string) =>
  pattern(new RegExp(String.raw`\b${name}\b`, "g"));

/**
 * The versions of a script. What differs is said by its first lines: with
 * `once with each END: x | FIN | RST` it is played three times, and END in its
 * other lines is read as `x`, `FIN` and `RST`. Several such lines are taken side
 * by side: the first of each, then the second of each.
 *
 * @param text A script.
 * @returns At least one, each with as many lines.
 * @throws {SyntaxError} If lists are of different lengths, or a name is said nowhere.
 */
export function versions(text: string): string[] {
  // Most scripts have one: their lines are not looked at here.
  if (!text.includes(ONCE)) return [text];
  const names = new Map<string, string[]>();
  const lines = text.split("\n").map((line) => {
    const [, name, items] = line.match(EACH) ?? [];
    if (!name) return line;
    names.set(name, items.split(" | ").map((item) => item.trim()));
    return "";
  });
  const rest = lines.join("\n");
  const unused = [...names.keys()].find((name) => !saying(name).test(rest));
  if (unused) {
    throw new SyntaxError(
      `no line says ${unused}; write it where the versions of the script differ`,
    );
  }
  const counts = [...names.values()].map(({ length }) => length);
  if (counts.some((count) => count !== counts[0])) {
    throw new SyntaxError(
      `${[...names.keys()].join(" and ")} have ${
        counts.join(" and ")
      } versions; write as many for all names of a script`,
    );
  }
  return Array.from({ length: counts[0] ?? 1 }, (_, i) =>
    [...names].reduce(
      (text, [name, items]) => text.replaceAll(saying(name), () => items[i]),
      rest,
    ));
}
