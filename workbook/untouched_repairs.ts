import type { Hole, Scaffold } from "./scaffold.ts";
import { isSilent } from "./given_line.ts";

/**
 * Repairs that nobody has begun: code of a part that is given, wrong, and still
 * there. It has no `todo()` of that part that would be reached.
 *
 * @param scaffold The exercise as it is given.
 * @param submission Text of the submission.
 * @returns A hole for each, at its line in the submission.
 */
export function untouchedRepairs(
  scaffold: Scaffold,
  submission: string,
): Hole[] {
  const own = submission.split(/\r?\n/).map((line) => line.trim());
  return scaffold.parts.flatMap((part) => {
    const given = scaffold.lines.filter((line) => line.part === part);
    const isHole = given.some(({ text }) =>
      text.includes(part === "beyond" ? "beyond:" : `part ${part}:`)
    );
    const lines = given.map(({ text }) => text.trim())
      .filter((text) => !isSilent(text) && !text.includes("todo("));
    const isThere = lines.length > 0 &&
      lines.every((line) => own.includes(line));
    if (isHole || !isThere) return [];
    const line = own.indexOf(lines[0]) + 1;
    return [{ part, line, what: "repair what is given here" }];
  });
}
