/**
 * States of real sockets that a submission enters and holds until they are
 * closed, and what the kernel's table shows of them.
 *
 * @module
 */
import {
  newRowsOnly,
  rowKey,
  type SocketRow,
  type SocketTableSource,
} from "../../kernel/mod.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import type { TcpState } from "../../tcp/mod.ts";
import { NotStarted } from "../../todo.ts";
import { afterCheck, note } from "./check_context.ts";
import { expect, settles, show } from "./expect.ts";
import { kernelTable } from "./kernel_table.ts";
import { real } from "./wire.ts";
import { elapse } from "./pass_time.ts";
import { within } from "./waiting.ts";
import { wrongKind } from "./wrong_kind.ts";
import {
  awaitRows,
  endOf,
  hasRowsOf,
  isShown,
  type PortState,
  rowsInWords,
  rowsOf,
} from "./shown_state.ts";

/** Longest way into a state: CLOSING moves 8 MB. */
const ENTER_MS = 3 * LIMITS.replyMs;

/** The kernel gives up a SYN, and what has no descriptor any more, after a minute or more. */
const ORPHAN_MS = 30_000;

/** The table without old rows. A check reads the whole table once only: of a busy machine it has thousands of rows. */
let newRows: Promise<SocketTableSource> | undefined;

/** What a submission gives for a state. */
interface Entered {
  port: number;
  close(): unknown;
}

/** A state that is held. */
interface Held extends PortState {
  close(): unknown;
  /** How much time has passed on purpose, in milliseconds. */
  passedMs: number;
}

/** How a state is looked for. */
export interface Looking {
  /** When, in words, if that is not now. */
  when?: string;
  withinMs?: number;
  lookAt?: string;
}

/** The call that frees a state, as a learner would write it. */
const closeOf = (one?: PortState) => `close(), of enterState("${one?.state}")`;

/**
 * The fault of two states that have one port, where that is more than a chance:
 * the kernel gives two connections to two servers the same one at times, and
 * shows a row for each.
 */
function sharedPort(held: Held[], rows: SocketRow[]): Wrong | undefined {
  for (const { port } of held) {
    const both = held.filter((one) => one.port === port);
    if (both.length < 2 || hasRowsOf(rows, both)) continue;
    return new Wrong({
      cause: "wrong-port",
      did: both.slice(0, 2).map(({ state }) => `enterState("${state}")`)
        .join(" and "),
      expected: "a port of its own for each",
      came: `port ${port} for both`,
      lookAt: "which port number do you give to Deno.listen()",
    });
  }
}

/** The states of one check. */
export class EnteredStates {
  readonly #entering: Array<Promise<Held | undefined>> = [];
  readonly #closed: Held[] = [];
  readonly #visitors: Deno.TcpConn[] = [];
  readonly #lookAt: Partial<Record<TcpState, string>>;
  /** The rows that have shown a state. */
  readonly #seen = new Map<string, SocketRow>();
  #source: SocketTableSource = kernelTable;

  /** @param lookAt Where to look when the kernel shows another state; a state that is not here may be left out. */
  constructor(lookAt: Partial<Record<TcpState, string>>) {
    this.#lookAt = lookAt;
  }

  /** The state that was closed last. */
  get lastClosed(): PortState | undefined {
    return this.#closed.at(-1);
  }

  /** Where the rows come from. */
  get source(): SocketTableSource {
    return this.#source;
  }

  /** Leaves out what was in the table when this check first asked for that: a row in TIME_WAIT stays for a minute, and some port may have one. */
  async leaveOutOld(): Promise<void> {
    if (!newRows) {
      newRows = newRowsOnly(kernelTable);
      afterCheck(() => {
        newRows = undefined;
      });
    }
    this.#source = await newRows;
  }

  /**
   * Lets the submission enter a state, beside those that it enters already.
   *
   * @param state The state.
   * @param call Asks for it, and hands on what came; without anything to hand on, nothing is held.
   * @param did The call, as a learner would write it.
   */
  enter(
    state: TcpState,
    call: () => Promise<{ came: unknown } | undefined>,
    did: string,
  ): Promise<unknown> {
    const entering = (async () => {
      const handed = await settles(call(), did, ENTER_MS).catch((error) => {
        if (error instanceof Wrong || error instanceof NotStarted) throw error;
        // Of several calls that fail any may be the first that is seen: each is told in the same way.
        throw new Wrong({ ...faultOf(error, "threw"), did });
      });
      if (!handed) return;
      const { came } = handed;
      const entered = Object(came) as Entered;
      const { port } = entered;
      expect(Number.isInteger(port) && typeof entered.close === "function", {
        cause: "wrong-value",
        did: `await ${did}`,
        expected: "{ port: a number, close: a function }",
        came: show(came),
        lookAt: wrongKind(came, { port: 0, close() {} }) ??
          "which fields has what it returns",
      });
      return { state, port, close: () => entered.close(), passedMs: 0 };
    })();
    this.#entering.push(entering);
    return entering;
  }

