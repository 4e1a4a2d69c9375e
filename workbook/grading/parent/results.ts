import type { Hole, PartKey } from "../../scaffold.ts";
import type { Fault } from "../../sandbox/fault.ts";
import type { Planned, Schedule } from "../protocol.ts";
import { counts } from "../ladder.ts";
import type { CheckResult, Ignored, Verdict } from "../verdict.ts";

/** What is known of a submission so far, over all the processes that ran it. */
export class Results {
  readonly checks: CheckResult[] = [];
  /** The checks there are; `undefined` until the grader is loaded. */
  plan: Planned[] | undefined;
  /** The holes that are still in the submission. */
  holes: Hole[] = [];
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
   * @param why Why, where the plan gives no reason.
   */
  addIgnored(upTo: number, why?: Ignored): void {
    while (this.plan && this.checks.length < upTo) {
      const { name, part, ignored = why } = this.plan[this.checks.length];
      this.add({ name, part, outcome: "ignored", ignored, ms: 0 });
    }
  }

  /** The first part that has a wrong check: the parts above it wait. */
  get wrongPart(): PartKey | undefined {
    return this.checks.find(({ outcome, part }) =>
      outcome === "wrong" && part !== undefined
    )?.part?.key;
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
   * @param beyond Whether the part "beyond" is needed, too.
   * @param only The only check that was asked for, if one was.
   */
  status(
    problem: Fault | undefined,
    beyond: boolean,
    only?: string,
  ): Verdict["status"] {
    const { plan } = this;
    const needed = this.checks.filter(({ part }) =>
      beyond || part?.key !== "beyond"
    );
    const has = (...why: Ignored[]) =>
      needed.some(({ ignored }) => ignored && why.includes(ignored));
    const isOurs = problem?.cause === "workbook-fault";
    if (!plan || has("not loadable") || isOurs) return "not graded";
    if (needed.some(({ outcome }) => outcome === "wrong")) return "wrong";
    if (problem) return "not graded";
    if (has("not written", "waits")) return "not started";
    // Every check that this machine can run has said so itself.
    const due = needed.filter((check) =>
      counts(check) && check.name === (only ?? check.name)
    );
    return this.checks.length === plan.length && due.length > 0 &&
        due.every(({ outcome }) => outcome === "right")
      ? "right"
      : "not graded";
  }
}
