/**
 * What a call of a submission gave, or threw, and whether that is what the
 * check expects.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { isBytes } from "../../sandbox/plain_bytes.ts";
import { isOfItsCode, questionThere } from "../../sandbox/error_question.ts";
import { faultOf, isClosedTwice } from "../../sandbox/thrown_fault.ts";
import { errorName } from "../../network/errors.ts";
import { NotStarted } from "../../todo.ts";
import { throwIfFailed, whereToLook } from "./check_context.ts";
import { settlesInTime } from "./call_time.ts";
import type { Outcome } from "./exchange.ts";
import { Expectation } from "./expectations.ts";
import {
  equal,
  errorOf,
  gaveValue,
  settles,
  show,
  thrownInstead,
} from "./expect.ts";
import { isInstance } from "./instance.ts";
import { messageHolds } from "./message_holds.ts";
import { whereRefused } from "./open_sockets.ts";
import { sameBytes } from "./same_bytes.ts";
import type { Due } from "./step.ts";
import { isPending, settle } from "./waiting.ts";
import { wrongKind } from "./wrong_kind.ts";
import { pattern } from "../../pattern.ts";

/** What is known of a call beside its promise. */
export interface CallOutcomeOptions {
  /** The call as a learner would write it. */
  did: string;
  /** Whether it never rejects: then a rejection is a fault that says so. A text asks where to look then. */
  neverRejects?: boolean | string;
  /** Where to look when it rejects and no script expects that. */
  lookAtRejection?: string;
  /** What is open now, in words. */
  whatIsOpen(): string | undefined;
  /** Where its servers listen, in words. */
  whereToDial?(): string | undefined;
  /** The field of what the call gives at once that is awaited: `dead`. Without one the call itself is. */
  promise?: string;
  /** Whether it gives bytes: a text that is due stands for its bytes, and is no text. */
  bytes?: boolean;
  /** Whether an error may be what the call is meant to give: then it is told as what came. */
  mayReject?: boolean;
}

/** What two errors of Deno mean to their caller: its own close came before the call, or during it. */
const OWN_CLOSE: Record<string, string> = {
  BadResource: "the submission uses a connection that it has closed before",
  Interrupted:
    "the submission closed a connection on which its own call waited",
};

/** Whether an error is of the class of this name; where there is none, the name counts, else it is written too quickly. */
function isOfClass(error: Error, name: string): boolean {
  const kind = Reflect.get(Deno.errors, name) ?? Reflect.get(globalThis, name);
  return typeof kind === "function"
    ? isInstance(error, kind)
    : error.name === name;
}

/** The outcome of one call. */
export class CallOutcome<T> implements Outcome {
  readonly did: string;
  readonly #options: CallOutcomeOptions;
  readonly #promise: string | undefined;
  readonly #work: Promise<T>;
  readonly #neverRejects: boolean | string | undefined;
  readonly #lookAtRejection: string | undefined;
  /** What was open at the very moment when the call settled. */
  #openAtEnd: string | undefined;
  #isOver = false;
  readonly #isToldAsCame: boolean | undefined;
  readonly #givesBytes: boolean | undefined;
  #mayReject = false;

  /**
   * @param work The promise of the call.
   * @param options What else is known of it.
   */
  constructor(
    work: Promise<T>,
    options: CallOutcomeOptions,
  ) {
    const { did, neverRejects, lookAtRejection, promise, mayReject } = options;
    this.#givesBytes = options.bytes;
    this.#work = work;
    this.did = did;
    this.#options = options;
    this.#promise = promise;
    this.#isToldAsCame = mayReject;
    this.#neverRejects = neverRejects;
    this.#lookAtRejection = lookAtRejection ??
      (typeof neverRejects === "string" ? neverRejects : undefined);
    const remember = () => {
      this.#openAtEnd = options.whatIsOpen();
    };
    work.then(remember, remember);
  }

  /** Whether a check has waited for the end of the call. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Says that an error of the call ends no step: the script expects one. */
  allowRejection(): void {
    this.#mayReject = true;
  }

