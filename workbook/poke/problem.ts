import type { AnyPlay } from "./play.ts";
import type { Report } from "./protocol.ts";
import type { Ending } from "./sandbox.ts";

/** Why a play is over before the learner ended it. */
export interface Problem {
  /** Exit status: 1 the submission failed, 2 not written, 3 cannot be played. */
  status: number;
  /** One sentence. */
  sentence: string;
}

/** Adds the place in the submission, where it is known. */
const at = (place?: string) => place ? `, at ${place}` : "";

/** The submission's process failed. */
const failed = (sentence: string): Problem => ({ status: 1, sentence });

/**
 * What ended the process of a submission, in a sentence.
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
        `The submission is in an endless loop: it did nothing else for ${ending.ms} ms, and was ended; look for a loop without an await that waits`,
      );
    case "unloaded":
      return failed(
        `The submission was not loaded within ${ending.ms} ms; look for an await outside of functions`,
      );
    case "flood":
      return failed(
        "The submission printed more than 1 MB, and was ended; look for the loop that prints",
      );
    case "memory":
      return failed(
        "The submission ran out of memory; look for what is kept for every chunk, and never let go",
      );
    case "exited":
      return failed(
        ending.status.signal
          ? `The submission was ended by ${ending.status.signal}`
          : `The submission ended its own process with status ${ending.status.code}; look for Deno.exit() in it`,
      );
  }
}

/** The submission that is played. */
interface Played {
  play: AnyPlay;
  /** The submission, as the learner would name it. */
  file: string;
  /** The command that plays the model answer. */
  solution: string;
}

/**
 * The problem that a report of the submission's process tells.
 *
 * @param report The report.
 * @param played What is played.
 * @returns `undefined` if it tells none.
 */
export function problemTold(
  report: Report,
  { play, file, solution }: Played,
): Problem | undefined {
  switch (report.type) {
    case "crashed":
      return failed(`The submission crashed: ${report.text}${at(report.at)}`);
    case "threw":
      // What a client's call throws is a part of the play.
      if (play.role === "client") return;
      return failed(`${play.name}() threw ${report.text}${at(report.at)}`);
    case "not written":
      return {
        status: 2,
        sentence:
          `Cannot call ${report.name}(): it is not written yet; write it in ${file}, or take the model answer:  ${solution}`,
      };
    case "not exported":
      return {
        status: 3,
        sentence:
          `Cannot call ${report.name}(): ${file} exports no function of that name; write  export function ${report.name}`,
      };
    case "not loadable":
      return {
        status: 3,
        sentence: `Cannot play ${file}: ${report.what}${at(report.at)}`,
      };
  }
}
