/**
 * Lines of a script that happen while the script goes on: a peer sends more than
 * the buffers hold, and others speak before all of it is read.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import type { Step } from "./step.ts";
import { within } from "./waiting.ts";

/** One such line: what it says, and what is left of it. */
interface Line {
  text: string;
  lookAt?: string;
  work: Promise<void>;
}

/** An error with the question of its own line: the script is at another one by now. */
function asked(error: unknown, lookAt?: string): unknown {
  if (!(error instanceof Wrong) || error.fault.lookAt) return error;
  return new Wrong({ ...error.fault, lookAt });
}

/** The lines of one script that are not over. */
export class Meanwhile {
  readonly #lines = new Map<object, Line>();

  /** Begins a step, or lets it follow the steps of its line before it. */
  begin({ meanwhile, lookAt }: Step, act: () => Promise<void>): void {
    const { work: before = Promise.resolve() } = this.#lines.get(meanwhile!) ??
      {};
    const work = before.then(act).catch((error) => {
      throw asked(error, lookAt);
    });
    // It is told at the next step.
    work.catch(() => {});
    this.#lines.set(meanwhile!, { text: meanwhile!.text, lookAt, work });
  }

  /** Does a step; if one of these lines fails before, that is the reason. */
  async during(step: Promise<void>): Promise<void> {
    if (this.#lines.size === 0) return await step;
    step.catch(() => {});
    const all = Promise.all(this.#lines.values().map(({ work }) => work));
    await Promise.race([step, all.then(() => step)]);
  }

  /**
   * Waits for all of them.
   *
   * @throws {Wrong} If one is not over, and nothing moves any more.
   */
  async end(): Promise<void> {
    for (const { text, lookAt, work } of this.#lines.values()) {
      await within(work, LIMITS.transferMs, {
        cause: "never-ended",
        what: `at the end of the check this is not done: ${text}`,
        expected: "what is sent is read, and what is due comes",
        lookAt,
      });
    }
  }
}
