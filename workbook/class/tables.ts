/**
 * A class as tables for other programs: CSV, JSON and JUnit XML.
 *
 * @module
 */
import { escapeXml } from "../escape_xml.ts";
import { nameOfPart } from "../scaffold.ts";
import type { Row, Summary } from "./summary.ts";
import { rungWords, statusWords } from "./words.ts";

/**
 * A class as comma-separated values (RFC 4180), a row a submission. It begins
 * with U+FEFF, by which spreadsheets know UTF-8; a cell that a spreadsheet would
 * take for a formula begins with an apostrophe.
 *
 * @param summary The class.
 */
export function formatCsv({ rows }: Summary): string {
  const keys = [
    ...new Set(rows.flatMap(({ rungs }) => rungs.map(({ key }) => key))),
  ].sort((a, b) => a === "beyond" ? 1 : b === "beyond" ? -1 : a - b);
  const scored = rows.some(({ score }) => score);
  const header = [
    "student",
    "lesson",
    "file",
    "status",
    ...scored ? ["points", "of"] : [],
    ...keys.map(nameOfPart),
    "first fault",
  ];
  const lines = rows.map((row) => [
    row.student,
    String(row.lesson.number),
    row.path,
    statusWords(row),
    ...scored
      ? [String(row.score?.reached ?? ""), String(row.score?.of ?? "")]
      : [],
    ...keys.map((key) => {
      const rung = row.rungs.find((each) => each.key === key);
      return rung ? rungWords(rung) : "";
    }),
    row.fault?.check ?? row.fault?.rows[0]?.[1] ?? "",
  ]);
  return "\ufeff" + [header, ...lines]
    .map((cells) => cells.map(cell).join(",") + "\r\n").join("");
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}

/**
 * A class as JSON: everything that the page tells.
 *
 * @param summary The class.
 */
export function formatJson(summary: Summary): string {
  const { name, beyond, lessons, rows, failures, predictions, pairs, skipped } =
    summary;
  return JSON.stringify(
    {
      version: 1,
      class: name,
      beyond,
      lessons: lessons.map(({ number, stem, title }) => ({
        number,
        stem,
        title,
      })),
      submissions: rows.map(({ lesson, key: _, ...row }) => ({
        ...row,
        lesson: lesson.number,
      })),
      failures: failures.map(({ lesson, ...rest }) => ({
        lesson: lesson.number,
        ...rest,
      })),
      predictions,
      alike: pairs.map(({ a, b, share }) => ({
        lesson: a.lesson.number,
        students: [a.student, b.student],
        share: Math.round(share * 100) / 100,
      })),
      skipped,
    },
    null,
    1,
  ) + "\n";
}

/**
 * A class as JUnit XML: a suite a submission, a case a part.
 *
 * @param summary The class.
 */
export function formatClassJUnit({ rows }: Summary): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...rows.map(suite),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(row: Row): string {
  const { student, stem, rungs, fault, ms } = row;
  const count = (...words: string[]) =>
    rungs.filter(({ status }) => words.includes(status)).length;
  const broken = row.status === "not graded";
  const rows = fault?.rows.map(([label, text]) => `${label}  ${text}`)
    .join("\n") ?? "";
  const openCase = (name: string) =>
    `    <testcase name="${escapeXml(name)}" classname="${
      escapeXml(`${student}.${stem}`)
    }"`;
  const cases = rungs.map((rung) => {
    const open = openCase(`${nameOfPart(rung.key)}: ${rung.title}`);
    switch (rung.status) {
      case "right":
        return `${open}/>`;
      case "wrong":
        return `${open}><failure message="${
          escapeXml(fault?.check ?? rungWords(rung))
        }">${escapeXml(rows)}</failure></testcase>`;
      default:
        return `${open}><skipped message="${
          escapeXml(rungWords(rung))
        }"/></testcase>`;
    }
  });
  // An error that belongs to no case is passed over by what reads the file.
  if (broken) {
    cases.unshift(
      `${openCase("the submission can be judged")}><error message="${
        escapeXml(fault?.check ?? "it could not be judged")
      }">${escapeXml(rows)}</error></testcase>`,
    );
  }
  return [
    `  <testsuite name="${
      escapeXml(`${student}.${stem}`)
    }" tests="${cases.length}" failures="${count("wrong")}" errors="${
      broken ? 1 : 0
    }" skipped="${rungs.length - count("right", "wrong")}" time="${
      (ms / 1000).toFixed(3)
    }">`,
    ...cases,
    "  </testsuite>",
  ].join("\n");
}
