/**
 * Checks of a function whose calls are rows: arguments, and what they give.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import { Expectation, expectRefusal, Refusal } from "./expectations.ts";
import { equal, errorOf, gaveValue, isEqual, settles, show } from "./expect.ts";
import { expectUnchanged, releaseArguments } from "./given.ts";
import { isInstance } from "./instance.ts";
import { literal } from "./literal.ts";
import { onlyFields } from "./only_fields.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import { othersWrong } from "./others_wrong.ts";
import type { LookAt, Row } from "./row.ts";
import { readTable } from "./table.ts";
import type { TableForm } from "./table_cells.ts";
import { delay } from "./waiting.ts";
import { NO_RETURN, wrongKind } from "./wrong_kind.ts";

/** Options of a table. */
export interface ValuesOptions<Args extends unknown[], Result>
  extends TableForm<Args, Result> {
  /** The call, if it is not simply the function of that name. */
  call?: (...args: Args) => Result;
  /** How the call is shown; by default the name and its arguments. */
  did?: (...args: Args) => string;
  /** How a value is shown. */
  show?: (value: unknown) => string;
  /** Whether the call gives a promise of its value. */
  promise?: boolean;
  /** The only fields of an object that are compared: `type length id`. */
  fields?: string;
  /** Where to look whatever the row asks, if what came tells. */
  tells?: (
    came: unknown,
    expected: Row<Args, Result>[1],
    args: Args,
    /** The question of the row. */
    question: string | undefined,
  ) => string | undefined;
  /**
   * How a row is named where one above it is wrong: then all rows are looked at,
   * and the fault of the first names the others, too.
   */
  also?: (...args: Args) => string;
}

/** Registers a check: its name, and its rows (or a function that makes them when the check runs). */
export interface Values<Args extends unknown[], Result> {
  (name: string, rows: Rows<Args, Result>): void;
  (name: string, needs: CheckNeeds, rows: Rows<Args, Result>): void;
  /** A table that is written as text: `a | b → c   ? where to look`. */
  (name: string, needs?: CheckNeeds): (strings: TemplateStringsArray) => void;
}

/** The rows of a check, or a function that makes them when it runs. */
export type Rows<Args extends unknown[], Result> =
  | ReadonlyArray<Row<Args, Result>>
  | (() => Iterable<Row<Args, Result>>);

/** After this many rows the event loop gets a turn. */
const ROWS_AT_ONCE = 200;

const isObject = (value: unknown) =>
  typeof value === "object" && value !== null;

/** Whether two rows expect the same. */
const isSame = (a: unknown, b: unknown) =>
  isEqual(a, b) && (!(a instanceof Expectation && b instanceof Expectation) ||
    a.expected === b.expected);

/** Where to look when what came is of another kind than the value that is due. */
function askOfKind(came: unknown, due: unknown): string | undefined {
  if (due instanceof Refusal) return;
  if (!(due instanceof Expectation)) return wrongKind(came, due);
  // Who allows any of several values does not allow none.
  return came === undefined ? NO_RETURN : wrongKind(came, due.like);
}

/** Where the error was made that came in the place of a value, or the last one in a list. */
function placeOf(came: unknown): string | undefined {
  const last = (Array.isArray(came) ? came : [came]).at(-1);
  return isInstance(last, Error) ? placeInSubmission(last.stack) : undefined;
}

/** A copy of what can be changed, where there can be one. */
function copy<Args extends unknown[]>(args: Args): Args {
  if (!args.some(isObject)) return args;
  // An error would lose its class.
  if (args.some((each) => each instanceof Error)) return args;
  try {
    return structuredClone(args);
  } catch {
    return args;
  }
}

/** All of the memory that bytes lie in: they may be a part of it. */
const memoryOf = (value: unknown) =>
  isBytes(value) ? new Uint8Array(plainBytes(value).buffer) : undefined;

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isPlain = (value: unknown) =>
  isObject(value) && Reflect.getPrototypeOf(value!) === Object.prototype;
const canFill = (value: unknown) => isList(value) || isPlain(value);

/** The same list or object with what another one holds, as its caller may fill it; of other kinds the other one. */
function refill(mine: unknown, other: unknown): unknown {
  const isOneKind = [isList, isPlain].some((is) => is(mine) && is(other));
  if (!isOneKind) return other;
  if (isList(mine)) mine.length = 0;
  for (const key of Object.keys(mine!)) Reflect.deleteProperty(mine!, key);
  return Object.assign(mine!, other);
}

