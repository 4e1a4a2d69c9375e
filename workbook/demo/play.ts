import type { Guide, Prediction, Question } from "../guide.ts";
import { visible } from "../terminal/bytes.ts";
import { readLine, write } from "../terminal/input.ts";
import type { Style } from "../terminal/mod.ts";
import type { Demo } from "./events.ts";
import { createDemoRenderer } from "./renderer.ts";

/** Where a demonstration is shown, and where answers come from. */
export interface Screen {
  /** Writes text as it is. */
  write(text: string): void;
  /** Reads a line without its end; `null` when there is no more input. The signal ends the waiting. */
  readLine(signal?: AbortSignal): Promise<string | null>;
}

/** The terminal, or the pipes, of this process. */
const OWN_SCREEN: Screen = { write, readLine };

/** The option that a letter names, or `undefined`. */
function optionOf(
  line: string,
  question: Question,
): number | undefined {
  const index = line.trim().toLowerCase().charCodeAt(0) - "a".charCodeAt(0);
  return line.trim().length === 1 && index >= 0 &&
      index < question.options.length
    ? index
    : undefined;
}

/** How a demonstration is played. */
export interface Playing {
  /**
   * Whether to wait for Enter before each step, and for an option at each
   * question. Without it the questions and their right options are printed.
   */
  wait: boolean;
  /**
   * Shows the steps with this number only. The demo runs unseen up to them,
   * and is ended after them. Default: all steps.
   */
  only?: number;
  /** Called before the first event of each step that is shown, with its number. */
  onStep?(step: number): void | Promise<void>;
  /** Called with each prediction as soon as it is made: who leaves early loses none. */
  onPrediction(prediction: Prediction): Promise<void>;
  /** Ends the demo when it is aborted, for instance at Ctrl-C. */
  signal?: AbortSignal;
  /** Where it is shown; this process's terminal by default. */
  screen?: Screen;
}

/**
 * Plays a demonstration. However it ends, the demo has then closed what it
 * opened.
 *
 * @param demo The demonstration.
 * @param guide The questions it asks.
 * @param style The colours and the width.
 * @param playing How it is played.
 * @returns Whether a step was shown: `false` if none has the number `only`.
 * @throws The reason of `signal`, if it was aborted.
 */
export async function playDemo(
  demo: Demo,
  guide: Guide,
  style: Style,
  { wait, only, onStep, onPrediction, signal, screen: given = OWN_SCREEN }:
    Playing,
): Promise<boolean> {
  signal?.throwIfAborted();
  const orAborted = racer(signal);
  const screen: Screen = {
    write: (text) => given.write(text),
    readLine: () => orAborted(given.readLine(signal)),
  };
  const questions = new Map(guide.questions.map((each) => [each.id, each]));
  const renderer = createDemoRenderer(style, {
    question: (id) => questions.get(id),
  });
  let shownSteps = 0;
  let current: number | undefined;
  let isShown = only === undefined;
  const events = demo();
  try {
    while (true) {
      const { done, value: event } = await orAborted(events.next());
      if (done) break;
      if (event.type === "step" && only !== undefined) {
        isShown = event.step === only;
        if (!isShown && shownSteps > 0) break;
      }
      if (!isShown) {
        // Rows say what has changed since the rows before them.
        if (event.type === "rows") renderer.render(event);
        continue;
      }
      if (event.type === "step" && shownSteps++ > 0 && wait) {
        wait = await pause("     Enter: next step  ", style, screen);
      }
      if (event.type === "step" && event.step !== current) {
        current = event.step;
        await onStep?.(current);
      }
      print(renderer.render(event), screen);
      if (!wait || event.type !== "ask") continue;
      const question = questions.get(event.id);
      if (!question) continue;
      const guess = await askFor(question, style, screen);
      if (guess === null) wait = false;
      if (typeof guess !== "number") continue;
      renderer.guess(question.options[guess]);
      const right = guess === question.right;
      await onPrediction({ id: question.id, guess, right });
    }
    print(renderer.end(), screen);
    return shownSteps > 0;
  } finally {
    await events.return();
  }
}

/** Waits for a promise, or rejects as soon as the signal is aborted. */
function racer(signal?: AbortSignal): <T>(promise: Promise<T>) => Promise<T> {
  if (!signal) return (promise) => promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason));
  // It may be aborted when nobody waits, and is then seen at the next wait.
  aborted.catch(() => {});
  return (promise) => Promise.race([aborted, promise]);
}

function print(text: string, screen: Screen): void {
  if (text) screen.write(text);
}

/**
 * Waits for Enter.
 *
 * @param prompt What Enter leads to.
 * @param style The colours.
 * @param screen Where it is shown; this process's terminal by default.
 * @returns `false` if there is no more input: nobody is there to wait for.
 */
export async function pause(
  prompt: string,
  style: Style,
  screen: Screen = OWN_SCREEN,
): Promise<boolean> {
  screen.write(style.faint(`\n${prompt}`));
  const hasInput = await screen.readLine() !== null;
  if (!hasInput) screen.write("\n");
  return hasInput;
}

/**
 * Asks until one of the options is named; an empty line skips the question.
 *
 * @param question The question.
 * @param style The colours.
 * @param screen Where it is asked; this process's terminal by default.
 * @returns The option; `undefined` if it was skipped, `null` if there is no
 * more input: nobody is there to ask.
 */
export async function askFor(
  question: Question,
  style: Style,
  screen: Screen = OWN_SCREEN,
): Promise<number | undefined | null> {
  const last = String.fromCharCode(96 + question.options.length);
  while (true) {
    screen.write(style.faint(`     a to ${last}, Enter to skip: `));
    const line = await screen.readLine();
    if (line === null) {
      screen.write("\n");
      return null;
    }
    if (line.trim() === "") return;
    const option = optionOf(line, question);
    if (option !== undefined) return option;
    screen.write(
      style.faint(
        `     ${visible(line.trim()).slice(0, 20)} is none of them\n`,
      ),
    );
  }
}
