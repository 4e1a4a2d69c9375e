/**
 * The exercise of a lesson, made from its model answer: the same code with
 * holes in it. So the two can never differ by accident, and no copy is kept by
 * hand. Marks in the model answer say where the holes are:
 *
 * ```text
 *   // In the exercise, part 2: const n: number | null = todo("part 2: read");
 *   const n = await conn.read(buffer);
 *   // End of part 2.
 * ```
 *
 * What stands between the marks is the model answer's; the code of the first
 * mark stands in its place in the exercise. More of it may follow on lines that
 * begin with `//   `. `beyond` is a part, too.
 *
 * @module
 */
import { pattern } from "./pattern.ts";

/** A part of an exercise: its number, or the last one, which is not needed to pass. */
export type PartKey = number | "beyond";

/** A part of an exercise. */
export interface Part {
  /** Its number, or `beyond`. */
  key: PartKey;
  /** What it is about, in a few words: `one client`. */
  title: string;
}

/** A part as a sentence names it: `part 2`, `beyond`. */
export function nameOfPart(part: PartKey): string {
  return part === "beyond" ? "beyond" : `part ${part}`;
}

/**
 * A check with its part, as a list of tests names it.
 *
 * @param name The name of the check.
 * @param part Its part, if it has one.
 * @returns `part 3: answers exit`, `beyond: …`.
 */
export function nameWithPart(name: string, part: Part | undefined): string {
  return part ? `${nameOfPart(part.key)}: ${name}` : name;
}

/** A line of an exercise. */
export interface ScaffoldLine {
  /** The line, without its end. */
  text: string;
  /** The part whose hole it belongs to; `undefined` for given code. */
  part?: PartKey;
}

/** An exercise as it is given to a learner. */
export interface Scaffold {
  /** The whole file. */
  text: string;
  /** Its lines, in order. */
  lines: ScaffoldLine[];
  /** The parts that have a hole, in the order in which they first appear. */
  parts: PartKey[];
}

const BEGIN = pattern(
  /^(\s*)\/\/ In the exercise, part (\d+|beyond):(?: (.*))?$/,
);
const MORE = pattern(/^\s*\/\/ {3}(.*)$/);
const END = pattern(/^\s*\/\/ End of part (\d+|beyond)\.$/);

/** Where the exercise of a lesson finds `todo()`. */
const TODO_IMPORT = 'import { todo } from "../../workbook/todo.ts";';

function partKey(text: string): PartKey {
  return text === "beyond" ? "beyond" : Number(text);
}

/** Mistake in the marks of a model answer, with file and line. */
function markError(path: string, line: number, sentence: string): SyntaxError {
  return new SyntaxError(`${path}:${line}: ${sentence}`);
}

/**
 * Makes the exercise from its model answer.
 *
 * @param solution Text of the model answer.
 * @param path How a mistake names it: `solutions/03_server_flow.ts`.
 * @throws {SyntaxError} If a mark has no partner, or two overlap. The message
 * begins with the file and the line.
 */
export function makeScaffold(solution: string, path: string): Scaffold {
  const lines: ScaffoldLine[] = [];
  const parts: PartKey[] = [];
  let open: { part: PartKey; line: number } | undefined;
  let inMark = false;
  const texts = solution.replaceAll("\r\n", "\n").split("\n");
  for (const [i, text] of texts.entries()) {
    const [begin, indent, name, code = ""] = BEGIN.exec(text) ?? [];
    const end = END.exec(text);
    if (begin !== undefined) {
      if (open) {
        throw markError(
          path,
          i + 1,
          `Cannot begin part ${name} inside the hole of part ${open.part}, which begins in line ${open.line}: end that one first`,
        );
      }
      open = { part: partKey(name), line: i + 1 };
      inMark = true;
      if (!parts.includes(open.part)) parts.push(open.part);
      if (code !== "") lines.push({ text: indent + code, part: open.part });
    } else if (end) {
      if (open === undefined || open.part !== partKey(end[1])) {
        throw markError(
          path,
          i + 1,
          `Cannot end part ${end[1]} here: ${
            open
              ? `the hole that is open is of part ${open.part}`
              : "no hole is open"
          }`,
        );
      }
      open = undefined;
    } else if (open) {
      const more = inMark ? MORE.exec(text) : null;
      if (more) {
        const indent = text.slice(0, text.indexOf("//"));
        lines.push({ text: (indent + more[1]).trimEnd(), part: open.part });
      } else inMark = false;
    } else {
      lines.push({
        text: text.replaceAll('from "../', 'from "../../')
          .replaceAll('import("../', 'import("../../'),
      });
    }
  }
  if (open) {
    throw markError(
      path,
      open.line,
      `Cannot find the end of part ${open.part}: write  // End of part ${open.part}.  after its last line`,
    );
  }
  if (parts.length > 0) addImport(lines);
  return { text: lines.map(({ text }) => text).join("\n"), lines, parts };
}

