/**
 * Checks of a function whose calls are rows: arguments, and what they give.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { NotStarted } from "../../todo.ts";
import { note } from "./check_context.ts";
import { equal, isEqual, plainValue, settles, show } from "./expect.ts";
import { isInstance } from "./instance.ts";
import { literal } from "./literal.ts";
import type { CheckNeeds, Register } from "./register.ts";
import { isBytes } from "../../sandbox/plain_bytes.ts";
import { delay } from "./waiting.ts";

const { apply } = Reflect;
const { exec } = RegExp.prototype;

/** What a call may give, when that is not one value. */
export class Expectation {
  /** In words: `a number from 1 to 6`. */
  readonly expected: string;
  readonly #holds: (came: unknown) => boolean;

  constructor(expected: string, holds: (came: unknown) => boolean) {
    this.expected = expected;
    this.#holds = holds;
  }

  /** Whether a value is one of those. Of bytes and arrays it sees copies without methods of their own. */
  holds(came: unknown): boolean {
    return this.#holds(plainValue(came));
  }
}

/** A call that must throw. */
export class Refusal {
  readonly kind: ErrorClass;
  readonly message: Holds[];

  constructor(kind: ErrorClass, message: Holds[]) {
    this.kind = kind;
    this.message = message;
  }
}

// deno-lint-ignore no-explicit-any
type ErrorClass = abstract new (...args: any[]) => Error;

/** What a message must hold: a text, or what a pattern finds, in words. */
export type Holds = string | [what: string, pattern: RegExp];

/** Expects any value for which `holds` gives true. */
export function such<T = unknown>(
  expected: string,
  holds: (came: T) => boolean,
): Expectation {
  return new Expectation(expected, (came) => holds(came as T));
}

/** Expects one of these values. */
export function either(...values: unknown[]): Expectation {
  return new Expectation(
    values.map(show).join(" or "),
    (came) => values.some((value) => isEqual(came, value)),
  );
}

/**
 * Expects that the call throws, or rejects.
 *
 * @param kind The class of the error.
 * @param message What its message must hold.
 */
export function refusal(
  kind: ErrorClass = Error,
  ...message: Holds[]
): Refusal {
  return new Refusal(kind, message);
}

/** A question, or one that depends on what came. */
export type LookAt = string | ((came: unknown) => string);

/** One call: its arguments, what it gives, and where to look; a question holds for the rows below it, too. */
export type Row<Args extends unknown[], Result> = readonly [
  args: Readonly<Args>,
  expected: Awaited<Result> | Expectation | Refusal,
  lookAt?: LookAt,
];

/** Options of a table. */
export interface ValuesOptions<Args extends unknown[], Result> {
  /** The call, if it is not simply the function of that name. */
  call?: (...args: Args) => Result;
  /** How the call is shown; by default the name and its arguments. */
  did?: (...args: Args) => string;
  /** How a value is shown. */
  show?: (value: unknown) => string;
}

/** Registers a check: its name, and its rows (or a function that makes them when the check runs). */
export interface Values<Args extends unknown[], Result> {
  (name: string, rows: Rows<Args, Result>): void;
  (name: string, needs: CheckNeeds, rows: Rows<Args, Result>): void;
}

/** The rows of a check, or a function that makes them when it runs. */
export type Rows<Args extends unknown[], Result> =
  | ReadonlyArray<Row<Args, Result>>
  | (() => Iterable<Row<Args, Result>>);

/** After so many rows everything else may happen, too. */
const ROWS_AT_ONCE = 200;

/** A copy, where there can be one. */
const copy = (value: unknown) => {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
};

/** Expects the class and the message of an error. */
function isRefused(
  error: unknown,
  { kind, message: due }: Refusal,
  did: string,
  lookAt?: string,
): void {
  const wrong = (expected: string) =>
    new Wrong({
      cause: "wrong-value",
      did,
      expected,
      came: show(error),
      lookAt,
    });
  const article = /^[AEIOU]/.test(kind.name) ? "an" : "a";
  if (!isInstance(error, kind)) throw wrong(`${article} ${kind.name}`);
  // Read once, and as text: it may be an object with an includes() of its own.
  const said: unknown = error.message;
  const message = typeof said === "string" ? said : "";
  for (const each of due) {
    const [what, pattern] = typeof each === "string" ? [each, undefined] : each;
    const held = pattern
      ? apply(exec, pattern, [message]) !== null
      : message.includes(what);
    if (!held) {
      throw wrong(`${article} ${kind.name} whose message holds ${what}`);
    }
  }
}

