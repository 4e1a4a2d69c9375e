/**
 * Reads one line of a script as steps: what it is about, and what it says of
 * calls, facts and time.
 *
 * @module
 */
import { type Payload, readItems, readPayload, Rest } from "./payload.ts";
import { readPeerLine } from "./peer_line.ts";
import { oneOf, refuseSlip, Unreadable } from "./template_lines.ts";
import { readOwnLine } from "./scene_line.ts";
import { readDue, readMs } from "./script_time.ts";
import type { Result, Step, Vocabulary } from "./step.ts";
import { pattern } from "../../pattern.ts";

/** What a call returns that is no text. */
const CONSTANTS = ["null", "undefined", "true", "false"];

/** What facts that many scripts have may be. */
const FACTS: Record<string, readonly string[]> = {
  conn: ["open", "closed"],
  "late connections": ["closed"],
  finished: ["pending", "resolved"],
  port: ["free"],
  addr: ["127.0.0.1"],
};

/** Facts that are numbers. */
const COUNTS = ["open", "timers", "read", "taken", "lines", "quits"];

/** `call 2 pending` */
const OF_CALL = pattern(/^call (\d+) (.+)$/);
/** `3 s pass, and nobody reads` */
const PASSES = pattern(/ (?:ms|s|min) pass(es)?(, and nobody reads)?$/);
/** A call, and nothing else. */
const CALL = pattern(/^[\w.]+\([^)]*\)$/);
/** What a call gives. */
const RESULT = pattern(
  /(?:returns|throws|(?:resolves|settles)(?: closed)?|pending)(?= |$)/y,
);
/** The name of a fact. */
const FACT = pattern(/\w[\w ,-]*?(?= *=)/y);
const EQUALS = pattern(/=/y);

/** Reads what a fact must be. */
function readFact(name: string, rest: Rest): Step {
  const items = readItems(rest);
  const step: Step = { verb: "fact", name, items };
  const isCount = COUNTS.includes(name);
  if (!(isCount || name in FACTS)) return step;
  const [item = [""], ...more] = items;
  const [only] = item;
  // What the grader put in is known when the check runs.
  const isRight = typeof only !== "string" ||
    (isCount ? pattern(/^\d+$/).test(only) : FACTS[name].includes(only));
  if (more.length === 0 && item.length === 1 && isRight) return step;
  throw new Unreadable(
    `${name} is never so; write ${name} = ${
      isCount ? "a number" : oneOf(FACTS[name])
    }`,
  );
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
  const ofCall = line.startsWith("call ") ? line.match(OF_CALL) : undefined;
  const [, which, said = line] = ofCall ?? [];
  const rest = new Rest(said, given);
  if (line.startsWith("#")) {
    return [{ verb: "note", text: line.slice(1).trim() }];
  }
  if (line === "time passes" || line === "a moment passes") {
    return [{ verb: line }];
  }
  if (line === "time passes, and nobody reads") {
    return [{ verb: "time passes", isUnread: true }];
  }
  if (line.includes(" pass") && PASSES.test(line)) {
    const ms = readMs(rest);
    const isUnread = line.endsWith("reads") && { isUnread: true };
    if (pattern(/^pass(es)?(, and nobody reads)?$/).test(rest.left)) {
      return [{ verb: "pass", ms, ...isUnread }];
    }
    throw new Unreadable(`"${rest.left}" is too much; write 1,700 ms pass`);
  }
  const own = readOwnLine(rest, vocabulary);
  if (own && rest.atEnd) return [own];
  if (line.endsWith(")") && CALL.test(line)) {
    throw new Unreadable(
      `${line} cannot be called here; write ${
        oneOf([...calls.map((name) => `${name}(…)`), ...actions])
      }`,
    );
  }
  const result = rest.take(RESULT);
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
    if (which && calls.length === 0 && (vocabulary.made ?? 0) < 2) {
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
  const fact = line.includes("=") ? rest.take(FACT) : undefined;
  if (fact) {
    if (!facts.includes(fact)) {
      throw new Unreadable(
        `there is no fact "${fact}"; write ${oneOf(facts)}`,
      );
    }
    rest.take(EQUALS);
    return [readFact(fact, rest)];
  }
  return readPeerLine(rest, vocabulary);
}

/** Reads what a call gives, and when. */
function readResult(verb: string, rest: Rest): Result {
  if (verb === "returns") {
    if (rest.atEnd) {
      throw new Unreadable(
        "the value is missing; write returns null, returns {word} or resolves",
      );
    }
    refuseSlip(rest.left.split(" ")[0], CONSTANTS);
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
