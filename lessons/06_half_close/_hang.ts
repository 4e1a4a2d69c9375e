import {
  ask,
  call,
  type Events,
  isBetween,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import type { RingEvent } from "../../workbook/demo/events.ts";
import {
  KernelUnavailable,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";
import type { Connection } from "./_connection.ts";

/** The bytes of the request: more than the four queues of one connection hold. */
const REQUEST_BYTES = 16 << 20;
/** So long nothing may move before it counts as a standstill. */
const STILL_MS = 300;
/** Longest wait for a standstill: a loaded machine takes a second or two. */
const WITHIN_MS = 5000;

/** A client that sends all before it reads, and a server that echoes while it reads. */
class Echo {
  sent = 0;
  echoed = 0;
  received = 0;
  /** When both have come to their end. */
  readonly finished: Promise<unknown>;
  isFinished = false;
  readonly #client: Deno.TcpConn;

  constructor({ client, server }: Connection) {
    this.#client = client;
    this.finished = Promise.all([this.#send(), this.#echo(server)])
      .then(() => this.isFinished = true);
    // A demo that is left early closes both ends; nobody awaits this then.
    this.finished.catch(() => {});
  }

  async #send(): Promise<void> {
    const request = new Uint8Array(REQUEST_BYTES);
    while (this.sent < request.length) {
      this.sent += await this.#client.write(request.subarray(this.sent));
    }
    await this.#client.closeWrite();
  }

  async #echo(server: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(65536);
    for (let n; (n = await server.read(buffer)) !== null;) {
      for (let done = 0; done < n;) {
        const count = await server.write(buffer.subarray(done, n));
        done += count;
        this.echoed += count;
      }
    }
    await server.closeWrite();
  }

  /** Reads the reply to its end. */
  async receive(): Promise<void> {
    const buffer = new Uint8Array(1 << 20);
    for (let n; (n = await this.#client.read(buffer)) !== null;) {
      this.received += n;
    }
  }
}

/**
 * Waits until nothing moves any more.
 *
 * @returns The two rows, client's end first; none if the table cannot be read;
 * `null` if it did not stop.
 */
async function standstill(
  { ends }: Connection,
  echo: Echo,
): Promise<SocketRow[] | null> {
  const mine = isBetween(ends.client, ends.server);
  let last = "";
  let since = 0;
  const isStill = (rows: SocketRow[]) => {
    const queues = rows.filter(mine).map((r) => [r.sendQueue, r.receiveQueue]);
    const now = [echo.sent, echo.echoed, ...queues].join();
    if (now !== last) [last, since] = [now, Date.now()];
    return echo.isFinished || Date.now() - since >= STILL_MS;
  };
  const options = { ports: [ends.server, ends.client], withinMs: WITHIN_MS };
  try {
    const rows = await until(isStill, options).catch((error) => {
      if (!(error instanceof KernelUnavailable)) throw error;
      const source = { rows: () => Promise.resolve([]) };
      return until(isStill, { ...options, source });
    });
    if (echo.isFinished) return null;
    return rows.filter(mine).sort((a) => a.local.port === ends.client ? -1 : 1);
  } catch (error) {
    if (error instanceof TimeoutError) return null;
    throw error;
  }
}

/** One end of the ring. A queue that nothing moves is full with what is in it. */
function ringEnd(row: SocketRow, name: string): RingEvent["client"] | null {
  const { sendQueue: sent, receiveQueue: received } = row;
  if (sent === null || received === null) return null;
  return {
    name: `${name} ${row.local.port}`,
    program: "waits in write()",
    send: { bytes: sent, capacity: sent },
    receive: { bytes: received, capacity: received },
  };
}

/** Four full queues, live. The client's reading ends it. */
export async function* hang(it: Connection): Events {
  yield step(5, "A server echoes, and its client sends 16 MB before it reads");
  const echo = new Echo(it);
  const rows = await standstill(it, echo);
  yield call(
    `while (sent < ${REQUEST_BYTES}) sent += await client.write(rest)`,
    rows
      ? `waits: ${echo.sent} bytes sent, ${echo.echoed} echoed, none read by the client`
      : `${echo.sent} bytes sent, ${echo.echoed} echoed`,
  );
  const [client, server] = (rows ?? []).map((row, i) =>
    ringEnd(row, i === 0 ? "client" : "server")
  );
  if (client && server) yield { type: "ring", client, server };
  else if (rows) yield unavailable("This system does not show the queues.");
  else yield say("No standstill was seen here.");
  if (rows) yield ask("four-queues");
  await Promise.all([echo.receive(), echo.finished]);
  yield call(
    "for (let n; (n = await client.read(buffer)) !== null;) received += n",
    `${echo.sent} bytes sent, ${echo.echoed} echoed, ${echo.received} received`,
  );
  yield say(
    rows
      ? "For a third of a second no counter and no queue changed: each program waited for the other to read. Nothing was broken off. As soon as the client read, everything continued. A client that reads while it sends never stops."
      : "Each queue has a limit, and a longer request reaches it. A client that reads while it sends never stops.",
  );
}