  /** What is held, in the order of the calls. */
  async #held(): Promise<Held[]> {
    const entered = await Promise.all(this.#entering);
    return entered.filter((one) => one !== undefined)
      .filter((one) => !this.#closed.includes(one));
  }

  /**
   * Waits until the kernel shows everything that is held, each by a port of its own.
   *
   * @throws {Wrong} If it does not.
   */
  async shown(looking: Looking = {}): Promise<void> {
    const held = await this.#held();
    if (held.length === 0) return;
    const ports = held.map(({ port }) => port);
    const rows = await awaitRows(
      this.source,
      ports,
      (rows) =>
        held.every((one) => isShown(rows, one)) && !sharedPort(held, rows),
      (rows) => {
        const shared = sharedPort(held, rows);
        if (shared) return shared;
        const wrong = held.find((one) => !isShown(rows, one)) ?? held[0];
        return this.#otherState(wrong, rows, looking);
      },
      looking.withinMs,
    );
    for (const one of held) {
      for (const row of rowsOf(rows, one)) this.#seen.set(rowKey(row), row);
    }
    const told = ports.map((port) => rowsInWords(rows, port));
    note(`the kernel shows ${told.join("; ")}`);
  }

  /** The fault of a state that the kernel does not show. */
  #otherState(
    { state, port }: Held,
    rows: SocketRow[],
    { when, lookAt }: Looking,
  ): Wrong {
    return new Wrong({
      cause: "wrong-state",
      did: `enterState("${state}") → port ${port}${when ? `, ${when}` : ""}`,
      expected: state in this.#lookAt
        ? `a row with ${endOf(state)} port ${port} that stays in ${state}`
        : `the promise rejects, or port ${port} is in ${state}`,
      came: rowsInWords(rows, port),
      lookAt: lookAt ?? this.#lookAt[state] ??
        "what happens to a state that you have no sockets for",
    });
  }

  /** How long the kernel keeps a state that nobody ends. */
  #lastsMs({ state, port }: Held): number {
    const isOwned = this.#seen.values().some((row) =>
      row.owned && row.local.port === port && row.state === state
    );
    return isOwned && state !== "SYN_SENT" ? Infinity : ORPHAN_MS;
  }

  /** Lets time pass: so much after it was entered the state is there, unless the kernel has ended it. */
  async shownAfter(ms: number, looking: Looking): Promise<void> {
    for (const one of await this.#held()) {
      if (ms > this.#lastsMs(one)) continue;
      await elapse(ms - one.passedMs);
      one.passedMs = ms;
      await this.shown(looking);
    }
  }

  /** Somebody else connects to the port of each state that is held, and stays until the check ends. */
  async visited(): Promise<void> {
    for (const { port } of await this.#held()) {
      const visitor = await real.connect({ hostname: "127.0.0.1", port });
      afterCheck(() => visitor.close());
      this.#visitors.push(visitor);
    }
  }

  /**
   * Waits until nobody who connected is connected any more.
   *
   * @throws {Wrong} If somebody is.
   */
  async left(): Promise<void> {
    for (const visitor of this.#visitors) {
      const ended = visitor.read(new Uint8Array(1)).catch(() => null);
      await within(ended, LIMITS.replyMs, {
        cause: "leak",
        did: closeOf(this.#closed.at(-1)),
        expected: "every socket is freed",
        came: "somebody who connected is still connected",
      });
    }
  }

  /**
   * Closes one state that is held, if there is any.
   *
   * @returns Whether there was one.
   */
  async closeOne(): Promise<boolean> {
    const held = await this.#held();
    // Neither the first nor the last: what is closed must be its own.
    const one = held.at(1) ?? held.at(0);
    if (!one) return false;
    this.#closed.push(one);
    const closing = (async () => await one.close())();
    await settles(closing, closeOf(one));
    return true;
  }

  /**
   * Waits until no program holds a socket of what was shown. Another program may
   * get a port that is free again: only these connections count.
   *
   * @throws {Wrong} If one does.
   */
  async freed(): Promise<void> {
    const owned = (rows: SocketRow[]) =>
      rows.filter((row) => row.owned === true && this.#seen.has(rowKey(row)));
    const ports = [...this.#seen.values()]
      .flatMap(({ local, remote }) => [local.port, remote.port])
      .filter((port) => port !== 0);
    await awaitRows(
      kernelTable,
      ports,
      (rows) => owned(rows).length === 0,
      (rows) =>
        new Wrong({
          cause: "leak",
          did: "close(), of every state",
          expected: "no program holds a socket of these connections",
          came: owned(rows).map((row) => `${rowKey(row)} ${row.state}`)
            .join("; "),
        }),
    );
  }
}
