import { localKernel } from "../../kernel/mod.ts";
import type { Fault, TranscriptLine } from "../../sandbox/fault.ts";
import { greet, hangUp } from "../../sandbox/greeting.ts";
import { decodeReport, encodeReport, type Report } from "../protocol.ts";
import type { Results } from "./results.ts";

/**
 * What one child process says while it runs the checks, and what it is
 * answered.
 */
export class Conversation {
  /** Checks before this one are judged. */
  next: number;
  /** Whether the child has said everything. */
  done = false;
  /** Why nothing that the child says can be used. */
  problem: Fault | undefined;
  /** The check that runs. */
  running: { check: number; began: number } | undefined;
  /** The exchange of that check. */
  notes: TranscriptLine[] = [];
  /** When the child gave the last sign of life, as `performance.now()`. */
  lastWord = performance.now();
  /** When it last began or ended something. */
  lastStep: number = this.lastWord;
  readonly #results: Results;
  #conn: Deno.TcpConn | undefined;

  /**
   * @param results Where the checks are noted.
   * @param from Number of the first check that the child runs.
   */
  constructor(results: Results, from: number) {
    this.#results = results;
    this.next = from;
  }

  /**
   * Listens until the child is done or gone.
   *
   * @param listener Where the child connects.
   * @param token Proves that it is the child.
   * @param ended Resolves when the child has ended.
   */
  async hold(
    listener: Deno.TcpListener,
    token: string,
    ended: Promise<unknown>,
  ): Promise<void> {
    const { conn, lines } = await greet(listener, token, ended);
    this.#conn = conn;
    conn.setNoDelay(true);
    for await (const line of lines) {
      this.lastWord = performance.now();
      try {
        await this.#hear(decodeReport(line) as Report);
      } catch (error) {
        this.problem = {
          cause: "tampered",
          what: `what the program reports cannot be read: ${error}`,
          lookAt: "what the submission changes outside of its own functions",
        };
      }
      if (this.done || this.problem) return;
    }
  }

  /** Hangs up. */
  close(): void {
    hangUp(this.#conn);
  }

  async #hear(message: Report): Promise<void> {
    const results = this.#results;
    if (message.type !== "beat" && message.type !== "note") {
      this.lastStep = this.lastWord;
    }
    switch (message.type) {
      case "plan":
        if (message.checks.some(({ name }) => typeof name !== "string")) {
          throw new TypeError("a check has no name");
        }
        results.plan ??= message.checks;
        results.notWritten = message.notWritten;
        break;
      case "schedule":
        results.begin(message.schedule);
        break;
      case "begin":
        results.tellIgnored(message.check);
        this.running = { check: message.check, began: this.lastWord };
        this.notes = [];
        break;
      case "note":
        this.notes.push(message.line);
        break;
      case "end":
        this.#end(message);
        break;
      case "rows?":
        await this.#tellRows(message.id, message.ports);
        break;
      case "failed":
        this.problem = {
          cause: "not-loadable",
          what: `the grader failed: ${message.message}`,
          lookAt: "this is a fault of the workbook, not of the submission",
        };
        break;
      case "done":
        this.done = true;
        break;
    }
  }

  #end(
    { check, ms, fault, notWritten }: Extract<Report, { type: "end" }>,
  ): void {
    this.running = undefined;
    this.next = check + 1;
    const { name } = this.#results.plan![check];
    this.#results.tell(
      notWritten
        ? { name, outcome: "ignored", ignored: "not written", ms: 0 }
        : {
          name,
          outcome: fault ? "wrong" : "right",
          ms,
          fault,
          transcript: fault ? this.notes : undefined,
        },
    );
  }

  /** Answers with the kernel's table: the child may not read it. */
  async #tellRows(id: number, ports?: readonly number[]): Promise<void> {
    const reply = await localKernel.rows(ports).then(
      (rows) => encodeReport({ type: "rows", id, rows }),
      (error) => encodeReport({ type: "no rows", id, reason: String(error) }),
    );
    for (let sent = 0; sent < reply.length;) {
      sent += await this.#conn!.write(reply.subarray(sent));
    }
  }
}
