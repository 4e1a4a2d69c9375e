/**
 * What the source notes state, read from plain text: one statement a line, its
 * fields between bars.
 *
 * @module
 */

/** What is to be said of a statement of the notes. */
export type Kind = "right" | "incomplete" | "wrong";

/** Where a statement is taken up. */
export interface Place {
  /** Number of the lesson. */
  lesson: number;
  /** Its step; not given while the lesson is not in the catalogue. */
  step?: number;
}

/** One statement of the notes. */
export interface Statement {
  /** `SV4` for an objective, `E20` for an erratum. */
  id: string;
  kind: Kind;
  /** Where a lesson shows it. */
  places: Place[];
  /** What a reader can do afterwards; or, of an erratum, what the notes say. */
  says: string;
  /** What is so, of an erratum. */
  fact?: string;
}

/** Statements about one thing. */
export interface Topic {
  /** As its heading; empty if there is none. */
  title: string;
  statements: Statement[];
}

const PLACE = /^([1-9]\d*)(?:\.([1-9]\d*))?$/;
const KINDS: readonly string[] = ["right", "incomplete", "wrong"];

/**
 * Reads statements: `id | kind | lesson.step, … | sentence`, then ` | fact` in
 * errata. `## …` begins a topic; `# …` is a comment.
 *
 * @param text The text.
 * @param path How a mistake names it.
 * @throws {SyntaxError} At a line that is none of these. The message begins
 * with file and line.
 */
export function readStatements(text: string, path: string): Topic[] {
  const topics: Topic[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || line.startsWith("# ")) continue;
    if (line.startsWith("## ")) {
      topics.push({ title: line.slice(3), statements: [] });
      continue;
    }
    if (topics.length === 0) topics.push({ title: "", statements: [] });
    const statement = readStatement(line);
    if (typeof statement === "string") {
      throw new SyntaxError(`${path}:${i + 1}: ${statement}`);
    }
    topics.at(-1)!.statements.push(statement);
  }
  return topics;
}

/** The statement of a line, or what is wrong with it. */
function readStatement(line: string): Statement | string {
  const fields = line.split("|").map((field) => field.trim());
  const [id, kind, where, says, fact] = fields;
  if (fields.length < 4 || fields.length > 5 || fields.includes("")) {
    return `Cannot read "${line}": write  id | kind | places | sentence`;
  }
  if (!KINDS.includes(kind)) {
    return `Cannot use the kind "${kind}": write ${KINDS.join(", ")}`;
  }
  const places: Place[] = [];
  for (const place of where.split(",").map((each) => each.trim())) {
    const [, lesson, step] = PLACE.exec(place) ?? [];
    if (lesson === undefined) {
      return `Cannot use the place "${place}": write  lesson.step, as 3.4`;
    }
    places.push({
      lesson: Number(lesson),
      step: step === undefined ? undefined : Number(step),
    });
  }
  return { id, kind: kind as Kind, places, says, fact };
}
