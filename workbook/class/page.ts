/**
 * A class as one HTML page that needs nothing else: no script, no other file.
 *
 * @module
 */
import { escapeXml as text } from "../escape_xml.ts";
import { nameOfPart, type PartKey } from "../scaffold.ts";
import type { FirstFault } from "./record.ts";
import type { Pair } from "./similar.ts";
import {
  type Failure,
  idOf,
  type Row,
  SHOWN_PAIRS,
  type Summary,
} from "./summary.ts";
import { rungWords, statusWords } from "./words.ts";

/** Rows of a list that a page shows. */
const MOST = 50;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { border: 1px solid #8886; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }
.right { background: #2a82; } .wrong { background: #d332; } .open { opacity: 0.7; }
pre { overflow: auto; font: 13px/1.4 ui-monospace, monospace; background: #8881; padding: 0.5rem; margin: 0; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem; }
.two pre { max-height: 40rem; }
summary { cursor: pointer; }
.scroll { overflow-x: auto; }
`;

/**
 * The page of a class.
 *
 * @param summary The class.
 */
export function formatPage(summary: Summary): string {
  const { name, rows, lessons, failures, skipped, pairs } = summary;
  const students = new Set(rows.map(({ student }) => student)).size;
  const right = rows.filter(({ status }) => status === "right").length;
  const alike = [
    ...pairs.slice(0, SHOWN_PAIRS).map((pair) => formatPair(pair, summary)),
    more(pairs.length - SHOWN_PAIRS, "pairs"),
  ].join("\n");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(name)}</h1>
<p>${students} students, ${rows.length} submissions, ${right} of them right${
    summary.beyond ? ', "beyond" included' : ""
  }.</p>
${
    lessons.map((lesson) =>
      section(
        `${lesson.number} · ${lesson.title}`,
        tableOf(rows.filter((row) => row.lesson === lesson)),
      )
    ).join("")
  }${
    section(
      "The checks most failed",
      [
        ...failures.slice(0, MOST).map(formatFailure),
        more(failures.length - MOST, "checks"),
      ].join("\n").trim(),
    )
  }${section("The predictions most missed", predictionsOf(summary))}${
    section("Submissions that are alike", alike.trim())
  }${
    section(
      "Not judged",
      list(skipped.map(({ path, why }) => `${code(path)}: ${text(why)}`)),
    )
  }</body>
</html>
`;
}

/** A heading and what stands under it; nothing where there is nothing. */
function section(title: string, content: string): string {
  return content === "" ? "" : `<h2>${text(title)}</h2>\n${content}\n`;
}

/** Says what a page leaves out. */
function more(count: number, what: string): string {
  return count > 0 ? `<p>${count} more ${what} are in report.json.</p>` : "";
}

function list(items: string[]): string {
  return items.length === 0
    ? ""
    : `<ul>\n${items.map((each) => `<li>${each}</li>`).join("\n")}\n</ul>`;
}

const code = (words: string) => `<code>${text(words)}</code>`;

/** The submissions of one lesson: students by parts. */
function tableOf(rows: Row[]): string {
  const titles = new Map<PartKey, string>();
  for (const { rungs } of rows) {
    for (const { key, title } of rungs) titles.set(key, title);
  }
  const keys = [...titles.keys()];
  const scored = rows.some(({ score }) => score);
  const head = [
    "student",
    "status",
    ...scored ? ["points"] : [],
    ...keys.map((key) =>
      key === "beyond" ? "beyond" : `${nameOfPart(key)}: ${titles.get(key)}`
    ),
  ];
  const body = rows.map((row) => {
    const cells = keys.map((key) => {
      const rung = row.rungs.find((each) => each.key === key);
      return `<td class="${classOf(rung?.status ?? "")}">${
        text(rung ? rungWords(rung) : "")
      }</td>`;
    });
    return `<tr><th scope="row">${text(row.student)}${
      faultOf(row.fault)
    }</th><td class="${classOf(row.status)}">${text(statusWords(row))}</td>${
      scored
        ? `<td>${
          row.score ? `${row.score.reached} of ${row.score.of}` : ""
        }</td>`
        : ""
    }${cells.join("")}</tr>`;
  });
  return `<div class="scroll"><table>\n<tr>${
    head.map((each) => `<th scope="col">${text(each)}</th>`).join("")
  }</tr>\n${body.join("\n")}\n</table></div>`;
}

function classOf(status: string): string {
  if (status === "right") return "right";
  return status === "wrong" || status === "not graded" ? "wrong" : "open";
}

function faultOf(fault: FirstFault | undefined): string {
  return fault
    ? `<details><summary>${
      text(fault.check ?? "could not be graded")
    }</summary>${rowsOf(fault)}</details>`
    : "";
}

function rowsOf({ rows }: FirstFault): string {
  const lines = rows.map(([label, words]) => `${label.padEnd(10)}${words}`);
  return `<pre>${text(lines.join("\n"))}</pre>`;
}

function formatFailure({ lesson, check, count, of, first }: Failure): string {
  const title = `${count} of ${of}, lesson ${lesson.number}, ${check}`;
  return first
    ? `<details><summary>${text(title)}</summary><p>First at ${
      text(first.student)
    }:</p>${rowsOf(first)}</details>`
    : `<p>${text(title)}</p>`;
}

function predictionsOf({ predictions }: Summary): string {
  const missed = Object.entries(predictions)
    .filter(([, { missed }]) => missed > 0)
    .sort(([, a], [, b]) => b.missed / b.answered - a.missed / a.answered);
  return list(
    missed.slice(0, MOST).map(([id, { missed, answered }]) =>
      `${code(id)}: ${missed} of ${answered} were wrong`
    ),
  );
}

function formatPair(
  { a, b, share }: Pair<Row>,
  { texts }: Summary,
): string {
  const words = share === 1 ? "the same" : `${Math.floor(100 * share)} % alike`;
  const side = (row: Row) =>
    `<div>${text(row.student)}<pre>${
      text(texts.get(idOf(row)) ?? "")
    }</pre></div>`;
  return `<details><summary>Lesson ${a.lesson.number}: ${text(a.student)} and ${
    text(b.student)
  }, ${words}</summary><div class="two">${side(a)}${side(b)}</div></details>`;
}
