import { marked } from "marked";
import type { LessonText, Notes } from "./read.ts";
import type { Place, Statement, Topic } from "./statement.ts";

const INTRODUCTION = `# What the notes say, and where a lesson shows it

The workbook comes from five lecture notes in Chinese. This page lists what they
state: first what a reader should be able to do, then what is wrong or left out
in them. A place such as 3.4 is lesson 3, step 4. The lessons name the errata by
their ids.

This page is made by \`deno task notes\` from
[objectives.txt](../tools/notes/objectives.txt) and
[errata.txt](../tools/notes/errata.txt): change those.
`;

/**
 * The table of statements, in Markdown; not yet as `deno fmt` has it.
 *
 * @param notes The statements and the lessons' texts.
 */
export function notesTable({ objectives, errata, lessons }: Notes): string {
  const byNumber = new Map(lessons.map((lesson) => [lesson.number, lesson]));
  const place = (each: Place) => placeText(each, byNumber.get(each.lesson));
  const places = ({ places }: Statement) => places.map(place).join(", ");
  return [
    INTRODUCTION,
    "## What the notes teach",
    counted(objectives),
    ...objectives.flatMap(({ title, statements }) => [
      `### ${title}`,
      rows(
        ["id", "a reader can", "the notes", "shown in"],
        statements.map((each) => [each.id, each.says, each.kind, places(each)]),
      ),
    ]),
    "## What the notes get wrong",
    counted(errata),
    ...errata.map(({ statements }) =>
      rows(
        ["id", "the notes say", "in fact", "kind", "shown in"],
        statements.map((each) => [
          each.id,
          each.says,
          each.fact ?? "",
          each.kind,
          places(each),
        ]),
      )
    ),
  ].join("\n\n");
}

/** How many statements there are of each kind. */
function counted(topics: readonly Topic[]): string {
  const all = topics.flatMap(({ statements }) => statements);
  const kinds = (["right", "incomplete", "wrong"] as const).flatMap((kind) => {
    const count = all.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `${all.length} statements: ${kinds.join(", ")}.`;
}

/** A table; its cells hold plain text or links. */
function rows(head: string[], body: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [head, head.map(() => "---"), ...body.map((cells) => cells.map(plain))]
    .map(line).join("\n");
}

/** A text whose underscores are its own. */
function plain(cell: string): string {
  return cell.startsWith("[") ? cell : cell.replaceAll("_", "\\_");
}

/** `[3.4](…)`, or that the lesson is not there yet. */
function placeText({ lesson, step }: Place, text?: LessonText): string {
  if (!text) return `${lesson} (not yet)`;
  const found = text.walk.steps.find(({ number }) => number === step);
  if (!found) return `${lesson} (which step?)`;
  const file = text.path.replace("lessons/", "");
  return `[${lesson}.${step}](${file}#${anchor(`${step} · ${found.title}`)})`;
}

/** The address of a heading within its page, as code forges make it. */
function anchor(heading: string): string {
  const words = marked.parseInline(heading, { async: false })
    .replace(/<[^>]+>|&[#\w]+;/g, "");
  return words.toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}
