import { SITE } from "./site.ts";
import type { Beginning } from "./worker_messages.ts";

/** A Worker, and the port to the program in it. */
export interface Started {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** Time after which the next Worker is started, in milliseconds: the one that judges has the core until then. */
const NEXT_MS = 250;

let spare: Started & { submission: string } | undefined;

function start(submission: string): Started & { submission: string } {
  const script = new URL("workbook/web/page/worker/start.js", SITE);
  const worker = new Worker(script, { type: "module", name: "judge" });
  const { port1, port2 } = new MessageChannel();
  const beginning: Beginning = {
    submission,
    grader: submission.replace(
      /lessons\/(\w+)\/exercise\.ts$/,
      "tests/$1_test.ts",
    ),
  };
  worker.postMessage(beginning, [port2]);
  return { worker, port: port1, submission };
}

/**
 * Starts a Worker before it is needed: it loads engine and grader meanwhile,
 * and waits for the text.
 *
 * @param submission The exercise that it will judge, as a `file:` address.
 */
export function warmUp(submission: string): void {
  if (spare?.submission === submission) return;
  spare?.worker.terminate();
  spare = start(submission);
}

/**
 * A Worker that has judged nothing yet. The next one is started soon.
 *
 * @param submission The exercise that it judges, as a `file:` address.
 */
export function takeWorker(submission: string): Started {
  warmUp(submission);
  const taken = spare!;
  spare = undefined;
  setTimeout(() => spare ?? warmUp(submission), NEXT_MS);
  return taken;
}
