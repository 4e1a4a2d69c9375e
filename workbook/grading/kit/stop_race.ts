/**
 * A server that is stopped while clients connect.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { note } from "./check_context.ts";
import type { Peer } from "./peer.ts";
import type { Served } from "./served.ts";
import type { Listening } from "./running_server.ts";
import type { Serves } from "./server.ts";
import { within } from "./waiting.ts";

/** What ends a server that is not stopped by `stop()`. Those who were served by then may stay. */
export interface StopBy<S> {
  /** What happens, in words: `the signal aborts`. */
  by: string;
  /** Does it. */
  stop(one: Served<S>): void;
}

/** Lets clients connect, and stops the server as soon as the first of them is. */
async function race<S>(
  one: Served<S>,
  count: number,
  { by, stop }: StopBy<S>,
): Promise<Peer[]> {
  let isStopped = false;
  note(`${count} connect, and ${by} at once`);
  const clients = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      try {
        const client = await one.connect(`client ${i + 1}`);
        if (!isStopped) stop(one);
        isStopped = true;
        return [client];
      } catch (error) {
        // A SYN that comes after the end is refused.
        if (!(isStopped && error instanceof Wrong)) throw error;
        return [];
      }
    }),
  );
  return clients.flat();
}

/** Expects that a client is not left without a word, and without an end. */
async function expectWord(client: Peer): Promise<void> {
  await within(client.peek(), LIMITS.replyMs, {
    cause: "leak",
    what: `${client.name} is neither served nor ended`,
    expected: "a handler, or the end of the connection",
  });
}

/**
 * Lets clients connect, and stops the server as soon as the first of them is:
 * their connections are in the accept queue, or `accept()` has just taken them,
 * and the submission's loop has not seen them yet. Stopped by `stop()`, each of
 * them must end; stopped by something else, each must be served or end.
 *
 * @param one A server that nobody has connected to.
 * @param count How many clients.
 * @param by What else ends the server.
 * @returns Those whose connection was not refused.
 * @throws {Wrong} If `stop()` hangs or fails, or a client waits in vain.
 */
export async function stopAsTheyConnect<S>(
  one: Served<S>,
  count: number,
  by?: StopBy<S>,
): Promise<Peer[]> {
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping = one.stop();
  };
  const clients = await race(
    one,
    count,
    by ?? { by: "stop() is called", stop },
  );
  await Promise.all(
    clients.map((client) => by ? expectWord(client) : client.drain()),
  );
  await stopping;
  return clients;
}

/** The same with 1, 2 and 5 clients, each time of another server. */
export async function stopsAsTheyConnect<S extends Listening>(
  serves: Serves<S>,
  by?: StopBy<S>,
): Promise<void> {
  for (const count of [1, 2, 5]) {
    const one = serves.begin();
    await stopAsTheyConnect(one, count, by);
    await one.end();
  }
}
