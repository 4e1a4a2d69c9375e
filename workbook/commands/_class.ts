import type { Submission } from "../class/find.ts";
import type { Judged } from "../class/record.ts";
import type { Summary } from "../class/summary.ts";
import { statusWords } from "../class/words.ts";
import { visible } from "../terminal/bytes.ts";
import { alignColumns, type Style } from "../terminal/mod.ts";

/** Checks and pairs that the terminal lists; the page has them all. */
const LISTED = 5;

/** Says what is judged while it is judged: one line that changes, or a line each in a pipe. */
export class ClassPrinter {
  readonly #style: Style;
  readonly #total: number;
  readonly #changes = Deno.stdout.isTerminal();
  #done = 0;
  #before = 0;

  constructor(style: Style, total: number) {
    this.#style = style;
    this.#total = total;
  }

  /** Tells one submission. */
  tell(submission: Submission, judged: Judged, isNew: boolean): void {
    this.#done++;
    if (!isNew) this.#before++;
    const { student, lesson, path } = submission;
    const count = `${this.#done} of ${this.#total}`;
    const line = `${count}   ${visible(student)}   lesson ${lesson.number}   ${
      statusWords({ ...judged, student, stem: lesson.stem, path, lesson })
    }`;
    if (!this.#changes) {
      return console.log(isNew ? line : `${line}, the same as before`);
    }
    this.#change(line);
  }

  /** Tells what takes time after the last one. */
  tellTypes(count: number): void {
    const line = `Looking in ${count} of them for names that do not exist …`;
    if (this.#changes) this.#change(line);
    else console.log(line);
  }

  #change(line: string): void {
    const shown = line.slice(0, Math.max(1, this.#style.width - 1));
    write(`\r\x1b[K${shown}`);
  }

  /** Ends the line that changes. */
  end(): void {
    if (this.#changes && this.#done > 0) write("\r\x1b[K");
    if (this.#before > 0) {
      console.log(
        `${this.#before} of ${this.#total} were not judged again: the same was judged before`,
      );
    }
  }
}

function write(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}

/**
 * Prints a class: a line a student, and what to explain again.
 *
 * @param summary The class.
 * @param style The colours and signs.
 */
export function printSummary(summary: Summary, style: Style): void {
  const { rows, lessons, failures, pairs, skipped } = summary;
  const students = [...new Set(rows.map(({ student }) => student))];
  const scored = rows.some(({ score }) => score);
  const table = students.map((student) => {
    const own = rows.filter((row) => row.student === student);
    const points = own.reduce(
      (sum, { score }) => sum + (score?.reached ?? 0),
      0,
    );
    return [
      visible(student),
      ...lessons.map((lesson) => {
        const row = own.find((each) => each.lesson === lesson);
        return row ? statusWords(row) : "";
      }),
      ...scored ? [String(points)] : [],
    ];
  });
  const head = [
    "student",
    ...lessons.map(({ number }) => `lesson ${number}`),
    ...scored ? ["points"] : [],
  ];
  console.log();
  for (const line of alignColumns([head.map(style.strong), ...table])) {
    console.log(line);
  }
  block(
    "Most failed",
    listed(
      failures,
      ({ lesson, check, count, of }) =>
        `${count} of ${of}   lesson ${lesson.number}   ${check}`,
    ),
  );
  block(
    "Alike",
    listed(
      pairs,
      ({ a, b, share }) =>
        `${Math.floor(100 * share)} %   lesson ${a.lesson.number}   ${
          visible(a.student)
        } and ${visible(b.student)}`,
    ),
  );
  block(
    "Not judged",
    skipped.map(({ path, why }) => `${visible(path)}: ${visible(why)}`),
  );

  function block(title: string, lines: string[]): void {
    if (lines.length === 0) return;
    console.log(`\n${style.strong(title)}`);
    for (const line of lines) console.log(`  ${line}`);
  }
}

/** The first of many, and how many more there are. */
function listed<T>(all: readonly T[], line: (each: T) => string): string[] {
  const lines = all.slice(0, LISTED).map(line);
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `… and ${rest} more in the report`] : lines;
}
