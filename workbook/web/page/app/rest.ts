import { notJudged } from "../../../grading/not_judged.ts";
import type { Verdict } from "../../../grading/verdict.ts";
import { faultRows } from "../../../sandbox/fault.ts";
import { h } from "./dom.ts";
import { rowsView } from "./rows.ts";

/** Lines of what a program printed that are shown. */
const SHOWN = 20;

/** What belongs to no part: checks without one, a problem, what was printed. */
export function restView(verdict: Verdict): HTMLElement[] {
  const { checks, problem, status } = verdict;
  const loose = checks.filter(({ part, outcome }) =>
    !part && outcome === "wrong"
  );
  const views: HTMLElement[] = loose.map(({ name, fault, transcript }) =>
    h(
      "div.wrong-check",
      {},
      h("p.check", {}, h("span.word", {}, "WRONG"), " ", h("strong", {}, name)),
      fault && rowsView(faultRows(fault, transcript)),
    )
  );
  for (const line of notJudged(checks)) {
    views.push(h("div", {}, `not judged   ${line}`));
  }
  if (problem) {
    views.push(h(
      "div.wrong-check",
      {},
      h("p.check", {}, h("strong", {}, "could not be judged to the end")),
      rowsView(faultRows(problem)),
    ));
  }
  if (status !== "right") views.push(...printedView(verdict));
  return views;
}

function printedView({ checks, output, printedBytes }: Verdict): HTMLElement[] {
  const wrong = checks.find(({ outcome }) => outcome === "wrong");
  const text = wrong?.printed ?? output;
  if (text.trim() === "") return [];
  const lines = text.trimEnd().split("\n");
  const shown = lines.slice(0, SHOWN).map((line) => line.slice(0, 200));
  if (lines.length > SHOWN) {
    shown.push(`… and ${lines.length - SHOWN} more lines`);
  }
  return [
    h(
      "p.printed",
      {},
      wrong?.printed === undefined
        ? "your program printed"
        : "your program printed during this check",
    ),
    h("pre", { tabIndex: 0 }, shown.join("\n")),
    ...printedBytes === undefined ? [] : [
      h(
        "p.printed",
        {},
        `all that it printed has ${printedBytes} bytes; the rest is cut`,
      ),
    ],
  ];
}
