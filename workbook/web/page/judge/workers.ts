import { modelAnswer } from "./files.ts";
import { SITE } from "./site.ts";
import type { Beginning, Practice } from "./worker_messages.ts";

/** A Worker, and the port to the program in it. */
export interface Started {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** The exercise that it judges, as a `file:` address. */
  readonly submission: string;
  /** Resolves with what the browser says, if its script fails: on a busy machine a browser gives up a fetch. */
  readonly broken: Promise<string>;
}

/**
 * Time after which the next Worker is started, in milliseconds, if the one that
 * judges has not ended by then: it has the cores until then.
 */
const NEXT_MS = 1_000;

/** Time after which a Worker that nobody has taken begins to practise, in milliseconds: one text may follow another. */
const PRACTICE_MS = 250;

let spare: Started | undefined;
/** Workers that judge now. */
let judging = 0;
let next: ReturnType<typeof setTimeout> | undefined;
let practice: ReturnType<typeof setTimeout> | undefined;

function start(submission: string): Started {
  const script = new URL("workbook/web/page/worker/start.js", SITE);
  const worker = new Worker(script, { type: "module", name: "judge" });
  const { port1, port2 } = new MessageChannel();
  const beginning: Beginning = {
    submission,
    grader: ofLesson(submission, "tests/$1_test.ts"),
  };
  const broken = new Promise<string>((resolve) =>
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(event.message);
    }
  );
  worker.postMessage(beginning, [port2]);
  return { worker, port: port1, submission, broken };
}

/** Lets the Worker that waits for a text practise, when nothing has happened for a while. */
function practiseSoon(): void {
  clearTimeout(practice);
  practice = setTimeout(practise, PRACTICE_MS);
}

/** A file of the lesson that an exercise belongs to. */
function ofLesson(submission: string, path: string): string {
  return submission.replace(/lessons\/(\w+)\/exercise\.ts$/, path);
}

async function practise(): Promise<void> {
  const started = spare;
  // A Worker that judges has the cores. When it has ended there is time.
  if (!started || judging > 0) return;
  const address = ofLesson(started.submission, "solutions/$1.ts");
  // Where the file cannot be had there is no practice.
  const model = await modelAnswer(address).catch(() => undefined);
  if (model && spare === started) {
    started.port.postMessage({ model } satisfies Practice);
  }
}

/**
 * Starts a Worker before it is needed: it loads engine and grader meanwhile,
 * and waits for the text.
 *
 * @param submission The exercise that it will judge, as a `file:` address.
 */
export function warmUp(submission: string): void {
  clearTimeout(next);
  if (spare?.submission === submission) return;
  spare?.worker.terminate();
  spare = start(submission);
  practiseSoon();
}

/**
 * A Worker that has judged nothing yet. The next one is started when this one
 * has ended, or soon.
 *
 * @param submission The exercise that it judges, as a `file:` address.
 */
export function takeWorker(submission: string): Started {
  warmUp(submission);
  const taken = spare!;
  spare = undefined;
  judging++;
  next = setTimeout(() => warmUp(submission), NEXT_MS);
  return taken;
}

/** Ends a Worker that was taken. */
export function endWorker({ worker, submission }: Started): void {
  worker.terminate();
  judging--;
  if (spare) practiseSoon();
  else warmUp(submission);
}
