/** What a typed line asks for. */
export type Step =
  | { do: "send"; bytes: Uint8Array }
  | { do: "silence"; ms: number }
  | { do: "to"; number: number }
  | {
    do:
      | "bytes"
      | "halfclose"
      | "reset"
      | "close"
      | "states"
      | "again"
      | "help"
      | "quit";
  };

/** The commands, as `/help` lists them. */
export const COMMANDS: ReadonlyArray<[command: string, what: string]> = [
  ["text", "send it as UTF-8, without a line feed; \\n, \\x00 are escapes"],
  ["//text", "send a text that begins with a slash"],
  ["/bytes", "send the next line byte by byte"],
  ["/halfclose", "end your sending direction (FIN); you still receive"],
  ["/close", "close your end"],
  ["/reset", "reset the connection (RST)"],
  ["/silence [MS]", "send nothing for MS milliseconds (1000), show what comes"],
  ["/states", "the kernel's rows of both ends, now"],
  ["/again", "once more: a new connection, or a new call of a client"],
  ["/to N", "play connection N from now on: 1 is you, 2 is you 2"],
  ["/help", "this list"],
  ["/quit", "leave"],
];

const PLAIN = [
  "bytes",
  "halfclose",
  "reset",
  "close",
  "states",
  "again",
  "help",
  "quit",
] as const;
const DEFAULT_SILENCE_MS = 1_000;
const LONGEST_SILENCE_MS = 60_000;

/** Escapes of one letter, and the byte each means. */
const ESCAPES: Record<string, number> = {
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  "0": 0x00,
  "\\": 0x5c,
};

/** A line that is neither text nor a command: one sentence says why. */
export class TypingError extends Error {
  override name = "TypingError";
}

/**
 * Reads a typed line.
 *
 * @param line The line without its end.
 * @throws {TypingError} If the command or an escape is not known, or the line is empty.
 */
export function readTyped(line: string): Step {
  if (line === "") {
    throw new TypingError(
      "Nothing was sent: an empty line is no bytes; type \\n for a line feed",
    );
  }
  if (line.startsWith("//")) {
    return { do: "send", bytes: unescape(line.slice(1)) };
  }
  if (!line.startsWith("/")) return { do: "send", bytes: unescape(line) };
  const [name, ...words] = line.slice(1).trim().split(/\s+/);
  if (name === "silence" && words.length <= 1) {
    return { do: "silence", ms: silence(words[0]) };
  }
  if (name === "to" && words.length <= 1) {
    return { do: "to", number: numberOf(words[0]) };
  }
  const command = PLAIN.find((each) => each === name);
  if (command && words.length === 0) return { do: command };
  throw new TypingError(
    `Cannot do "${line}": type /help for the commands, or /${line} to send it as text`,
  );
}

function silence(text = String(DEFAULT_SILENCE_MS)): number {
  const ms = Number(text);
  if (/^\d+$/.test(text) && ms <= LONGEST_SILENCE_MS) return ms;
  throw new TypingError(
    `Cannot be silent for "${text}": give milliseconds from 0 to ${LONGEST_SILENCE_MS}`,
  );
}

function numberOf(text = ""): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new TypingError(
    `Cannot play connection "${text}": give its number, such as /to 2`,
  );
}

/** The bytes that a text with escapes means. `\xff` is the one byte ff, not a character. */
function unescape(text: string): Uint8Array {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (
    const [all, hex, letter] of text.matchAll(
      /\\x([0-9a-f]{2})|\\([^])|\\|[^\\]+/gi,
    )
  ) {
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (!all.startsWith("\\")) bytes.push(...encoder.encode(all));
    else if (letter !== undefined && Object.hasOwn(ESCAPES, letter)) {
      bytes.push(ESCAPES[letter]);
    } else {
      throw new TypingError(
        `Cannot read the escape "${all}": the escapes are \\n, \\r, \\t, \\0, \\\\ and \\x with two hexadecimal digits; nothing was sent`,
      );
    }
  }
  return Uint8Array.from(bytes);
}
