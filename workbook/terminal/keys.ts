import { awaitInput, readLine, takeInput } from "./input.ts";

/** Where single keys come from. */
export interface Keys {
  /** Whether a key counts at once; otherwise it counts with Enter. */
  readonly raw: boolean;
  /**
   * The next key: a lower-case letter, `enter`, `interrupt` for Ctrl-C and
   * Ctrl-D, `suspend` for Ctrl-Z, or `resize` when the terminal has another size.
   *
   * @returns `null` when there is no more input.
   */
  next(): Promise<string | null>;
  /** Gives the terminal back to whoever reads lines. */
  pause(): void;
  /** Takes it again. What was typed meanwhile was meant for somebody else, and is dropped. */
  resume(): Promise<void>;
}

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_Z = "\u001a";
const ESCAPE = "\u001b";

/** How long keys that were typed before may take to come, in milliseconds. */
const DRAIN_MS = 10;

const NAMES: Record<string, string> = {
  "\r": "enter",
  "\n": "enter",
  [CTRL_Z]: "suspend",
};

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
  return [...text].map((key) => NAMES[key] ?? key.toLowerCase());
}

/** Single keys of a terminal; of lines where the input is no terminal, or one that cannot do better. */
export function openKeys(): Keys {
  return Deno.stdin.isTerminal() ? new TerminalKeys() : new LineKeys();
}

/** The first letter of each line. */
class LineKeys implements Keys {
  readonly raw = false;

  async next(): Promise<string | null> {
    const line = await readLine();
    if (line === null) return null;
    return line.trim() === "" ? "enter" : line.trim()[0].toLowerCase();
  }

  pause(): void {}
  async resume(): Promise<void> {}
}

class TerminalKeys implements Keys {
  #raw = true;
  readonly #lines = new LineKeys();
  readonly #typed: string[] = [];
  #resized = () => {};

  constructor() {
    this.#set(true);
    if (Deno.build.os !== "windows") {
      Deno.addSignalListener("SIGWINCH", () => this.#resized());
    }
  }

  get raw(): boolean {
    return this.#raw;
  }

  async next(): Promise<string | null> {
    if (!this.#raw) return await this.#lines.next();
    while (this.#typed.length === 0) {
      const resized = new Promise<"resize">((resolve) => {
        this.#resized = () => resolve("resize");
      });
      const typed = await Promise.race([awaitInput(), resized]);
      if (typed === "resize") return typed;
      takeInput();
      if (typed === null) return null;
      this.#typed.push(...keysIn(new TextDecoder().decode(typed)));
    }
    return this.#typed.shift()!;
  }

  pause(): void {
    if (this.#raw) this.#set(false);
  }

  async resume(): Promise<void> {
    this.#typed.length = 0;
    if (!this.#raw) return;
    this.#set(true);
    // What waits is there at once: reading goes on until nothing comes.
    while (true) {
      const nothing = new Promise<"nothing">((resolve) => {
        setTimeout(() => resolve("nothing"), DRAIN_MS);
      });
      const typed = await Promise.race([awaitInput(), nothing]);
      if (typed === "nothing") return;
      takeInput();
      if (typed === null) return;
    }
  }

  #set(on: boolean): void {
    try {
      Deno.stdin.setRaw(on, { cbreak: false });
    } catch {
      this.#raw = false;
    }
  }
}
