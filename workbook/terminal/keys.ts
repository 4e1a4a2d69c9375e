import { readLine } from "./input.ts";

/** Where single keys come from. */
export interface Keys {
  /** Whether a key counts at once; otherwise it counts with Enter. */
  readonly raw: boolean;
  /**
   * The next key: a lower-case letter, `enter`, or `interrupt` for Ctrl-C and
   * Ctrl-D.
   *
   * @returns `null` when there is no more input.
   */
  next(): Promise<string | null>;
  /** Gives the terminal back to whoever reads lines. */
  pause(): void;
  /** Takes it again. */
  resume(): void;
}

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const ESCAPE = "\u001b";

/**
 * The keys in what one read of a terminal gave: several, if they came quickly.
 * Arrows and function keys arrive as a sequence that begins with ESC; none of
 * them means anything here.
 *
 * @param text What was read.
 */
export function keysIn(text: string): string[] {
  if (text.startsWith(ESCAPE)) return [];
  // Whatever was typed before it, who interrupts wants to leave.
  if (text.includes(CTRL_C) || text.includes(CTRL_D)) return ["interrupt"];
  return [...text].map((key) =>
    key === "\r" || key === "\n" ? "enter" : key.toLowerCase()
  );
}

/** Single keys of a terminal; of lines where the input is no terminal, or one that cannot do better. */
export function openKeys(): Keys {
  let raw = Deno.stdin.isTerminal();
  const set = (on: boolean) => {
    try {
      Deno.stdin.setRaw(on, { cbreak: false });
    } catch {
      raw = false;
    }
  };
  if (raw) set(true);
  const buffer = new Uint8Array(64);
  const typed: string[] = [];
  return {
    get raw() {
      return raw;
    },
    async next() {
      if (!raw) {
        const line = await readLine();
        if (line === null) return null;
        return line.trim() === "" ? "enter" : line.trim()[0].toLowerCase();
      }
      while (typed.length === 0) {
        const n = await Deno.stdin.read(buffer);
        if (n === null) return null;
        typed.push(...keysIn(new TextDecoder().decode(buffer.subarray(0, n))));
      }
      return typed.shift()!;
    },
    pause() {
      if (raw) set(false);
    },
    resume() {
      if (raw) set(true);
    },
  };
}