  /** Awaits the call; its own error is explained, or told as what came in the place of `expected`. */
  async value(withinMs?: number, expected = "it resolves"): Promise<T> {
    this.#isOver = true;
    try {
      const { did } = this;
      const made = this.#promise ? `${did}.${this.#promise}` : did;
      return await settles(this.#work, made, withinMs);
    } catch (error) {
      throw this.#explained(error, expected);
    }
  }

  /** Expects that it has not failed, unless a check has waited for its end. */
  async expectNoFailure(): Promise<void> {
    if (this.#isOver || await isPending(this.#work)) return;
    await this.value();
  }

  /** An error of the call, in the words of a learner. */
  #explained(error: unknown, instead = "it resolves"): unknown {
    if (error instanceof Wrong || error instanceof NotStarted) return error;
    const { lookAt, ...fault } = faultOf(error, "threw");
    const neverRejects = this.#neverRejects;
    // What a submission may not use is told better by the error itself.
    if (fault.cause !== "threw" && !neverRejects) return error;
    if (isClosedTwice(error)) {
      return new Wrong({ ...fault, lookAt, did: this.did });
    }
    const { name = "", message, stack } = Object(error) as Partial<Error>;
    if (this.#isToldAsCame) {
      return new Wrong({
        cause: "threw",
        did: this.did,
        expected: instead,
        came: `it rejects with ${show(error)}`,
        lookAt: questionThere(error, lookAt, whereToLook()),
        at: placeInSubmission(stack),
      });
    }
    if (name in OWN_CLOSE) {
      return new Wrong({
        cause: "threw",
        did: this.did,
        what: `${OWN_CLOSE[name]}: ${name}, ${message}`,
        // Where a rejection is foreseen the close is due, and only its error is not.
        expected: this.#lookAtRejection
          ? instead
          : "the connection is open until the exchange is over",
        lookAt: this.#lookAtRejection ??
          "what closed it: a close(), or a stream that came to its end",
        at: placeInSubmission(stack),
      });
    }
    const dialled = whereRefused(error);
    const due = this.#options.whereToDial?.() ??
      "the endpoint that it is given";
    if (dialled !== undefined && !neverRejects && !due.includes(dialled)) {
      return new Wrong({
        cause: "threw",
        did: this.did,
        what: `nobody listens at ${dialled}: ${name}, ${message}`,
        expected: `a connection to ${due}`,
        came: `a connection to ${dialled}`,
        lookAt: "which endpoint does Deno.connect() get",
        at: placeInSubmission(stack),
      });
    }
    if (!(neverRejects || this.#lookAtRejection)) {
      return new Wrong({ ...fault, did: this.did, expected: instead, lookAt });
    }
    return new Wrong({
      ...fault,
      did: this.did,
      expected: neverRejects
        ? `${
          this.#promise ?? this.did.replace(pattern(/\(.*/s), "()")
        } never rejects`
        : "it does not reject here",
      // Where an error of the code itself is, its line says.
      lookAt: isOfItsCode(error)
        ? lookAt
        : this.#lookAtRejection ?? whereToLook() ??
          "which read, write or close fails there, and who catches its error",
    });
  }

  async during<R>(step: Promise<R>): Promise<R> {
    if (this.#mayReject || this.#isOver) return await step;
    step.catch(() => {});
    const over = this.#work.then(() => step, (error) => {
      throw this.#explained(error);
    });
    return await Promise.race([step, over]);
  }

  async returns(expected: unknown): Promise<void> {
    const isAny = expected instanceof Expectation;
    const value = await this.value(
      undefined,
      isAny ? expected.expected : show(expected),
    );
    const { did } = this;
    if (isAny) {
      if (expected.holds(value)) return;
      throw new Wrong({
        cause: "wrong-value",
        did,
        expected: expected.expected,
        came: show(value),
        lookAt: wrongKind(value, expected.like),
      });
    }
    if (
      typeof expected === "string" && (this.#givesBytes || isBytes(value))
    ) {
      return sameBytes(value, new TextEncoder().encode(expected), { did });
    }
    if (expected instanceof Uint8Array) {
      return sameBytes(value, expected, { did });
    }
    equal(value, expected, { did });
  }

  /** The error of the call. */
  async #error(expected: string): Promise<unknown> {
    this.#isOver = true;
    const { did } = this;
    const came = await settles(
      this.#work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      did,
    );
    if ("value" in came) {
      throw gaveValue(show(came.value), expected, { did });
    }
    const { error } = came;
    if (error instanceof Wrong || error instanceof NotStarted) throw error;
    return error;
  }

  async throwsThis(due: unknown): Promise<void> {
    const expected = `it rejects with ${show(due)}`;
    const error = await this.#error(expected);
    if (Object.is(error, due)) return;
    throw new Wrong({
      cause: "wrong-value",
      did: this.did,
      expected,
      came: `it rejects with ${show(error)}`,
    });
  }

  async throws(names: string[], holds: string[]): Promise<void> {
    const expected = errorOf(names);
    const error = await this.#error(expected);
    const { did } = this;
    const { name, message: said = "" } = Object(error) as Partial<Error>;
    const kind = errorName(Object(error));
    // It may be an object with an includes() of its own.
    const message = typeof said === "string" ? said : "";
    const missing = holds.find((text) => !messageHolds(message, text));
    // Where any of several will do, it is the name that counts, of the error or of its class.
    const ownNames: unknown[] = names.length > 1
      ? [kind, Object(error).constructor?.name]
      : kind !== name
      ? [kind]
      : [];
    const isNamed = isInstance(error, Error) && (names.length === 0 ||
      names.some((each) => isOfClass(error, each) || ownNames.includes(each)));
    if (isNamed && missing === undefined) return;
    throw new Wrong({
      cause: "wrong-value",
      did,
      expected: !isNamed || missing === undefined
        ? expected
        : `${expected} whose message holds ${missing}`,
      ...thrownInstead(error, {}),
    });
  }

  async resolves(): Promise<void> {
    await this.value();
  }

  async resolvesClosed(): Promise<void> {
    await this.value();
    this.#wasClosed("resolves", "resolved");
  }

  async settlesClosed(): Promise<void> {
    await this.settles();
    this.#wasClosed("settles", "settled");
  }

  #wasClosed(settles: string, settled: string): void {
    if (!this.#openAtEnd) return;
    throw new Wrong({
      cause: "too-early",
      did: this.did,
      what: `still open when the promise ${settled}: ${this.#openAtEnd}`,
      expected: `everything is closed, then the promise ${settles}`,
    });
  }

  async settles(): Promise<void> {
    this.#isOver = true;
    await settles(this.#work.then(() => {}, () => {}), this.did);
    // An error that nobody awaits is reported a moment later.
    await settle();
  }

  async inTime(due: Due, quiet: Array<() => Promise<void>>): Promise<void> {
    const { did, promise } = this.#options;
    await settlesInTime(this.#work, due, { did, promise, quiet });
  }

  async isPending(): Promise<void> {
    if (await isPending(this.#work)) return;
    await this.value(undefined, "a promise that is pending");
    // What nobody awaits fails a moment later, and tells more.
    await settle();
    throwIfFailed();
    throw new Wrong({
      cause: "too-early",
      did: this.did,
      what: `${this.#promise ?? "the promise"} resolved here`,
      expected: this.#promise
        ? `${this.#promise} is pending`
        : "a promise that is pending until the exchange is over",
    });
  }
}
