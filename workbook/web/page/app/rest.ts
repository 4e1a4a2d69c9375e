import type { Ignored, Verdict } from "../../../grading/verdict.ts";
import { faultRows } from "../../../sandbox/fault.ts";
import { h } from "./dom.ts";
import { rowsView } from "./rows.ts";

/** Reasons for which a part is shown as a rung of the ladder. */
const IN_LADDER: readonly Ignored[] = ["not written", "waits"];

const SENTENCES: Record<Ignored, string> = {
  "not written": "wait for what is still to be written",
  "waits": "wait for others",
  "not exported": "need a function that the file does not export",
  "not loadable": "need a file that can be loaded",
  "no IPv6": "need IPv6, which this machine does not have",
  "no kernel table":
    "need the kernel's socket table, which cannot be read here",
  "cut messages":
    "need a read that gives all that one write sent, which this profile cuts",
};

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
  const counted = new Map<Ignored, number>();
  for (const { ignored, part } of checks) {
    if (ignored && !(part && IN_LADDER.includes(ignored))) {
      counted.set(ignored, (counted.get(ignored) ?? 0) + 1);
    }
  }
  for (const [why, count] of counted) {
    views.push(h(
      "div",
      {},
      `not judged   ${count} check${count === 1 ? "" : "s"} ${SENTENCES[why]}`,
    ));
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
