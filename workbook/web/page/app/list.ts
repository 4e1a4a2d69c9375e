import { type Standing, standingWord } from "../../../study/standing.ts";
import type { PageRow } from "./content.ts";
import { h } from "./dom.ts";
import { ownWork } from "./own_work.ts";
import type { Server } from "./server.ts";
import { kept } from "./store.ts";

/**
 * Shows the list of lessons, each with where it stands.
 *
 * @param main Where.
 * @param rows The lessons.
 * @param server The workbook's server, if the page comes from it.
 * @param known What the server knows of them, by stem.
 */
export function showList(
  main: HTMLElement,
  rows: readonly PageRow[],
  server: Server | undefined,
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
        (server
          ? "on a model of the network, or on real sockets."
          : "in a Worker, on a model of the network."),
    ),
    h(
      "ol.lessons",
      {},
      ...rows.map((row) => lessonRow(row, standingOf(row), row === next)),
    ),
    ownWork(rows, server, () => showList(main, rows, server, known)),
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
