import type { Planned, Schedule } from "../protocol.ts";
import type { CheckResult } from "../verdict.ts";

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

  /** Notes how a check ended. */
  tell(result: CheckResult): void {
    const { part } = this.plan?.[this.checks.length] ?? {};
    if (part !== undefined) result.part = part;
    this.checks.push(result);
    this.#onCheck?.(result);
  }

  /** Notes the checks that are not judged, up to the next that is. */
  tellIgnored(upTo: number): void {
    while (this.plan && this.checks.length < upTo) {
      const { name, ignored } = this.plan[this.checks.length];
      this.tell({ name, outcome: "ignored", ignored, ms: 0 });
    }
  }

  /** Begins anew, with the next schedule. */
  begin(schedule: Schedule): void {
    this.schedule = schedule;
    this.checks.length = 0;
  }
}
