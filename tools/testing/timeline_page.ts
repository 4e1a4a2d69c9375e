/// <reference lib="dom" />
/**
 * A page with nothing but a time line, for the test in a browser.
 *
 * @module
 */
import type { Recording } from "../../workbook/web/timeline/recording.ts";
import { mountTimeline } from "../../workbook/web/timeline/view.ts";

const recording: Recording = await (await fetch("recording.json")).json();
const source = await (await fetch("source.txt")).text();
mountTimeline(document.querySelector("main")!, recording, {
  source,
  onLine: (line) => document.title = `line ${line}`,
});
