/**
 * Reads the script of a check: one step a line, as the failure report prints
 * it again. What a script may say stands in `../README.md`.
 *
 * @module
 */
import { type Payload, readItems, readPayload, Rest } from "./payload.ts";

/** What a script may name. */
export interface Vocabulary {
  /** Who may act: `client`. A number may follow: `client 2`. */
  peers: readonly string[];
  /** What may stand before `=`. */
  facts: readonly string[];
  /** What may be called: `stop()`. */
  actions: readonly string[];
  /** Whether the script is about a call, which returns or throws. */
  isCall: boolean;
}

/** What one step does. */
export type Deed =
  | { verb: "connect" | "halfClose" | "close" | "reset"; who: string }
  | { verb: "send"; who: string; payload: Payload; pieces?: number[] }
  | { verb: "expect"; who: string; payload: Payload }
  | { verb: "expectFin" | "expectClose" | "expectReset"; who: string }
  | { verb: "expectEnd" | "expectNothing"; who: string }
  | { verb: "note"; text: string }
  | { verb: "time passes" | "a moment passes" }
  | { verb: "fact"; name: string; items: Payload[] }
  | { verb: "act"; name: string }
  | { verb: "returns"; payload: Payload }
  | { verb: "throws"; name?: string; holds: Payload[] }
  | { verb: "resolves" | "resolves closed" | "settles" | "pending" };

/** One step of a script. */
export type Step = Deed & {
  /** Where to look when it fails: its own question, or that of a line above. */
  lookAt?: string;
};

/** Where a script begins. */
export interface Place {
  /** `tests/03_server_flow_test.ts`. */
  file: string;
  line: number;
}

/** The words after an arrow that are no text, by the arrow. */
const SIGNS: Record<string, Record<string, Deed["verb"]>> = {
  "→": { FIN: "halfClose", RST: "reset", close: "close" },
  "←": {
    FIN: "expectFin",
    RST: "expectReset",
    close: "expectClose",
    end: "expectEnd",
    nothing: "expectNothing",
  },
};

const RESULTS = ["resolves", "resolves closed", "settles", "pending"] as const;

/** Thrown inside this file: what is wrong with a line, and what to write. */
class Unreadable extends Error {}

/** `a, b or c`. */
function oneOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "nothing";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** The members of a group: `clients 1-3` are three. */
function members(who: string): string[] {
  const [, base, from, to] = who.match(/^(\w+)s (\d+)-(\d+)$/) ?? [];
  if (!base) return [who];
  const names = [];
  for (let i = Number(from); i <= Number(to); i++) names.push(`${base} ${i}`);
  return names;
}

function checkPeer(who: string, { peers }: Vocabulary): void {
  const base = who.replace(/s? \d+(-\d+)?$/, "");
  if (peers.includes(base) || peers.includes(who)) return;
  throw new Unreadable(
    `nobody is called "${who}"; write ${oneOf(peers)}, with a number or not`,
  );
}

/** Reads the arrows of a peer's line. */
function readArrows(who: string, rest: Rest): Deed[] {
  const deeds: Deed[] = [];
  const everybody = members(who);
  while (!rest.atEnd) {
    const arrow = rest.take(/[→←]/u);
    if (!arrow) {
      throw new Unreadable(
        `"${rest.left}" is neither → nor ←; put a text with blanks in quotes`,
      );
    }
    const sign = rest.take(/(?:FIN|RST|close|end|nothing)(?= |$)/);
    if (sign) {
      const verb = SIGNS[arrow][sign];
      if (!verb) {
        throw new Unreadable(
          `${sign} can only come; write ← ${sign}, or "${sign}" for the text`,
        );
      }
      for (const name of everybody) deeds.push({ verb, who: name } as Deed);
      continue;
    }
    if (rest.atEnd || /^[→←]/u.test(rest.left)) {
      throw new Unreadable(
        `nothing stands after ${arrow}; write a text, [bytes], FIN, RST or close`,
      );
    }
    const read = (payload: Payload, i: number): Payload =>
      everybody.length === 1
        ? payload
        : payload.map((part) =>
          typeof part === "object" && "word" in part
            ? { ...part, word: `${part.word} ${everybody[i].match(/\d+$/)}` }
            : part
        );
    const payload = readPayload(rest);
    const pieces = readPieces(rest);
    if (pieces && arrow === "←") {
      throw new Unreadable("only what is sent comes in pieces; write → for it");
    }
    everybody.forEach((name, i) =>
      deeds.push(
        arrow === "→"
          ? { verb: "send", who: name, payload: read(payload, i), pieces }
          : { verb: "expect", who: name, payload: read(payload, i) },
      )
    );
  }
  return deeds;
}

function readPieces(rest: Rest): number[] | undefined {
  if (!rest.take(/in pieces(?= |$)/)) return;
  if (!rest.take(/of(?= )/)) return [1];
  const sizes = rest.take(/[1-9]\d*(?:, *[1-9]\d*)*/);
  if (!sizes) {
    throw new Unreadable("the sizes are missing; write in pieces of 1, 2");
  }
  return sizes.split(",").map(Number);
}

