/**
 * Reads a table of calls that is written as text: a line names inputs, and
 * what the call gives for each of them.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import { Words } from "./payload.ts";
import type { Place } from "./step.ts";
import { readInputs, readOutcome, type TableForm } from "./table_cells.ts";
import {
  type Here,
  readLines,
  Unreadable,
  withoutTexts,
} from "./template_lines.ts";
import type { Row } from "./row.ts";

/** A line: its calls, once its inputs are known, and where to look. */
interface TableLine<Args extends unknown[], Result> {
  /** The rows; inputs that are generated are others in each run. */
  rows(words: Words): Iterable<Row<Args, Result>>;
}

/** Reads one line: `a | b → c`. */
function readRow<Args extends unknown[], Result>(
  line: string,
  lookAt: string | undefined,
  form: TableForm<Args, Result>,
  here: Here,
): TableLine<Args, Result> {
  if (form.line) {
    const read = form.line(line);
    return {
      rows: (words) => read(words).map(([args, due]) => [args, due, lookAt]),
    };
  }
  const arrow = pattern(/ →( |$)/).exec(withoutTexts(line));
  const cell = arrow && line.slice(arrow.index + 2).trim();
  if (!arrow || !cell) {
    throw new Unreadable(
      "what the call gives is missing; write input → outcome   ? where to look",
    );
  }
  const { isFixed, calls } = readInputs(
    line.slice(0, arrow.index).trim(),
    form,
  );
  const due = readOutcome(cell, form);
  const rows = () =>
    here(() =>
      calls().map((args): Row<Args, Result> => [args, due(args), lookAt])
    );
  // What is wrong with a text is said when the grader is loaded.
  const fixed = isFixed ? rows() : undefined;
  return { rows: () => fixed ?? rows() };
}

/**
 * Reads a table.
 *
 * @param raw The strings of the template.
 * @param place Where it begins.
 * @param form What its lines may say.
 * @returns A function that makes the rows, for each run of the check. The first
 * call is made once more at the end: what a function keeps for an input shows.
 * @throws {SyntaxError} If a line cannot be read: with file and line, and what to write.
 */
export function readTable<Args extends unknown[], Result>(
  raw: readonly string[],
  place: Place,
  form: TableForm<Args, Result>,
): () => Array<Row<Args, Result>> {
  const lines: Array<TableLine<Args, Result>> = [];
  readLines(raw, place, (line, lookAt, here) => {
    if (line.includes("\ue000")) {
      throw new Unreadable(
        "a table holds no ${…}; name it by a sentence of inputs or outcomes",
      );
    }
    if (!line.startsWith("#")) lines.push(readRow(line, lookAt, form, here));
  });
  return () => {
    const words = new Words();
    const rows = lines.flatMap((line) => [...line.rows(words)]);
    return [...rows, ...rows.slice(0, 1)];
  };
}
