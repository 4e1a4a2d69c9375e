import { readLine } from "./input.ts";

/** Where single keys come from. */
export interface Keys {
  /** Whether a key counts at once; otherwise it counts with Enter. */
  readonly raw: boolean;
  /**
   * The next key: a lower-case letter, `enter`, or `interrupt` for Ctrl-C.
   *
   * @returns `null` when there is no more input.
   */
  next(): Promise<string | null>;
  /** Gives the terminal back to whoever reads lines. */
  pause(): void;
  /** Takes it again. */
  resume(): void;
}

const CTRL_C = 3;
const CTRL_D = 4;

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
  const buffer = new Uint8Array(16);
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
      const n = await Deno.stdin.read(buffer);
      if (n === null || buffer[0] === CTRL_D) return null;
      if (buffer[0] === CTRL_C) return "interrupt";
      if (buffer[0] === 13 || buffer[0] === 10) return "enter";
      return new TextDecoder().decode(buffer.subarray(0, n)).toLowerCase();
    },
    pause() {
      if (raw) set(false);
    },
    resume() {
      if (raw) set(true);
    },
  };
}
