import { SITE } from "./site.ts";

let spare: Worker | undefined;

function start(): Worker {
  const script = new URL("workbook/web/page/worker/start.js", SITE);
  return new Worker(script, { type: "module", name: "judge" });
}

/** Starts a Worker before it is needed: it loads the engine meanwhile. */
export function warmUp(): void {
  spare ??= start();
}

/** A Worker that has judged nothing yet. The next one is started at once. */
export function takeWorker(): Worker {
  const worker = spare ?? start();
  spare = undefined;
  setTimeout(warmUp);
  return worker;
}
