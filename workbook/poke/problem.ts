import { faultSentence } from "../sandbox/fault.ts";
import type { Ending } from "../sandbox/sandbox.ts";
import type { AnyPlay } from "./play.ts";
import type { Report } from "./protocol.ts";

/** Why a play is over before the learner ended it. */
export interface Problem {
  /** Exit status: 1 the submission failed, 2 not written, 3 cannot be played. */
  status: number;
  /** One sentence. */
  sentence: string;
}

/** Adds the place in the submission, where it is known. */
const at = (place?: string) => place ? `, at ${place}` : "";

/** The submission failed. */
const failed = (sentence: string): Problem => ({ status: 1, sentence });

/**
 * What ended the process of a submission, in a sentence.
 *
 * @param ending How it ended.
 * @returns `undefined` if it was stopped, or interrupted by Ctrl-C.
 */
export function problemOf(ending: Ending): Problem | undefined {
  if (ending.how === "stopped" || ending.how === "interrupted") return;
  const { fault } = ending;
  const sentence = faultSentence(fault);
  return {
    status: fault.cause === "workbook-fault" ? 3 : 1,
    sentence: sentence[0].toUpperCase() + sentence.slice(1),
  };
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
 * The problem that the submission's process reports.
 *
 * @param report The report.
 * @param played What is played.
 * @returns `undefined` if it reports none.
 */
export function problemReported(
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
    case "not allowed":
      return failed(`Cannot play ${file}: ${report.what}${at(report.at)}`);
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
