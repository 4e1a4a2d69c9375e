/**
 * What the kernel does to a program that cannot be had on loopback at will: a
 * check puts a call of its own behind `Deno.connect` or `accept()`.
 *
 * @module
 */
import { placeInSubmission } from "../../sandbox/paths.ts";
import { afterCheck, note } from "./check_context.ts";
import { isOpenConn, real } from "./wire.ts";

type Connect = (options: Deno.ConnectOptions) => Promise<Deno.TcpConn>;
type Accept = (conn: Deno.TcpConn) => Deno.TcpConn;

/** What stands in, in this check. The watched sockets look here at each call. */
export const standIns: { connect?: Connect; accept?: Accept } = {};

/** Changes what `accept()` gives the submission in this check; throwing rejects it. */
export function standInForAccept(by: Accept): void {
  standIns.accept = by;
  afterCheck(() => {
    standIns.accept = undefined;
  });
}

/** Answers every `Deno.connect` of the submission in this check. */
export function standInForConnect(by: Connect): void {
  standIns.connect = by;
  afterCheck(() => {
    standIns.connect = undefined;
  });
}

/** Lets every connect of this check fail with an error, as Deno would. */
export function failConnects(error: Error): void {
  note(`Deno.connect() rejects with ${error.name}: ${error.message}`);
  standInForConnect(({ signal }) =>
    Promise.reject(signal?.aborted ? signal.reason : error)
  );
}

/** Connects that are under way until they are let go. */
export interface HeldConnects {
  /** Those that completed, and where the submission asked for them. */
  readonly made: ReadonlyArray<{ conn: Deno.TcpConn; at?: string }>;
  /** Lets them complete, or fail with an error. */
  letGo(error?: Error): Promise<void>;
}

/** Holds every connect of this check; as with Deno's own, a signal ends it. */
export function holdConnects(): HeldConnects {
  const gate = Promise.withResolvers<Error | undefined>();
  const made: Array<{ conn: Deno.TcpConn; at?: string }> = [];
  const running: Promise<unknown>[] = [];
  standInForConnect(({ signal, ...to }) => {
    const at = placeInSubmission(new Error().stack);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      running.push(gate.promise.then(async (error) => {
        if (signal?.aborted) return;
        if (error) return reject(error);
        const conn = await real.connect(to);
        if (signal?.aborted) return conn.close();
        made.push({ conn, at });
        resolve(conn);
      }));
    });
  });
  afterCheck(() => made.forEach(({ conn }) => conn.close()));
  return {
    made,
    async letGo(error) {
      gate.resolve(error);
      await Promise.all(running);
    },
  };
}

/**
 * Lets the first connection of this check take nothing: its `write()` waits
 * until it is closed, as with a full send queue.
 */
export function fillFirstSendQueue(): void {
  let isFirst = true;
  standInForAccept((conn) => {
    if (!isFirst) return conn;
    isFirst = false;
    const closed = Promise.withResolvers<never>();
    closed.promise.catch(() => {});
    const { close } = conn;
    const end = () => {
      close.call(conn);
      closed.reject(new Deno.errors.Interrupted("operation canceled"));
    };
    return Object.defineProperties(conn, {
      write: { value: () => closed.promise },
      close: { value: end },
      [Symbol.dispose]: { value: () => isOpenConn(conn) && end() },
    });
  });
}

/**
 * Lets `accept()` reject once, as when a client has reset its connection
 * before it was accepted.
 *
 * @returns Whether it has rejected.
 */
export function failNextAccept(): () => boolean {
  let hasFailed = false;
  standInForAccept((conn) => {
    if (hasFailed) return conn;
    hasFailed = true;
    conn.close();
    note("accept() rejects with NotConnected");
    throw Object.assign(
      new Deno.errors.NotConnected(
        "Transport endpoint is not connected (os error 107)",
      ),
      { code: "ENOTCONN" },
    );
  });
  return () => hasFailed;
}
