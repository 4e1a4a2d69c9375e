import type { Hole, Scaffold } from "./scaffold.ts";

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
  const own = squeeze(submission);
  const lines = submission.split("\n").map(squeeze);
  return scaffold.parts.flatMap((part) => {
    const given = scaffold.lines.filter((line) => line.part === part)
      .map(({ text }) => text).join("\n");
    const isHole = given.includes(
      part === "beyond" ? "beyond:" : `part ${part}:`,
    );
    const statements: string[] = squeeze(given).match(/[^;]+;?/g) ?? [];
    const isThere = statements.length > 0 &&
      statements.every((each) => holds(own, each));
    if (isHole || !isThere) return [];
    const [begin] = statements[0].split(HOLE);
    const line = lines.findIndex((text) =>
      text.startsWith(begin) || (text !== "" && begin.startsWith(text))
    ) + 1;
    return [{ part, line, what: "repair what is given here" }];
  });
}

const HOLE = /todo\([^)]*\)/;

/** Code without comments and layout: a hole that is filled in the midst of a repair changes where its lines end. */
function squeeze(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|[\s,]/g, "");
}

/** Whether code holds a statement as it was given, its holes filled or not. */
function holds(code: string, statement: string): boolean {
  const source = statement.split(HOLE)
    .map((text) => RegExp.escape(text)).join("[^;]*");
  return new RegExp(`(?<![^;{}])${source}`).test(code);
}
