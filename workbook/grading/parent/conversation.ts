import { localKernel, type SocketTableSource } from "../../kernel/mod.ts";
import {
  addLine,
  type Fault,
  type TranscriptLine,
} from "../../sandbox/fault.ts";
import type { Life } from "../../sandbox/life.ts";
import { Nonsense } from "../../sandbox/messages.ts";
import { cutsMessages } from "../../network/profiles.ts";
import type { Planned, Reply, Report } from "../protocol.ts";
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
  /** Whether the child tells the lines of an exchange only when its check is wrong. */
  holdsLines = false;
  readonly #from: number;
  #isPlanned = false;
  /** The kernel's table as it was, and its number. */
  #kept: { id: number; table: SocketTableSource } | undefined;
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
    this.#from = from;
    this.#reply = reply;
  }

  /**
   * Hears a report.
   *
   * @param report The report.
   * @param life Signs of life of the child.
   * @throws {Nonsense} If it makes no sense.
   */
  async hear(report: Report, life: Life): Promise<void> {
    const results = this.#results;
    if (report.type !== "note") life.step();
    switch (report.type) {
      case "plan":
        this.#plan(report);
        life.isLoaded = true;
        break;
      case "schedule":
        this.next = this.#from;
        results.begin(report.schedule);
        break;
      case "begin":
        this.#expectNext(report.check);
        results.addIgnored(report.check);
        this.running = { check: report.check, began: life.lastWord };
        this.notes = [];
        break;
      case "note":
        addLine(this.notes, report.line);
        break;
      case "end":
        this.#end(report);
        break;
      case "rows?":
        await this.#sendRows(report);
        break;
      case "keep":
        await this.#keepRows(report.id);
        break;
      case "failed":
        this.problem = report.fault;
        break;
      case "done":
        if (!results.plan || this.running) {
          throw new Nonsense("the end comes before the end of a check");
        }
        this.done = true;
        break;
      default:
        throw new Nonsense("a message of no known type");
    }
  }

  /** Every process plans the same checks. */
  #plan(
    { checks, holes, holdsLines = false }: Extract<Report, { type: "plan" }>,
  ): void {
    const results = this.#results;
    if (this.#isPlanned) throw new Nonsense("a second plan");
    if (checks.some(({ name }) => typeof name !== "string")) {
      throw new Nonsense("a check has no name");
    }
    if (results.plan && !samePlan(results.plan, checks)) {
      throw new Nonsense("a plan other than the one before");
    }
    this.#isPlanned = true;
    this.holdsLines = holdsLines;
    results.plan ??= checks;
    results.holes = holes;
  }

  /** Checks come in order, one at a time, and only those of the plan. */
  #expectNext(check: number): void {
    const { plan } = this.#results;
    if (this.running || !plan?.[check] || check < this.next) {
      throw new Nonsense(`check ${check} comes out of turn`);
    }
  }

  /** Whether the network that the checks run on cuts messages. */
  #cutsMessages(): boolean {
    const { schedule } = this.#results;
    return schedule !== undefined && cutsMessages(schedule.profile);
  }

  #end(
    { check, ms, outcome, fault, ignored }: Extract<Report, { type: "end" }>,
  ): void {
    if (ignored === "cut messages" && !this.#cutsMessages()) {
      throw new Nonsense(`check ${check} is left out where no message is cut`);
    }
    if (ignored === "waits" || ignored === "cut messages") {
      this.#expectNext(check);
    } else if (this.running?.check !== check) {
      throw new Nonsense(`check ${check} ends and did not begin`);
    }
    this.running = undefined;
    this.next = check + 1;
    this.#results.addIgnored(check);
    const { name, part } = this.#results.plan![check];
    switch (outcome) {
      case "right":
        return this.#results.add({ name, part, outcome, ms });
      case "ignored":
        return this.#results.add({ name, part, outcome, ignored, ms: 0 });
      case "wrong":
        return this.#results.add({
          name,
          part,
          outcome,
          ms,
          fault: fault ?? { cause: "wrong-value" },
          transcript: this.notes,
        });
      default:
        throw new Nonsense(`check ${check} has no outcome`);
    }
  }

  /** Sends the kernel's table: the child may not read it. */
  async #sendRows(
    { id, ports, kept }: Extract<Report, { type: "rows?" }>,
  ): Promise<void> {
    if (kept !== undefined && kept !== this.#kept?.id) {
      throw new Nonsense("rows of a table that is not kept");
    }
    const table = kept === undefined ? localKernel : this.#kept!.table;
    await this.#reply(
      await table.rows(ports).then(
        (rows): Reply => ({ type: "rows", id, rows }),
        (error) => noRows(id, error),
      ),
    );
  }

  /** Keeps the kernel's table for the child. */
  async #keepRows(id: number): Promise<void> {
    await this.#reply(
      await localKernel.kept!().then((table): Reply => {
        this.#kept = { id, table };
        return { type: "kept", id };
      }, (error) => noRows(id, error)),
    );
  }
}

const noRows = (id: number, error: unknown): Reply => ({
  type: "no rows",
  id,
  reason: String(error),
});

function samePlan(a: readonly Planned[], b: readonly Planned[]): boolean {
  return a.length === b.length && a.every(({ name }, i) => name === b[i].name);
}
