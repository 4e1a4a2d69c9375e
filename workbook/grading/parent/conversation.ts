import { localKernel } from "../../kernel/mod.ts";
import type { Fault, TranscriptLine } from "../../sandbox/fault.ts";
import type { Life } from "../../sandbox/life.ts";
import type { Reply, Report } from "../protocol.ts";
import type { Results } from "./results.ts";

/** What one child process reports while it runs the checks. */
export class Conversation {
  /** Checks before this one are judged. */
  next: number;
  /** Whether the child has said everything. */
  done = false;
  /** Why nothing more can be judged. */
  problem: Fault | undefined;
  /** The check that runs. */
  running: { check: number; began: number } | undefined;
  /** The exchange of that check. */
  notes: TranscriptLine[] = [];
  readonly #results: Results;
  readonly #reply: (reply: Reply) => Promise<void>;

  /**
   * @param results Where the checks are added.
   * @param from Number of the first check that the child runs.
   * @param reply Sends a message to the child.
   */
  constructor(
    results: Results,
    from: number,
    reply: (reply: Reply) => Promise<void>,
  ) {
    this.#results = results;
    this.next = from;
    this.#reply = reply;
  }

  /**
   * Hears a report.
   *
   * @param report The report.
   * @param life Signs of life of the child.
   * @throws {TypeError} If it makes no sense.
   */
  async hear(report: Report, life: Life): Promise<void> {
    const results = this.#results;
    if (report.type !== "note") life.step();
    switch (report.type) {
      case "plan":
        if (report.checks.some(({ name }) => typeof name !== "string")) {
          throw new TypeError("a check has no name");
        }
        results.plan ??= report.checks;
        results.holes = report.holes;
        life.isLoaded = true;
        break;
      case "schedule":
        results.begin(report.schedule);
        break;
      case "begin":
        results.addIgnored(report.check);
        this.running = { check: report.check, began: life.lastWord };
        this.notes = [];
        break;
      case "note":
        this.notes.push(report.line);
        break;
      case "end":
        this.#end(report);
        break;
      case "rows?":
        await this.#sendRows(report.id, report.ports);
        break;
      case "failed":
        this.problem = report.fault;
        break;
      case "done":
        this.done = true;
        break;
    }
  }

  #end(
    { check, ms, fault, ignored }: Extract<Report, { type: "end" }>,
  ): void {
    this.running = undefined;
    this.next = check + 1;
    this.#results.addIgnored(check);
    const { name, part } = this.#results.plan![check];
    this.#results.add(
      ignored ? { name, part, outcome: "ignored", ignored, ms: 0 } : {
        name,
        part,
        outcome: fault ? "wrong" : "right",
        ms,
        fault,
        transcript: fault ? this.notes : undefined,
      },
    );
  }

  /** Sends the kernel's table: the child may not read it. */
  async #sendRows(id: number, ports?: readonly number[]): Promise<void> {
    await this.#reply(
      await localKernel.rows(ports).then(
        (rows): Reply => ({ type: "rows", id, rows }),
        (error): Reply => ({ type: "no rows", id, reason: String(error) }),
      ),
    );
  }
}
