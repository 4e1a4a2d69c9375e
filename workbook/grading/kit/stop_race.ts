/**
 * A server that is stopped while clients connect.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { note } from "./check_context.ts";
import type { Peer } from "./peer.ts";
import type { Listening, Served } from "./running_server.ts";
import type { Serves } from "./server.ts";

/** What ends a server that is not stopped by `stop()`. */
export interface StopBy {
  /** What happens, in words: `the signal aborts`. */
  by: string;
  /** Does it. */
  stop(): void;
}

/** Lets clients connect, and stops the server as soon as the first of them is. */
async function race(
  one: Served<unknown>,
  count: number,
  { by, stop }: StopBy,
): Promise<Peer[]> {
  let isStopped = false;
  note(`${count} connect, and ${by} at once`);
  const clients = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      try {
        const client = await one.connect(`client ${i + 1}`);
        if (!isStopped) stop();
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

/**
 * Lets clients connect, and stops the server as soon as the first of them is:
 * their connections are in the accept queue, or `accept()` has just taken them,
 * and the submission's loop has not seen them yet. Stopped by `stop()`, each of
 * them must end.
 *
 * @param one A server that nobody has connected to.
 * @param count How many clients.
 * @param by What else ends the server; what happens to the clients is then for
 * the check to say.
 * @returns Those whose connection was not refused.
 * @throws {Wrong} If `stop()` hangs or fails, or a connection does not end.
 */
export async function stopAsTheyConnect(
  one: Served<unknown>,
  count: number,
  by?: StopBy,
): Promise<Peer[]> {
  if (by) return await race(one, count, by);
  let stopping: Promise<void> | undefined;
  const clients = await race(one, count, {
    by: "stop() is called",
    stop: () => {
      stopping = one.stop();
    },
  });
  await Promise.all(clients.map((client) => client.drain()));
  await stopping;
  return clients;
}

/** The same with 1, 2 and 5 clients of servers that are stopped by `stop()`. */
export async function stopsAsTheyConnect<S extends Listening>(
  serves: Serves<S>,
): Promise<void> {
  for (const count of [1, 2, 5]) await stopAsTheyConnect(serves.begin(), count);
}
