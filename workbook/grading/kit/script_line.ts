/**
 * Reads one line of a script, `client → hello ← OK!!!`, as steps.
 *
 * @module
 */
import { type Payload, readItems, readPayload, Rest } from "./payload.ts";
import { Unreadable } from "./template_lines.ts";
import { readOwnLine } from "./scene_line.ts";
import { readDue, readMs } from "./script_time.ts";
import type { Deed, Result, Step, Vocabulary } from "./step.ts";
import type { TextRow } from "./text_rows.ts";
import { pattern } from "../../pattern.ts";

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

/** `a, b or c`. */
function oneOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "nothing";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** The members of a group: `clients 1-3` are three. */
function members(who: string): string[] {
  const [, base, from, to] = who.match(pattern(/^(\w+)s (\d+)-(\d+)$/)) ?? [];
  if (!base) return [who];
  const names = [];
  for (let i = Number(from); i <= Number(to); i++) names.push(`${base} ${i}`);
  return names;
}

function checkPeer(who: string, { peers }: Vocabulary): void {
  const base = who.replace(pattern(/s? \d+(-\d+)?$/), "");
  if (peers.includes(base) || peers.includes(who)) return;
  throw new Unreadable(
    `nobody is called "${who}"; write ${oneOf(peers)}, with a number or not`,
  );
}

