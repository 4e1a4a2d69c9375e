/**
 * What the keys of a walk do, in words: all of them, and those of use now.
 *
 * @module
 */
import { type Style, wrap } from "../terminal/mod.ts";
import type { Step } from "../walk.ts";
import { COMMAND_KEYS } from "./_keys.ts";

/** What the keys of use depend on. */
export interface Offer {
  step: Step;
  /** Whether the exercise is right. */
  passed: boolean;
  /** The sign of what is in the reference; `undefined` if the step has none. */
  below?: string;
}

/** The keys that are of use at a step, in a few words each. */
export function keysOffered({ step, passed, below }: Offer): string[] {
  return [
    passed ? "Enter next, it is right" : "Enter next",
    ...step.number > 1 ? ["b back"] : [],
    ...step.shows ? ["d demo"] : [],
    ...below ? [`r more${below}`] : [],
    "e editor",
    "h hint",
    "? all keys",
    "q quit",
  ];
}

/**
 * Keys and what they do, side by side; a line ends between two of them.
 *
 * @param keys A letter and some words each: `q quit`.
 * @param style The colours and the width.
 */
export function keyRows(keys: readonly string[], style: Style): string[] {
  // No line ends at a space of this kind.
  const whole = keys.map((key) => key.replaceAll(" ", "\u00a0"));
  return wrap(whole.join(" · "), style)
    .map((line) => style.faint(line.replaceAll("\u00a0", " ")));
}

/**
 * A line for each key.
 *
 * @param below The sign behind words on which the reference says more.
 */
export function keyLines(below: string): string[] {
  // The walk has a meaning of its own for some keys that run a command elsewhere.
  const keys = new Map<string, string>([
    ["Enter", "the next step"],
    ["b", "the step before"],
    ["j", "judge now; a save does it, too"],
    ...Object.entries(COMMAND_KEYS)
      .map(([key, { words }]): [string, string] => [key, words]),
    ["d", "this step's part of the demonstration"],
    ["r", `the reference of this step, where ${below} leads; again: all of it`],
    ["l", "the list of lessons"],
    ["q", "quit; the next time it continues here"],
  ]);
  return [...keys].map(([key, words]) => `  ${key.padEnd(6)} ${words}`);
}
