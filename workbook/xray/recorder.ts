import { rowKey, type SocketRow } from "../kernel/mod.ts";
import { wallClock } from "./clock.ts";
import { ownSockets } from "./own_sockets.ts";
import { StraceReader, type SystemCall } from "./strace.ts";
import { type Entry, timeline } from "./timeline.ts";

/** Collects what the tracer prints, and what the other side of the exchange does and sees meanwhile. */
export class Recorder {
  readonly #now = wallClock();
  readonly #reader = new StraceReader();
  readonly #calls: SystemCall[] = [];
  readonly #seen: Entry[] = [];
  #lastRows = "";

  /** Adds what the tracer printed. */
  trace(text: string): void {
    this.#calls.push(...this.#reader.push(text));
  }

  /** Adds a line of the other side. */
  line(text: string): void {
    this.#seen.push({ type: "peer", ms: this.#now(), text });
  }

  /** Adds rows of the kernel's table, unless they are the same as before. */
  rows(rows: SocketRow[], labels: Record<string, string>): void {
    const text = JSON.stringify(
      rows.map((row) => [rowKey(row), row.state, row.receiveQueue]),
    );
    if (text === this.#lastRows) return;
    this.#lastRows = text;
    this.#seen.push({ type: "rows", ms: this.#now(), rows, labels });
  }

  /**
   * Everything in the order of time.
   *
   * @param hiddenPort Port of the connection to the workbook: left out.
   */
  entries(hiddenPort: number): Entry[] {
    return timeline(ownSockets(this.#calls, hiddenPort), this.#seen);
  }
}
