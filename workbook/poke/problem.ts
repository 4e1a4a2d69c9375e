import type { Ending } from "./sandbox.ts";

/** Why a play is over before the learner ended it. */
export interface Problem {
  /** Exit status: 1 the answer failed, 2 not written, 3 cannot be played. */
  status: number;
  /** One sentence. */
  sentence: string;
}

/** Adds the place in the answer, where it is known. */
const at = (place?: string) => place ? `, at ${place}` : "";

/** The answer's process failed. */
const failed = (sentence: string): Problem => ({ status: 1, sentence });

/**
 * What ended the process of an answer, in a sentence.
 *
 * @param ending How it ended.
 * @returns `undefined` if it was stopped, or interrupted by Ctrl-C.
 */
export function problemOf(ending: Ending): Problem | undefined {
  switch (ending.how) {
    case "stopped":
    case "interrupted":
      return undefined;
    case "blocked":
      return failed(
        `The answer is in an endless loop: it did nothing else for ${ending.ms} ms, and was ended; look for a loop without an await that waits`,
      );
    case "unloaded":
      return failed(
        `The answer was not loaded within ${ending.ms} ms; look for an await outside of functions`,
      );
    case "flood":
      return failed(
        "The answer printed more than 1 MB, and was ended; look for the loop that prints",
      );
    case "memory":
      return failed(
        "The answer ran out of memory; look for what is kept for every chunk, and never let go",
      );
    case "exited":
      return failed(
        ending.status.signal
          ? `The answer was ended by ${ending.status.signal}`
          : `The answer ended its own process with status ${ending.status.code}; look for Deno.exit() in it`,
      );
  }
}

/** An error that nobody caught: the process ends. */
export function crashed(text: string, place?: string): Problem {
  return failed(`The answer crashed: ${text}${at(place)}`);
}

/** The function that starts a server threw. */
export function threw(call: string, text: string, place?: string): Problem {
  return failed(`${call} threw ${text}${at(place)}`);
}

/** A function still calls `todo()`. */
export function notWritten(
  name: string,
  file: string,
  solution: string,
): Problem {
  return {
    status: 2,
    sentence:
      `Cannot call ${name}(): it is not written yet; write it in ${file}, or play the model answer:  ${solution}`,
  };
}

/** A function is missing. */
export function notExported(name: string, file: string): Problem {
  return {
    status: 3,
    sentence:
      `Cannot call ${name}(): ${file} exports no function of that name; write  export function ${name}`,
  };
}

/** The file cannot be imported. */
export function notLoadable(what: string, place?: string): Problem {
  return { status: 3, sentence: `Cannot play: ${what}${at(place)}` };
}