/**
 * Makes checks of a function, a table each.
 *
 * Beside what each row expects, no argument may change, nor the memory around an
 * array. No two calls give the same array of bytes. What was given belongs to its
 * caller: a call that gets the same list or object with other contents gives
 * what is due for those.
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
    promise = false,
    fields,
    tells,
    also,
  } = options;

  /** What a row expects, in words. */
  const due = (expected: unknown) =>
    expected instanceof Expectation ? expected.expected : shown(expected);

  /** Makes one call, and compares. */
  async function compare(
    args: Args,
    expected: Row<Args, Result>[1],
    question: LookAt | undefined,
    own: Args = copy(args),
  ): Promise<unknown> {
    // Most tables have hundreds of rows, and one of them is told at most.
    const said = () => did(...args);
    const ask = (came: unknown) => {
      try {
        const asked = typeof question === "function"
          ? question(came)
          : question;
        return tells?.(came, expected, args, asked) ??
          askOfKind(came, expected) ?? asked;
      } catch {
        // What came is nothing that can be looked at: a Symbol, `Object.create(null)`.
        return typeof question === "string" ? question : undefined;
      }
    };
    let came: unknown;
    try {
      const result: unknown = call(...own);
      if (result instanceof Promise && !promise) {
        result.catch(() => {}); // What it brings is not looked at.
        throw new Wrong({
          cause: "wrong-kind",
          did: said(),
          expected: expected instanceof Refusal
            ? "an error that is thrown at once"
            : "a value",
          came: "a promise",
          lookAt: "is this function async, and must it be",
        });
      }
      came = promise ? await settles(Promise.resolve(result), said) : result;
      if (fields) came = onlyFields(came, fields);
    } catch (error) {
      if (error instanceof Wrong || error instanceof NotStarted) throw error;
      if (expected instanceof Refusal) {
        return expectRefusal(error, expected, said, () => ask(error));
      }
      const fault = faultOf(error, "threw");
      // What a submission may not use is told better by the error itself.
      if (fault.cause !== "threw") throw error;
      throw new Wrong({
        ...fault,
        did: said(),
        expected: due(expected),
      });
    }
    if (expected instanceof Refusal) {
      const { kind } = expected;
      throw gaveValue(
        shown(came),
        errorOf(kind === Error ? [] : [kind.name]),
        { did: said(), lookAt: ask(came) },
      );
    }
    const holds = expected instanceof Expectation
      ? expected.holds(came)
      : isEqual(came, expected);
    if (!holds) {
      throw new Wrong({
        cause: "wrong-value",
        did: said(),
        expected: due(expected),
        came: shown(came),
        lookAt: ask(came),
        at: placeOf(came),
      });
    }
    const unchanged = (
      part: (argument: unknown) => unknown,
      did: string,
      lookAt: string,
    ) => {
      for (const [i, argument] of args.entries()) {
        const [now, was] = [part(own[i]), part(argument)];
        if (isEqual(now, was)) continue;
        equal(now, was, { did: `${said()}, then look ${did}`, lookAt });
      }
    };
    unchanged(
      (argument) => argument,
      "at what it was given",
      "which statement writes to an argument",
    );
    unchanged(
      memoryOf,
      "around the array that it was given",
      "which statement writes to the memory of an argument",
    );
    return came;
  }

  /** The fault of a row, and which others are wrong, too. */
  async function withOthers(
    wrong: unknown,
    [own]: Row<Args, Result>,
    rows: Iterable<Row<Args, Result>>,
  ): Promise<unknown> {
    if (!also || !(wrong instanceof Wrong)) return wrong;
    const what = await othersWrong(
      also(...own as Args),
      Array.from(rows, ([args, expected]) => ({
        name: also(...args as Args),
        judge: () => compare(args as Args, expected, undefined),
      })),
    );
    return what ? new Wrong({ ...wrong.fault, what }) : wrong;
  }

  /** Makes the call of a row with the very lists and objects that a call was given before. */
  async function compareChanged(
    own: Args,
    [args, expected]: Row<Args, Result>,
  ): Promise<void> {
    releaseArguments();
    const fresh = copy(args as Args);
    // What cannot be copied is the row's own.
    if (fresh === args) return;
    const filled = fresh.map((value, i) => refill(own[i], value)) as Args;
    try {
      await compare(args as Args, expected, undefined, filled);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      throw new Wrong({
        ...error.fault,
        did: `${did(...args as Args)}, in ${
          own.some(isList) ? "a list" : "an object"
        } that held something else in the call before`,
        lookAt: "what is kept from one call to the next, and for which object",
      });
    }
  }

  async function run(rows: Iterable<Row<Args, Result>>): Promise<void> {
    const results: Array<{ row: Row<Args, Result>; came: unknown }> = [];
    let question: LookAt | undefined;
    let own: Args | undefined;
    for (const row of rows) {
      const [args, expected, lookAt] = row;
      question = lookAt ?? question;
      let came: unknown;
      try {
        own = copy(args as Args);
        came = await compare(args as Args, expected, question, own);
      } catch (error) {
        throw await withOthers(error, row, rows);
      }
      results.push({ row, came });
      // A long table of a slow function is no endless loop.
      if (results.length % ROWS_AT_ONCE === 0) await delay(0);
    }
    const given = new Set<unknown>();
    for (const { row: [args], came } of results) {
      const isKept = isBytes(came) && given.has(came);
      given.add(came);
      if (!isKept) continue;
      // What was written there since tells more.
      expectUnchanged();
      throw new Wrong({
        cause: "wrong-value",
        did: `${did(...args as Args)}, called after other calls`,
        expected: "a new array",
        came: "the array of a call before: who writes to it changes both",
        lookAt: "does each call return its own bytes",
      });
    }
    const last = results.at(-1)?.row;
    if (!last || !own || own === last[0] || !own.some(canFill)) return;
    const other = results.findLast(({ row: [, due] }) => !isSame(due, last[1]));
    if (other) await compareChanged(own, other.row);
  }

  function values(
    check: string,
    needs: CheckNeeds | Rows<Args, Result> = {},
    rows?: Rows<Args, Result>,
  ): ((strings: TemplateStringsArray) => void) | void {
    const inCode = (own: CheckNeeds, table: Rows<Args, Result>) =>
      register(
        check,
        { needs: [name], pure: true, ...own },
        () => run(typeof table === "function" ? table() : table),
      );
    if (rows) return inCode(needs as CheckNeeds, rows);
    if (Array.isArray(needs) || typeof needs === "function") {
      return inCode({}, needs as Rows<Args, Result>);
    }
    return ({ raw }) =>
      inCode(needs as CheckNeeds, readTable(raw, callerPlace(), options));
  }
  return values as Values<Args, Result>;
}
