/** A question asked before the evidence: the learner predicts, then the kernel answers. */
export interface Question {
  /** Names the question in the demo's `ask` event: `read-after-close`. */
  id: string;
  /** One sentence that ends with a question mark. */
  question: string;
  /** Two to four possible answers: small at the beginning unless a name stands there, no full stop at the end. */
  options: string[];
  /** Index of the right option. */
  right: number;
  /** What the demo just showed, in one or two sentences. */
  why: string;
  /** The erratum or misconception behind it: `E59`, `misconception 7`. */
  about: string;
}

/** What a learner answered to a question. */
export interface Prediction {
  /** The question. */
  id: string;
  /** Index of the option that was chosen. */
  guess: number;
  /** Whether it is the right one. */
  right: boolean;
}

/** Three steps of help: a question to think about, the call to look at, almost the answer. */
export type Hint = [string, string, string];

/** What the workbook asks and hints in one lesson. */
export interface Guide {
  /** Three to six, in the order in which the demo asks them. */
  questions: Question[];
  /** By the name of the check that fails, letter for letter. */
  hints: Record<string, Hint>;
}