/** Reads the arrows of a peer's line. */
function readArrows(
  who: string,
  rest: Rest,
  { sign: own }: Vocabulary,
): Deed[] {
  const deeds: Deed[] = [];
  const everybody = members(who);
  // Each of a group has a word of its own.
  const read = (payload: Payload, i: number): Payload =>
    everybody.length === 1
      ? payload
      : payload.map((part) =>
        typeof part === "object" && "word" in part
          ? {
            ...part,
            word: `${part.word} ${everybody[i].match(pattern(/\d+$/))}`,
          }
          : part
      );
  while (!rest.atEnd) {
    const arrow = rest.take(pattern(/[→←]/u)) as "→" | "←" | undefined;
    if (!arrow) {
      throw new Unreadable(
        `"${rest.left}" is neither → nor ←; put a text with blanks in quotes`,
      );
    }
    const sign = rest.take(pattern(/(?:FIN|RST|close|end|nothing)(?= |$)/));
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
    const deed = own?.(arrow, rest);
    if (deed) {
      const { payload, act } = deed;
      everybody.forEach((name, i) =>
        deeds.push({
          verb: "own",
          who: name,
          arrow,
          payload: read(payload, i),
          act,
        })
      );
      continue;
    }
    if (rest.atEnd || pattern(/^[→←]/u).test(rest.left)) {
      throw new Unreadable(
        `nothing stands after ${arrow}; write a text, [bytes], FIN, RST or close`,
      );
    }
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
  if (!rest.take(pattern(/in pieces(?= |$)/))) return;
  if (!rest.take(pattern(/of(?= )/))) return [1];
  const given = rest.take(pattern(/\ue000\d+\ue000/));
  if (given) {
    const sizes = rest.given[Number(given.slice(1, -1))];
    if (Array.isArray(sizes)) return sizes;
  }
  const sizes = rest.take(pattern(/[1-9]\d*(?:, *[1-9]\d*)*/));
  if (!sizes) {
    throw new Unreadable("the sizes are missing; write in pieces of 1, 2");
  }
  return sizes.split(",").map(Number);
}

/**
 * Reads one line without its question.
 *
 * @param line The line.
 * @param vocabulary What it may name.
 * @param given What stands in `${…}` in the script.
 * @returns What is done: a line may hold several steps.
 * @throws {Unreadable} If it cannot be read: with what to write instead.
 */
export function readLine(
  line: string,
  vocabulary: Vocabulary,
  given: unknown[],
): Step[] {
  const { facts, actions, calls = [], isCall } = vocabulary;
  const [, which, said = line] = line.match(pattern(/^call (\d+) (.+)$/)) ?? [];
  const rest = new Rest(said, given);
  if (line.startsWith("#")) {
    return [{ verb: "note", text: line.slice(1).trim() }];
  }
  if (line === "time passes" || line === "a moment passes") {
    return [{ verb: line }];
  }
  if (pattern(/ (?:ms|s|min) pass(es)?$/).test(line)) {
    const ms = readMs(rest);
    if (pattern(/^pass(es)?$/).test(rest.left)) return [{ verb: "pass", ms }];
    throw new Unreadable(`"${rest.left}" is too much; write 1,700 ms pass`);
  }
  const own = readOwnLine(rest, vocabulary);
  if (own && rest.atEnd) return [own];
  if (pattern(/^[\w.]+\([^)]*\)$/).test(line)) {
    throw new Unreadable(
      `${line} cannot be called here; write ${
        oneOf([...calls.map((name) => `${name}(…)`), ...actions])
      }`,
    );
  }
  const result = rest.take(
    pattern(
      /(?:returns|throws|resolves closed|resolves|settles|pending)(?= |$)/,
    ),
  );
  if (own && !result) {
    throw new Unreadable(
      `"${rest.left}" follows a call; write what it gives: returns …, throws …, resolves`,
    );
  }
  if (result) {
    if (!isCall) {
      throw new Unreadable(
        `a script of a server has no call that ${result}; use calls(…)`,
      );
    }
    if (which && calls.length === 0) {
      throw new Unreadable(
        `the script makes no calls to be numbered; write ${said}`,
      );
    }
    const deed = readResult(result, rest);
    if (own) {
      const due = deed.due && { ...deed.due, isExact: true };
      return [own, { ...deed, ...(due && { due }) }];
    }
    return [which ? { ...deed, of: Number(which) } : deed];
  }
  const fact = rest.take(pattern(/\w[\w ]*?(?= *=)/));
  if (fact) {
    if (!facts.includes(fact)) {
      throw new Unreadable(
        `there is no fact "${fact}"; write ${oneOf(facts)}`,
      );
    }
    rest.take(pattern(/=/));
    return [{ verb: "fact", name: fact, items: readItems(rest) }];
  }
  // A peer may be called `a`, and the first of two `a 1`.
  const isNew = rest.take(pattern(/a(?= [^\W\d]\w* +[→←])/u)) !== undefined;
  const who = rest.take(
    pattern(/\w+(?: \d+(?:-\d+)?)?(?= +(?:connects?\b|accepts\b|[→←#]))/u),
  );
  if (!who) {
    throw new Unreadable(
      "no step is written so; write client → text, client ← text, client connects, client # a note, or name = value",
    );
  }
  checkPeer(who, vocabulary);
  if (isNew) return readVisits(`a ${who}`, rest, vocabulary);
  if (rest.take(pattern(/#/))) {
    return [{ verb: "note", text: `${who} ${rest.left}` }];
  }
  const deeds: Deed[] = [];
  if (rest.take(pattern(/(?:connects?|accepts)(?= |$)/))) {
    for (const name of members(who)) deeds.push({ verb: "connect", who: name });
  }
  return [...deeds, ...readArrows(who, rest, vocabulary)];
}

/** Whether a value is a list of rows. */
const isRows = (value: unknown): value is Array<TextRow<unknown>> =>
  Array.isArray(value) && value.every((each) => "value" in Object(each));

/**
 * Reads the line of somebody new, who leaves at its end: `a client → GET / ← 200`.
 * Where `${…}` is a list of rows, each of them has a line of its own.
 */
function readVisits(who: string, rest: Rest, vocabulary: Vocabulary): Step[] {
  if (vocabulary.isCall) {
    throw new Unreadable(
      `a call has its peers before it is made; write ${who.slice(2)}`,
    );
  }
  const list = rest.given.findIndex((value, i) =>
    isRows(value) && rest.left.includes(`\ue000${i}\ue000`)
  );
  const rows: Array<Partial<TextRow<unknown>>> = list < 0
    ? [{}]
    : rest.given[list] as Array<TextRow<unknown>>;
  if (rows.length === 0) throw new Unreadable("the list has no rows");
  const { left } = rest;
  return rows.flatMap((row) => {
    const given = "value" in row
      ? rest.given.with(list, row.value)
      : rest.given;
    const steps: Step[] = [
      { verb: "connect", who, isNew: true },
      ...readArrows(who, new Rest(left, given), vocabulary),
      { verb: "close", who },
    ];
    const { lookAt } = row;
    return lookAt ? steps.map((step) => ({ ...step, lookAt })) : steps;
  });
}

/** Reads what a call gives, and when. */
function readResult(verb: string, rest: Rest): Result {
  if (verb === "returns") {
    if (rest.atEnd) {
      throw new Unreadable(
        "the value is missing; write returns null, returns {word} or resolves",
      );
    }
    const payload = readPayload(rest);
    const due = readDue(rest);
    if (rest.atEnd) return { verb, payload, ...due };
  } else if (verb === "throws") {
    const error = rest.left.startsWith("\ue000")
      ? { error: readPayload(rest) }
      : {};
    const names: string[] = [];
    do {
      const name = rest.take(pattern(/[A-Z]\w*/));
      if (name) names.push(name);
    } while (rest.take(pattern(/or(?= )/)));
    const holds: Payload[] = [];
    while (pattern(/^["\ue000]/).test(rest.left)) holds.push(readPayload(rest));
    const due = readDue(rest);
    if (rest.atEnd) return { verb, ...error, names, holds, ...due };
  } else if (verb === "pending") {
    if (rest.atEnd) return { verb };
  } else {
    const due = readDue(rest);
    if (rest.atEnd) return { verb, ...due } as Result;
  }
  throw new Unreadable(
    `"${rest.left}" is too much after ${verb}; put a text with blanks in quotes`,
  );
}