/** Adds the import of `todo()` after the last import, or at the top. */
function addImport(lines: ScaffoldLine[]): void {
  const last = lines.findLastIndex(({ text }) =>
    pattern(/^import .* from "|^\} from "/).test(text)
  );
  const added = [{ text: TODO_IMPORT }];
  lines.splice(last + 1, 0, ...last < 0 ? [...added, { text: "" }] : added);
}

/**
 * A model answer as it is shown: without the marks.
 *
 * @param solution Text of the model answer.
 * @param parts The parts whose marks are taken out; all by default.
 */
export function withoutMarks(
  solution: string,
  parts: (part: PartKey) => boolean = () => true,
): string {
  const shown: string[] = [];
  let inMark = false;
  for (const text of solution.split("\n")) {
    const begin = BEGIN.exec(text);
    const part = (begin ?? END.exec(text))?.at(begin ? 2 : 1);
    if (part !== undefined && parts(partKey(part))) inMark = begin !== null;
    else if (!inMark || !MORE.test(text)) {
      inMark = false;
      shown.push(text);
    }
  }
  return shown.join("\n");
}

/**
 * The part that the text of a `todo()` names: `part 2: read`, `beyond: a reset`.
 *
 * @param what The text.
 * @returns `undefined` if it names none.
 */
export function partOfHole(what: string): PartKey | undefined {
  const [, number, beyond] = pattern(/^(?:part (\d+)|(beyond))\b/).exec(what) ??
    [];
  if (beyond !== undefined) return "beyond";
  return number === undefined ? undefined : Number(number);
}

/**
 * Whether a check of a part needs what another part adds: that part is the same
 * or comes before it. A hole that names no part belongs to every part.
 *
 * @param part The part of the check; `undefined` needs all.
 * @param other The other part.
 */
export function buildsOn(
  part: PartKey | undefined,
  other: PartKey | undefined,
): boolean {
  const place = (key: PartKey) => key === "beyond" ? Infinity : key;
  return part === undefined || other === undefined ||
    place(other) <= place(part);
}

/** A hole that is still in an exercise. */
export interface Hole {
  /** Its part; `undefined` where the text of `todo()` names none. */
  part?: PartKey;
  /** Its line in the file, from 1. */
  line: number;
  /** What it says is to be written. */
  what: string;
}

/** Comments, and strings that hold no `todo(`: what is passed over when holes are looked for. */
const SKIPPED = pattern(
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<![.\w$])todo\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
);

/**
 * The holes that are still in the text of an exercise.
 *
 * @param text The text.
 */
export function holesIn(text: string): Hole[] {
  const holes: Hole[] = [];
  for (const match of text.matchAll(SKIPPED)) {
    const what = match[2];
    if (what === undefined) continue;
    holes.push({
      part: partOfHole(what),
      line: text.slice(0, match.index).split("\n").length,
      what: what.replace(pattern(/^(?:part \d+|beyond): */), ""),
    });
  }
  return holes;
}

/**
 * The parts of which something is written, though not all: they have fewer
 * holes than in the exercise as it is given.
 *
 * @param given The exercise as it is given.
 * @param now What a learner has made of it.
 */
export function begunParts(given: string, now: string): Set<PartKey> {
  const left = holesOf(now);
  const begun = [...holesOf(given)]
    .filter(([part, count]) => (left.get(part) ?? 0) < count);
  return new Set(begun.map(([part]) => part));
}

/** How many holes each part has. */
function holesOf(text: string): Map<PartKey, number> {
  const counts = new Map<PartKey, number>();
  for (const { part } of holesIn(text)) {
    if (part !== undefined) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}