/**
 * Makes checks of a function, a table each.
 *
 * Beside what each row expects, nothing that the caller owns may change: no
 * argument, and no result of a row above. No two calls give the same array of bytes.
 */
export function makeValues<Args extends unknown[], Result>(
  register: Register,
  name: string,
  submission: () => (...args: Args) => Result,
  options: ValuesOptions<Args, Result> = {},
): Values<Args, Result> {
  const {
    call = (...args: Args) => submission()(...args),
    did = (...args: Args) => `${name}(${args.map(literal).join(", ")})`,
    show: shown = show,
  } = options;

  /** Makes one call, and compares. */
  async function compare(
    args: Args,
    expected: Row<Args, Result>[1],
    question: LookAt | undefined,
  ): Promise<unknown> {
    const said = did(...args);
    const own = copy(args) as Args;
    let came: unknown;
    try {
      const result: unknown = call(...own);
      came = result instanceof Promise ? await settles(result, said) : result;
    } catch (error) {
      if (error instanceof Wrong || error instanceof NotStarted) throw error;
      if (expected instanceof Refusal) {
        const lookAt = typeof question === "function"
          ? question(error)
          : question;
        return isRefused(error, expected, said, lookAt);
      }
      note(`${said} is called`);
      throw error;
    }
    const lookAt = typeof question === "function" ? question(came) : question;
    if (expected instanceof Refusal) {
      throw new Wrong({
        cause: "did-not-throw",
        did: said,
        expected: expected.kind === Error
          ? "an error"
          : `a ${expected.kind.name}`,
        came: `${shown(came)}, no error`,
        lookAt,
      });
    }
    const holds = expected instanceof Expectation
      ? expected.holds(came)
      : isEqual(came, expected);
    if (!holds) {
      throw new Wrong({
        cause: "wrong-value",
        did: said,
        expected: expected instanceof Expectation
          ? expected.expected
          : shown(expected),
        came: shown(came),
        lookAt,
      });
    }
    for (const [i, argument] of args.entries()) {
      equal(own[i], argument, {
        did: `${said}, then look at what it was given`,
        lookAt: "which statement writes to an argument",
      });
    }
    return came;
  }

  async function run(rows: Iterable<Row<Args, Result>>): Promise<void> {
    const results: Array<{ said: string; came: unknown; was: unknown }> = [];
    let question: LookAt | undefined;
    for (const [args, expected, lookAt] of rows) {
      question = lookAt ?? question;
      const came = await compare(args as Args, expected, question);
      results.push({ said: did(...args as Args), came, was: copy(came) });
      // A long table of a slow function is no endless loop.
      if (results.length % ROWS_AT_ONCE === 0) await delay(0);
    }
    for (const { said, came, was } of results) {
      equal(came, was, {
        did: `${said}, looked at after the next calls`,
        lookAt:
          "where is it made what you return: in each call, or once for all",
      });
    }
    for (const [i, { said, came }] of results.entries()) {
      const isKept = isBytes(came) &&
        results.slice(0, i).some((other) => other.came === came);
      if (!isKept) continue;
      throw new Wrong({
        cause: "wrong-value",
        did: `${said}, called after other calls`,
        expected: "a new array",
        came: "the array of a call before: who writes to it changes both",
        lookAt: "does each call return bytes of its own",
      });
    }
  }

  return (
    check: string,
    needs: CheckNeeds | Rows<Args, Result>,
    rows?: Rows<Args, Result>,
  ) => {
    const [own, table] = rows
      ? [needs as CheckNeeds, rows]
      : [{}, needs as Rows<Args, Result>];
    register(
      check,
      { needs: [name], pure: true, ...own },
      () => run(typeof table === "function" ? table() : table),
    );
  };
}
