import type { Demo } from "./events.ts";
import type { Guide, Prediction, Question } from "../guide.ts";
import { readLine, write } from "../terminal/input.ts";
import { createDemoRenderer, type Style } from "../terminal/mod.ts";

/** The option that a letter names, or `undefined`. */
export function optionOf(
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
   * Whether to wait for Enter before each step, and for an answer to each
   * question. Without it the questions and answers are printed.
   */
  wait: boolean;
  /** Called with each prediction as soon as it is made: who leaves early loses none. */
  onPrediction(prediction: Prediction): Promise<void>;
}

/**
 * Plays a demonstration in the terminal.
 *
 * @param demo The demonstration.
 * @param guide The questions it asks.
 * @param style The colours and the width.
 * @param playing How it is played.
 */
export async function playDemo(
  demo: Demo,
  guide: Guide,
  style: Style,
  { wait, onPrediction }: Playing,
): Promise<void> {
  const questions = new Map(guide.questions.map((each) => [each.id, each]));
  const renderer = createDemoRenderer(style, {
    question: (id) => questions.get(id),
  });
  let steps = 0;
  for await (const event of demo()) {
    if (wait && event.type === "step" && steps++ > 0) {
      wait = await pause("     Enter: next step  ", style);
    }
    print(renderer.render(event));
    if (!wait || event.type !== "ask") continue;
    const question = questions.get(event.id);
    if (!question) continue;
    const guess = await askFor(question, style);
    if (guess === null) wait = false;
    if (typeof guess !== "number") continue;
    renderer.guess(question.options[guess]);
    const right = guess === question.right;
    await onPrediction({ id: question.id, guess, right });
  }
  print(renderer.end());
}

function print(text: string): void {
  if (text) write(text);
}

/**
 * Waits for Enter.
 *
 * @param prompt What Enter leads to.
 * @param style The colours.
 * @returns `false` if there is no more input: nobody is there to wait for.
 */
export async function pause(prompt: string, style: Style): Promise<boolean> {
  write(style.faint(`\n${prompt}`));
  const goesOn = await readLine() !== null;
  if (!goesOn) write("\n");
  return goesOn;
}

/**
 * Asks until one of the options is named; an empty line passes.
 *
 * @returns The option; `undefined` if it was passed, `null` if there is no
 * more input: nobody is there to ask.
 */
export async function askFor(
  question: Question,
  style: Style,
): Promise<number | undefined | null> {
  const last = String.fromCharCode(96 + question.options.length);
  while (true) {
    write(style.faint(`     a to ${last}, Enter to skip: `));
    const line = await readLine();
    if (line === null) {
      write("\n");
      return null;
    }
    if (line.trim() === "") return;
    const option = optionOf(line, question);
    if (option !== undefined) return option;
  }
}
