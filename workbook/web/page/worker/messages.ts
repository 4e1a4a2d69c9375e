/**
 * Errors of the web's own interfaces in the words that Deno has for them:
 * learners read them, and verdicts are the same in page and terminal.
 *
 * @module
 */
const { apply } = Reflect;

/** Gives the calls these words. */
export function useWordsOfDeno(): void {
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

function ended(): DOMException {
  return new DOMException("The signal has been aborted", "AbortError");
}
