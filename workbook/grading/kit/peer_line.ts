/**
 * Reads the line of a peer, `client → hello ← OK!!!`: who acts, and what goes
 * which way.
 *
 * @module
 */
import { type Payload, readPayload, Rest } from "./payload.ts";
import { oneOf, refuseSlip, Unreadable } from "./template_lines.ts";
import type { Deed, Step, Vocabulary } from "./step.ts";
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

/** Who acts: `client`, `client 2`, `clients 1-3`. */
const WHO = pattern(
  /\w+(?: \d+(?:-\d+)?)?(?= +(?:connects?\b|accepts\b|[→←#]))/uy,
);
/** `a client`: somebody new. A peer may be called `a`, and the first of two `a 1`. */
const NEW = pattern(/a(?= [^\W\d]\w* +[→←])/uy);
const HASH = pattern(/#/y);
const CONNECTS = pattern(/(?:connects?|accepts)(?= |$)/y);
const ARROW = pattern(/[→←]/uy);
const SIGN = pattern(/(?:FIN|RST|close|end|nothing)(?= |$)/y);
const IN_PIECES = pattern(/in pieces(?= |$)/y);

/** The members of a group: `clients 1-3` are three. */
function members(who: string): string[] {
  if (!who.includes("-")) return [who];
  const [, base, from, to] = who.match(pattern(/^(\w+)s (\d+)-(\d+)$/)) ?? [];
  if (!base) return [who];
  const names = [];
  for (let i = Number(from); i <= Number(to); i++) names.push(`${base} ${i}`);
  return names;
}

function checkPeer(who: string, { peers }: Vocabulary): void {
  if (peers.includes(who)) return;
  const base = who.replace(pattern(/s? \d+(-\d+)?$/), "");
  if (peers.includes(base)) return;
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
    const arrow = rest.take(ARROW) as "→" | "←" | undefined;
    if (!arrow) {
      throw new Unreadable(
        `"${rest.left}" is neither → nor ←; put a text with blanks in quotes`,
      );
    }
    const sign = rest.take(SIGN);
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
    if (rest.atEnd || "→←".includes(rest.left[0])) {
      throw new Unreadable(
        `nothing stands after ${arrow}; write a text, [bytes], FIN, RST or close`,
      );
    }
    refuseSlip(rest.left.split(" ")[0], Object.keys(SIGNS[arrow]));
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
  if (!rest.take(IN_PIECES)) return;
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
  return rows.flatMap((row, i) => {
    const given = "value" in row
      ? rest.given.with(list, row.value)
      : rest.given;
    const steps: Step[] = [
      { verb: "connect", who, isNew: true, ...list >= 0 && { row: i } },
      ...readArrows(who, new Rest(left, given), vocabulary),
      { verb: "close", who },
    ];
    const { lookAt } = row;
    return lookAt ? steps.map((step) => ({ ...step, lookAt })) : steps;
  });
}

/**
 * Reads the line of a peer.
 *
 * @param rest The line.
 * @param vocabulary What it may name.
 * @returns What is done: one step for each arrow, and each member of a group.
 * @throws {Unreadable} If no peer stands at its beginning, or it cannot be read:
 * with what to write instead.
 */
export function readPeerLine(rest: Rest, vocabulary: Vocabulary): Step[] {
  const isNew = rest.take(NEW) !== undefined;
  const who = rest.take(WHO);
  if (!who) {
    throw new Unreadable(
      "no step is written so; write client → text, client ← text, client connects, client # a note, or name = value",
    );
  }
  checkPeer(who, vocabulary);
  if (isNew) return readVisits(`a ${who}`, rest, vocabulary);
  if (rest.take(HASH)) {
    return [{ verb: "note", text: `${who} ${rest.left}` }];
  }
  const deeds: Deed[] = [];
  if (rest.take(CONNECTS)) {
    for (const name of members(who)) deeds.push({ verb: "connect", who: name });
  }
  return [...deeds, ...readArrows(who, rest, vocabulary)];
}
