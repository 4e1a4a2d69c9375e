/**
 * Plays the demonstration of one lesson on real sockets and prints what it
 * showed as JSON: pieces of text and questions, step by step. A process of its
 * own, since some demonstrations need more than loopback.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { createDemoRenderer } from "../demo/renderer.ts";
import { createStyle } from "../terminal/mod.ts";
import type { RecordedStep } from "./content.ts";

/** Columns of the text: it stands beside an editor. */
const WIDTH = 76;

/** Records a demonstration. */
async function record(number: number): Promise<RecordedStep[]> {
  const lesson = LESSONS.find((each) => each.number === number)!;
  const renderer = createDemoRenderer(
    createStyle({ colour: false, width: WIDTH }),
  );
  const demo = await lesson.demo();
  const steps: RecordedStep[] = [];
  for await (const event of demo()) {
    if (event.type === "step" && steps.at(-1)?.step !== event.step) {
      steps.push({ step: event.step, pieces: [] });
    }
    const pieces = steps.at(-1)?.pieces ?? [];
    if (event.type === "ask") {
      pieces.push({ ask: event.id });
      continue;
    }
    const text = renderer.render(event);
    const last = pieces.at(-1);
    if (last && "text" in last) last.text += text;
    else if (text.trim() !== "") pieces.push({ text });
  }
  return steps;
}

if (import.meta.main) {
  console.log(JSON.stringify(await record(Number(Deno.args[0]))));
  // A demonstration leaves nothing open, but a runtime may wait for a timer.
  Deno.exit(0);
}
