/**
 * Whether the message of an error names a value, in any spelling that a person
 * reads as this value.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

const { stringify } = JSON;

/** A message whose numbers have no groups of three digits: `70,000` is 70000, and so is `70.000`; `7.0123e+4` has none. */
export function withoutGroups(message: string): string {
  return message.replace(pattern(/(?<=\d)[,._'’\s](?=\d{3}(?![\de]))/g), "");
}

/**
 * Whether a message names a value: as it is, as a number in groups, or as a text
 * between quotes in code (`a\\b`).
 *
 * @param message The message.
 * @param value The value as text.
 */
export function messageHolds(message: string, value: string): boolean {
  const quoted = stringify(value).slice(1, -1);
  return message.includes(value) || message.includes(quoted) ||
    withoutGroups(message).includes(value);
}
