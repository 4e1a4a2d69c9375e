/**
 * Reads the lines that say what a script does itself: calls, deeds of the
 * caller, time that passes.
 *
 * @module
 */
import { show } from "./expect.ts";
import { type Payload, readItems, readPayload, Rest } from "./payload.ts";
import { refuseSlip, Unreadable } from "./template_lines.ts";
import type { Deed, Vocabulary } from "./step.ts";
import { pattern } from "../../pattern.ts";

/** A number of a line: `1,700`, `60_000`. */
const NUMBER = pattern(/\d[\d,_]*/);

/** `1,700` and `60_000` as numbers. */
const numberOf = (text: string): number =>
  Number(text.replace(pattern(/[,_]/g), ""));

/** How an action is found. */
interface Form {
  name: string;
  /** What its lines begin with: every line of a script is held against every action. */
  begins: string;
  pattern: RegExp;
}

/** The forms of some actions. */
const formsOf = new WeakMap<readonly string[], Form[]>();

/** The form of an action: each `N` in its name is a number, `bytes` may be one byte; a `…` at its end is for what follows. */
function formOf(name: string): Form {
  const parts = name.replace(pattern(/ …$/), "").split(pattern(/\bN\b/));
  const text = parts.map((part) =>
    part.replace(pattern(/[^\w ]/g), String.raw`\$&`)
      .replace(pattern(/^ bytes/), " bytes?")
  );
  const source = `${text.join(`(${NUMBER.source})`)}(?= |$)`;
  return { name, begins: parts[0], pattern: pattern(new RegExp(source, "y")) };
}

/** The actions that a line may be, the longest name first: one may begin as another does. */
function formsAt(line: string, actions: readonly string[]): Form[] {
  let forms = formsOf.get(actions);
  if (!forms) {
    forms = actions.toSorted((a, b) => b.length - a.length).map(formOf);
    formsOf.set(actions, forms);
  }
  return forms.filter(({ begins }) => line.startsWith(begins));
}

/** Reads options: numbers, or what the grader put in: `{ limit: 4, waitMs: ${ms} }`. */
function readOptions(text: string, given: readonly unknown[]): object {
  const fields = text.slice(1, -1).split(", ").map((field) => {
    const [, name, number, nth] = field.trim().match(
      pattern(/^(\w+): (?:(\d[\d_]*)|\ue000(\d+)\ue000)$/),
    ) ??
      [];
    if (number) return [name, numberOf(number)];
    if (nth && typeof given[Number(nth)] !== "function") {
      return [name, given[Number(nth)]];
    }
    throw new Unreadable(
      `"${field.trim()}" is no option; write { limit: 4, waitMs: 5_000 }`,
    );
  });
  return Object.fromEntries(fields);
}

/** Reads one argument: `64 bytes`, `conn 2`, `"text"`, `{a}`, `{ everyMs: 2_000 }`, or one of `values`. */
function readArgument(rest: Rest, values: readonly string[]): Payload {
  const word = rest.take(pattern(/\{\w+(?: \d+)?(?::\d+)?\}/));
  if (word) return readPayload(new Rest(word, []));
  if (pattern(/^["[\ue000]/).test(rest.left)) return readPayload(rest);
  const options = rest.take(pattern(/\{ [^{}]*\}/));
  if (options) {
    const read = readOptions(options, rest.given);
    // A new object for each call: whoever gets it may write to it.
    return [{ given: () => ({ ...read }) }];
  }
  const text = rest.take(pattern(/(?:[^,()]|,(?=\d))+/))?.trim();
  if (!text) throw new Unreadable("an argument is missing beside ,");
  if (pattern(/^\{|^\w+:/).test(text)) {
    throw new Unreadable(
      `"${text}" is no argument; write options as { limit: 4, waitMs: 5_000 }`,
    );
  }
  refuseSlip(text, values);
  const [, number] = text.match(pattern(/^(\d[\d,_]*)(?: [a-z]+)?$/)) ?? [];
  return [number ? { given: numberOf(number) } : text];
}

/** What the grader put in, as the call is told. What is made when the check runs is not. */
const shown = (value: unknown): string =>
  typeof value === "function" ? "…" : show(value);

/** Reads `readWithin(conn, 64 bytes, 50)`, up to its last parenthesis. */
function readCall(rest: Rest, name: string, values: readonly string[]): Deed {
  const before = rest.left;
  rest.take(pattern(/\w+\(/));
  const args: Payload[] = [];
  while (!rest.take(pattern(/\)(?= |$)/))) {
    if (args.length > 0 && !rest.take(pattern(/,/))) {
      throw new Unreadable(
        `"${rest.left}" follows an argument; write , between them and ) at the end`,
      );
    }
    args.push(readArgument(rest, values));
  }
  const text = before.slice(0, before.length - rest.left.length).trimEnd()
    .replace(pattern(/\ue000(\d+)\ue000/g), (_, nth) => shown(rest.given[nth]));
  return { verb: "call", name, args, text };
}

/**
 * Reads what the script does itself: a call, or a deed that the grader names.
 *
 * @param rest The line; what follows a call is left in it.
 * @param vocabulary What it may name.
 * @returns What is done; `undefined` if the line is none of these.
 * @throws {Unreadable} If it is one and cannot be read: with what to write instead.
 */
export function readOwnLine(
  rest: Rest,
  { calls = [], actions, values = [] }: Vocabulary,
): Deed | undefined {
  const call = calls.find((name) => rest.left.startsWith(`${name}(`));
  if (call) return readCall(rest, call, values);
  for (const { name, pattern } of formsAt(rest.left, actions)) {
    pattern.lastIndex = 0;
    const match = pattern.exec(rest.left);
    if (!match) continue;
    rest.take(pattern);
    const numbers = match.slice(1).map(numberOf);
    if (!rest.atEnd && !name.endsWith(" …")) {
      throw new Unreadable(`"${rest.left}" is too much; write ${name}`);
    }
    return { verb: "act", name, numbers, items: readItems(rest) };
  }
}
