import { type Standing, standingWord } from "../../../study/standing.ts";
import type { PageRow } from "./content.ts";
import { announce, h } from "./dom.ts";
import { exportAll, importAll, kept } from "./store.ts";

/**
 * Shows the list of lessons, each with where it stands.
 *
 * @param main Where.
 * @param rows The lessons.
 * @param known What the workbook's server knows of them, by stem.
 */
export function showList(
  main: HTMLElement,
  rows: readonly PageRow[],
  known: Record<string, Standing> = {},
): void {
  const standingOf = ({ stem }: PageRow) => known[stem] ?? kept(stem).standing;
  const next = rows.find((row) => standingOf(row)?.status !== "right");
  main.className = "list";
  main.replaceChildren(
    h("h1", {}, "TCP sockets, lesson by lesson"),
    h(
      "p",
      {},
      "Read a step, predict, write a part; your program is judged in this page, " +
        "in a Worker, on a model of the network.",
    ),
    h(
      "ol.lessons",
      {},
      ...rows.map((row) => lessonRow(row, standingOf(row), row === next)),
    ),
    ownWork(() => showList(main, rows, known)),
  );
}

function lessonRow(
  { number, stem, title }: PageRow,
  standing: Standing | undefined,
  isNext: boolean,
): HTMLElement {
  const { step } = kept(stem);
  const word = standing ? standingWord(standing) : "not started";
  const { right = 0, total = 0 } = standing ?? {};
  return h(
    "li",
    {},
    h(
      "a",
      {
        href: `#/${number}${step ? `/${step}` : ""}`,
        "aria-current": isNext && "true",
      },
      h("span.number", {}, String(number)),
      h("span.title", {}, title),
      h(`span.word.${word.replace(" ", "-")}`, {}, word),
      h("span.count", {}, total ? `${right} of ${total}` : ""),
      h("meter.bar", {
        max: Math.max(1, total),
        value: right,
        "aria-hidden": "true",
      }),
    ),
  );
}

/** Everything a learner wrote, to a file and from one. */
function ownWork(onChange: () => void): HTMLElement {
  const input = h("input", {
    type: "file",
    accept: "application/json,.json",
    id: "import",
    onchange: async () => {
      const [file] = input.files ?? [];
      if (!file) return;
      try {
        const count = importAll(await file.text());
        onChange();
        announce(`Read the work of ${count} lessons`);
      } catch (error) {
        announce(`Cannot read ${file.name}: ${(error as Error).message}`);
        note.textContent =
          `Cannot read ${file.name}: it is no file that this page has exported.`;
      }
    },
  });
  const note = h("p.note", {});
  return h(
    "section.own",
    { "aria-labelledby": "own" },
    h("h2", { id: "own" }, "Your work"),
    h(
      "p",
      {},
      "It is kept in this browser. Save it to a file to have it elsewhere.",
    ),
    h(
      "p.buttons",
      {},
      h("button", { type: "button", onclick: download }, "Save to a file"),
      h("label", { for: "import" }, "Read from a file "),
      input,
    ),
    note,
  );
}

function download(): void {
  const href = URL.createObjectURL(
    new Blob([exportAll()], { type: "application/json" }),
  );
  h("a", { href, download: "handshake.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