/** Reads one line without its question. */
function readLine(line: string, vocabulary: Vocabulary, given: unknown[]) {
  const { facts, actions, isCall } = vocabulary;
  const rest = new Rest(line, given);
  if (line.startsWith("#")) {
    return [{ verb: "note", text: line.slice(1).trim() } as Deed];
  }
  if (line === "time passes" || line === "a moment passes") {
    return [{ verb: line } as Deed];
  }
  if (/^\w+\([^)]*\)$/.test(line)) {
    if (actions.includes(line)) return [{ verb: "act", name: line } as Deed];
    throw new Unreadable(
      `${line} cannot be called here; write ${oneOf(actions)}`,
    );
  }
  const result = rest.take(
    /(?:returns|throws|resolves closed|resolves|settles|pending)(?= |$)/,
  );
  if (result) {
    if (!isCall) {
      throw new Unreadable(
        `no call is judged here that ${result}; use calls(…)`,
      );
    }
    return [readResult(result, rest)];
  }
  const fact = rest.take(/\w[\w ]*?(?= *=)/);
  if (fact) {
    if (!facts.includes(fact)) {
      throw new Unreadable(
        `there is no fact "${fact}"; write ${oneOf(facts)}`,
      );
    }
    rest.take(/=/);
    return [{ verb: "fact", name: fact, items: readItems(rest) } as Deed];
  }
  const who = rest.take(
    /\w+(?: \d+(?:-\d+)?)?(?= +(?:connects?\b|accepts\b|[→←#]))/u,
  );
  if (!who) {
    throw new Unreadable(
      "no step is written so; write client → text, client ← text, client connects, client # a note, or name = value",
    );
  }
  checkPeer(who, vocabulary);
  if (rest.take(/#/)) {
    return [{ verb: "note", text: `${who} ${rest.left}` } as Deed];
  }
  const deeds: Deed[] = [];
  if (rest.take(/(?:connects?|accepts)(?= |$)/)) {
    for (const name of members(who)) deeds.push({ verb: "connect", who: name });
  }
  return [...deeds, ...readArrows(who, rest)];
}

function readResult(verb: string, rest: Rest): Deed {
  if (verb === "returns") {
    if (rest.atEnd) {
      throw new Unreadable(
        "the value is missing; write returns null, returns {word} or resolves",
      );
    }
    const payload = readPayload(rest);
    if (rest.atEnd) return { verb, payload };
  } else if (verb === "throws") {
    const name = rest.take(/[A-Z]\w*/);
    const holds: Payload[] = [];
    while (rest.left.startsWith('"')) holds.push(readPayload(rest));
    if (rest.atEnd) return { verb, name, holds };
  } else if (rest.atEnd) return { verb: verb as typeof RESULTS[number] };
  throw new Unreadable(
    `"${rest.left}" is too much after ${verb}; put a text with blanks in quotes`,
  );
}

/** Where the question of a line begins; -1 without one. What stands in quotes is text. */
function questionAt(line: string): number {
  const bare = line.replace(
    /"(?:\\.|[^"\\])*"/g,
    (text) => "_".repeat(text.length),
  );
  return bare.search(/(?:^| )\?(?: |$)/);
}

/** Expects that a word which must come was said, or given, in a line above. */
function checkWords(deeds: Deed[], known: Set<string>, isCall: boolean): void {
  const words = (payload: Payload) =>
    payload.flatMap((part) =>
      typeof part === "object" && "word" in part ? [part.word] : []
    );
  for (const deed of deeds) {
    if (deed.verb === "send") {
      for (const word of words(deed.payload)) known.add(word);
    }
    if (isCall) continue;
    const due = deed.verb === "expect"
      ? words(deed.payload)
      : deed.verb === "fact"
      ? deed.items.flatMap(words)
      : [];
    const unknown = due.find((word) => !known.has(word));
    if (unknown) {
      throw new Unreadable(
        `nobody has said {${unknown}} before; write a word of a line above`,
      );
    }
  }
}

/**
 * Reads a script.
 *
 * @param template The strings of the tagged template, and what stands in `${…}`.
 * @param vocabulary What it may name.
 * @param place Where the template begins.
 * @param known Words that were said before.
 * @throws {SyntaxError} If a line cannot be read: with its file and line, and
 * what to write instead.
 */
export function readScript(
  { raw, given }: { raw: readonly string[]; given: unknown[] },
  vocabulary: Vocabulary,
  place: Place,
  known: Iterable<string> = [],
): Step[] {
  const text = raw.reduce((all, part, i) =>
    `${all}\ue000${i - 1}\ue000${part}`
  );
  const said = new Set(known);
  const steps: Step[] = [];
  let lookAt: string | undefined;
  for (const [i, whole] of text.split("\n").entries()) {
    const line = whole.trim();
    if (!line) continue;
    try {
      const at = questionAt(line);
      if (at === 0) {
        throw new Unreadable(
          "a question belongs to the line before it; write client ← OK!!!   ? where to look",
        );
      }
      if (at > 0) {
        lookAt = line.slice(at).replace(/^ *\? */, "");
        if (!lookAt) {
          throw new Unreadable("nothing stands after ?; write where to look");
        }
      }
      const step = at < 0 ? line : line.slice(0, at).trimEnd();
      const deeds = readLine(step, vocabulary, given);
      checkWords(deeds, said, vocabulary.isCall);
      for (const deed of deeds) steps.push({ ...deed, lookAt });
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof RangeError)) {
        throw error;
      }
      const shown = line.replace(/\ue000\d+\ue000/g, "${…}");
      throw new SyntaxError(
        `${place.file}:${
          place.line + i
        }: Cannot read "${shown}": ${error.message}`,
      );
    }
  }
  return steps;
}
