/**
 * How long a learner waits from Ctrl-Enter to the first part and to the whole
 * verdict, for the model answer of each lesson: a table of medians.
 *
 *   cd workbook/web/page
 *   deno run -qP=test --no-prompt testing/time_verdicts.ts [LESSON…]
 *
 * @module
 */
import type { Page } from "playwright-core";
import { LESSONS } from "../../../catalogue.ts";
import {
  endVisits,
  openLesson,
  servedHere,
  solution,
  startBrowser,
  verdictIs,
  write,
} from "./browser.ts";

/** Of how many runs the median is taken. */
const RUNS = 7;

/** Time without a key before each run, in milliseconds: the next Worker has started by then. */
const PAUSE_MS = 1_500;

/** From the key to the first part that is drawn, and to the verdict, in milliseconds. */
async function timed(page: Page): Promise<[number, number]> {
  await page.evaluate(() => {
    const scope = globalThis as unknown as { times: Promise<unknown> };
    scope.times = new Promise((resolve) => {
      const verdict = document.querySelector<HTMLElement>(".verdict")!;
      let began: number | undefined;
      let first: number | undefined;
      addEventListener("keydown", ({ key, timeStamp }) => {
        if (key === "Enter") began ??= timeStamp;
      }, { capture: true });
      const observer = new MutationObserver((records) => {
        if (began === undefined) return;
        const isDrawn = records.some(({ target, addedNodes }) =>
          (target as Element).matches?.(".ladder") && addedNodes.length > 0
        );
        if (isDrawn) first ??= performance.now();
        const { state } = verdict.dataset;
        if (first === undefined || state === "judging") return;
        observer.disconnect();
        resolve([first - began, performance.now() - began]);
      });
      observer.observe(verdict, {
        attributes: true,
        childList: true,
        subtree: true,
      });
    });
  });
  await page.keyboard.press("Control+Enter");
  return await page.evaluate(() =>
    (globalThis as unknown as { times: Promise<[number, number]> }).times
  );
}

function median(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1].toFixed(0);
}

async function load(): Promise<string> {
  const { stdout } = await new Deno.Command("cat", { args: ["/proc/loadavg"] })
    .output();
  return new TextDecoder().decode(stdout).split(" ")[0];
}

const address = await servedHere();
const browser = await startBrowser();
const page = await (await browser.newContext()).newPage();
const chosen = Deno.args.map(Number);
console.log("| lesson | first part, ms | verdict, ms | load |");
console.log("| ------ | -------------- | ----------- | ---- |");
const all: Array<[number, number]> = [];
for (const { number, stem } of LESSONS) {
  if (chosen.length > 0 && !chosen.includes(number)) continue;
  await openLesson({ page, address, errors: [] }, `${number}/1`);
  await write(page, await solution(stem));
  await verdictIs(page, "right");
  const times: Array<[number, number]> = [];
  while (times.length < RUNS) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    times.push(await timed(page));
  }
  all.push(...times);
  const [first, whole] = [0, 1].map((i) =>
    median(times.map((each) => each[i]))
  );
  console.log(`| ${number} | ${first} | ${whole} | ${await load()} |`);
}
const [first, whole] = [0, 1].map((i) => median(all.map((each) => each[i])));
console.log(`| all | ${first} | ${whole} | ${await load()} |`);
await browser.close();
await endVisits();
