/**
 * Texts whose characters are bytes: one byte is one character.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

const encoder = new TextEncoder();

/** A text as bytes. Each of its characters is one byte. */
export function latin1(text: string): Uint8Array<ArrayBuffer> {
  // Of ASCII, as most texts are, it is UTF-8, which is made at once.
  const ascii = encoder.encode(text);
  if (ascii.length === text.length) return ascii;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** So many characters are made at once: each is an argument of a call. */
const AT_ONCE = 4096;

/** Bytes as text, one character each. */
export function latin1Text(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return text;
}

/** Longer texts are cut in the middle. */
const MOST = 160;

function escaped(bytes: Uint8Array): string {
  return JSON.stringify(latin1Text(bytes)).replace(
    pattern(/[\u0080-\u00ff]/g),
    (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  );
}

/** Bytes as the text that a learner would write for them, cut if it is long. */
export function quoteBytes(bytes: Uint8Array): string {
  if (bytes.length <= MOST) {
    const whole = escaped(bytes);
    if (whole.length <= MOST) return whole;
  }
  const head = escaped(bytes.subarray(0, MOST)).slice(0, 70);
  return `${head} … ${escaped(bytes.subarray(-MOST)).slice(-50)}`;
}
