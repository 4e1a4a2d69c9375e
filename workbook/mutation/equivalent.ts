/** A mutant that no grader can tell from the solution, or that is right as well. */
export interface Equivalent {
  operator: string;
  /** The function or constant that it lies in, as the report names it. */
  in: string;
  /** The lines before and after the change, letter for letter as reported. */
  before: string;
  after: string;
  /** Where one function has the same lines several times: the how manieth, from 1. */
  nth?: number;
  /** Why it is right as well. */
  reason: string;
}

/** By the stem of their lesson. A mutant that a learner's answer could be must not stand here. */
export const EQUIVALENT: Readonly<Record<string, readonly Equivalent[]>> = {};
