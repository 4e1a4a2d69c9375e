/**
 * What the keys of a walk do, in words: all of them, and those of use now.
 *
 * @module
 */
import type { Step } from "../walk.ts";
import { COMMAND_KEYS } from "./_keys.ts";

/**
 * The keys that are of use at a step, in a few words each.
 *
 * @param step The step.
 * @param passed Whether the exercise is right.
 */
export function keysOffered(step: Step, passed: boolean): string[] {
  return [
    passed ? "Enter next, it is right" : "Enter next",
    ...step.number > 1 ? ["b back"] : [],
    ...step.shows ? ["d demo again"] : [],
    "e editor",
    "h hint",
    "? all keys",
    "q quit",
  ];
}

/** A line for each key. */
export function keyLines(): string[] {
  // The walk has a meaning of its own for some keys that run a command elsewhere.
  const keys = new Map<string, string>([
    ["Enter", "the next step"],
    ["b", "the step before"],
    ["j", "judge now; a save does it, too"],
    ...Object.entries(COMMAND_KEYS)
      .map(([key, { words }]): [string, string] => [key, words]),
    ["d", "this step's part of the demonstration"],
    ["r", "the reference"],
    ["l", "the list of lessons"],
    ["q", "quit; the next time it continues here"],
  ]);
  return [...keys].map(([key, words]) => `  ${key.padEnd(6)} ${words}`);
}
