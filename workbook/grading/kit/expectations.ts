/**
 * What a call may give when that is not one value: one of several, or an error.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { errorOf, isEqual, plainValue, show, thrownInstead } from "./expect.ts";
import { isInstance } from "./instance.ts";
import { messageHolds, withoutGroups } from "./message_holds.ts";

const { apply } = Reflect;
const { exec } = RegExp.prototype;

/** What a call may give, when that is not one value. */
export class Expectation {
  /** One of those values, where what is of another kind is told as such. */
  readonly like: unknown;
  readonly #expected: string | (() => string);
  readonly #holds: (came: unknown) => boolean;

  constructor(
    expected: string | (() => string),
    holds: (came: unknown) => boolean,
    like?: unknown,
  ) {
    this.#expected = expected;
    this.like = like;
    this.#holds = holds;
  }

  /** In words: `a number from 1 to 6`. */
  get expected(): string {
    const text = this.#expected;
    return typeof text === "string" ? text : text();
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

/** What a message must hold: a text, or, in words, what one of some patterns or functions finds in it. */
export type Holds =
  | string
  | [what: string, ...finds: Array<RegExp | ((message: string) => boolean)>];

/** Expects any value for which `holds` gives true: `like` is one of them. */
export function such<T = unknown>(
  expected: string | (() => string),
  holds: (came: T) => boolean,
  like?: unknown,
): Expectation {
  return new Expectation(expected, (came) => holds(came as T), like);
}

/** Expects one of these values. */
export function either(...values: unknown[]): Expectation {
  return new Expectation(
    () => values.map(show).join(" or "),
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

/**
 * Expects the class and the message of an error.
 *
 * @param error What the call threw.
 * @param refusal What it must throw.
 * @param did The call, as a learner would write it.
 * @param lookAt Where to look if it is another.
 * @throws {Wrong} If it is another.
 */
export function expectRefusal(
  error: unknown,
  { kind, message: due }: Refusal,
  did: () => string,
  lookAt: () => string | undefined,
): void {
  const wrong = (what = "") =>
    new Wrong({
      cause: "wrong-value",
      did: did(),
      expected: errorOf([kind.name]) + what,
      ...thrownInstead(error, { lookAt: lookAt() }),
    });
  if (!isInstance(error, kind)) throw wrong();
  // Read once, and as text: it may be an object with an includes() of its own.
  const said: unknown = error.message;
  const message = typeof said === "string" ? said : "";
  for (const each of due) {
    const [what, ...finds] = typeof each === "string" ? [each] : each;
    const held = finds.length === 0
      ? messageHolds(message, what)
      : finds.some((find) =>
        typeof find === "function"
          ? find(message)
          : apply(exec, find, [message]) !== null ||
            apply(exec, find, [withoutGroups(message)]) !== null
      );
    if (!held) {
      throw wrong(` whose message holds ${what}`);
    }
  }
}
