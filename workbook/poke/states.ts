import {
  KernelUnavailable,
  newRowsOnly,
  rowsOf,
  type SocketRow,
  type SocketTableSource,
  type TcpState,
} from "../kernel/mod.ts";

/** How long rows that are about to change are waited for, in milliseconds. An acknowledgment may be 40 ms late. */
const LONGEST_MS = 300;
/** So many readings at least, however slow the table is. */
const FEWEST_READINGS = 4;
/** Pause between two readings, and the length of a turn where there is no table, in milliseconds. */
const PAUSE_MS = 4;
/** Turns without a change that count as quiet where there is no table. */
const QUIET_TURNS = 10;

/** States that a connection leaves by itself, as soon as a segment has arrived. */
const PASSING: ReadonlySet<TcpState> = new Set<TcpState>([
  "SYN_SENT",
  "SYN_RCVD",
  "FIN_WAIT_1",
  "CLOSING",
  "LAST_ACK",
]);

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** The kernel's rows of both ends of a play. */
export class States {
  /** Why there are none; `undefined` where the table can be read. */
  readonly unavailable: string | undefined;
  readonly #source: SocketTableSource | undefined;

  private constructor(source?: SocketTableSource, unavailable?: string) {
    this.#source = source;
    this.unavailable = unavailable;
  }

  /** Opens the table. Rows that are in it already are left out. */
  static async open(): Promise<States> {
    try {
      return new States(await newRowsOnly());
    } catch (error) {
      if (error instanceof KernelUnavailable) {
        return new States(undefined, error.message);
      }
      throw error;
    }
  }

  /**
   * The rows of a port.
   *
   * @param port The listener's.
   * @returns Listener, then each connection's client end and server end; none
   * where the table cannot be read.
   */
  async read(port: number): Promise<SocketRow[]> {
    return this.#source ? await rowsOf([port], this.#source) : [];
  }

  /**
   * Waits until nothing changes any more: two readings are equal, nothing
   * happened in between, and the submission has read what it was sent.
   *
   * @param port The listener's.
   * @param options.signals Counts what happened in the play: it must not change, either.
   * @param options.isSubmissions Whether a row is the submission's end.
   * @returns The last reading.
   */
  async settle(
    port: number,
    options: {
      signals: () => number;
      isSubmissions: (row: SocketRow) => boolean;
    },
  ): Promise<SocketRow[]> {
    const began = performance.now();
    const isChanging = (row: SocketRow) =>
      PASSING.has(row.state) ||
      (row.receiveQueue ?? 0) > 0 && options.isSubmissions(row);
    let last = "";
    let equal = 0;
    for (let reading = 0;; reading++) {
      const rows = await this.read(port);
      const now = JSON.stringify([rows, options.signals()]);
      equal = now === last ? equal + 1 : 0;
      last = now;
      const enough = this.#source ? 1 : QUIET_TURNS;
      const still = equal >= enough && !rows.some(isChanging);
      const late = performance.now() - began > LONGEST_MS &&
        reading >= FEWEST_READINGS;
      if (still || late) return rows;
      await pause();
    }
  }
}
