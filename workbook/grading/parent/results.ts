import type { Fault } from "../../sandbox/fault.ts";
import type { Planned, Schedule } from "../protocol.ts";
import type { CheckResult, Verdict } from "../verdict.ts";

/** What is known of a submission so far, over all the processes that ran it. */
export class Results {
  readonly checks: CheckResult[] = [];
  /** The checks there are; `undefined` until the grader is loaded. */
  plan: Planned[] | undefined;
  /** Functions that still call `todo()`. */
  notWritten: string[] = [];
  /** The schedule that runs, on the model network. */
  schedule: Schedule | undefined;
  readonly #onCheck: ((result: CheckResult) => void) | undefined;

  /** @param onCheck Called after each check, in order. */
  constructor(onCheck?: (result: CheckResult) => void) {
    this.#onCheck = onCheck;
  }

  /** Adds a check that has ended. */
  add(result: CheckResult): void {
    this.checks.push(result);
    this.#onCheck?.(result);
  }

  /**
   * Adds the checks that are not judged.
   *
   * @param upTo Number of the next check that is.
   */
  addIgnored(upTo: number): void {
    while (this.plan && this.checks.length < upTo) {
      const { name, ignored } = this.plan[this.checks.length];
      this.add({ name, outcome: "ignored", ignored, ms: 0 });
    }
  }

  /** Begins anew, with the next schedule. */
  begin(schedule: Schedule): void {
    this.schedule = schedule;
    this.checks.length = 0;
  }

  /**
   * The verdict that follows.
   *
   * @param problem Why the submission could not be judged, or not to the end.
   */
  status(problem: Fault | undefined): Verdict["status"] {
    const { checks, notWritten, plan } = this;
    const isLoaded = checks.every(({ ignored }) => ignored !== "not loadable");
    const isOurs = problem?.cause === "workbook-fault";
    if (!plan || !isLoaded || isOurs) return "not graded";
    if (checks.some(({ outcome }) => outcome === "wrong")) return "wrong";
    if (problem) return "not graded";
    const waits = checks.some(({ ignored }) => ignored === "not written");
    if (notWritten.length > 0 || waits) return "not started";
    return checks.some(({ outcome }) => outcome === "right")
      ? "right"
      : "not graded";
  }
}
