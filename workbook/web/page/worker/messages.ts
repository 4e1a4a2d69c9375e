/**
 * Errors of the web's own interfaces in the words that Deno has for them:
 * learners read them, and verdicts are the same in page and terminal.
 *
 * @module
 */
import { pattern } from "../../../pattern.ts";
const { apply, get } = Reflect;
const { replace } = String.prototype;

/** Gives the calls these words. */
export function useWordsOfDeno(): void {
  refuseLockedStreams();
  const { decode } = TextDecoder.prototype;
  Object.defineProperty(TextDecoder.prototype, "decode", {
    value: function (this: TextDecoder, ...args: unknown[]) {
      try {
        return apply(decode, this, args);
      } catch (error) {
        if (!this.fatal || !(error instanceof TypeError)) throw error;
        throw new TypeError("The encoded data is not valid");
      }
    },
  });
  const { abort } = AbortController.prototype;
  Object.defineProperty(AbortController.prototype, "abort", {
    value: function (this: AbortController, reason: unknown = ended()) {
      apply(abort, this, [reason]);
    },
  });
  const aborted = AbortSignal.abort;
  Object.defineProperty(AbortSignal, "abort", {
    value: (reason: unknown = ended()) => apply(aborted, AbortSignal, [reason]),
  });
}

/** Its trace is that of an error of the language: those of the web do not name the learner's text. */
function ended(): DOMException {
  const error = new DOMException("The signal has been aborted", "AbortError");
  const { stack = "" } = new Error();
  const frames = apply(replace, stack, [pattern(/^.*/), `${error}`]);
  Object.defineProperty(error, "stack", { value: frames, writable: true });
  return error;
}

/** What Deno says of a stream that somebody else reads or writes. */
const LOCKED = [
  [ReadableStream.prototype, "getReader", "ReadableStream is locked"],
  [ReadableStream.prototype, "tee", "ReadableStream is locked"],
  [
    ReadableStream.prototype,
    "cancel",
    "Cannot cancel a locked ReadableStream.",
  ],
  [WritableStream.prototype, "getWriter", "The stream is already locked"],
  [
    WritableStream.prototype,
    "close",
    "The writable stream is locked, therefore cannot be closed.",
  ],
  [
    WritableStream.prototype,
    "abort",
    "The writable stream is locked, therefore cannot be aborted.",
  ],
] as const;

/** Who asks for what is locked is refused in Deno's words. */
function refuseLockedStreams(): void {
  for (const [owner, name, words] of LOCKED) {
    const call = get(owner, name);
    const isLocked = Object.getOwnPropertyDescriptor(owner, "locked")!.get!;
    const returnsPromise = name === "close" || name === "abort" ||
      name === "cancel";
    const refuse = () => {
      const error = new TypeError(words);
      if (returnsPromise) return Promise.reject(error);
      throw error;
    };
    const { [name]: worded } = {
      [name](this: object, ...args: unknown[]) {
        return apply(isLocked, this, []) ? refuse() : apply(call, this, args);
      },
    };
    Object.defineProperty(owner, name, { value: worded });
  }
}
