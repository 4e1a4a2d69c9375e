/**
 * A server that is stopped while clients connect.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { note } from "./check_context.ts";
import type { Served } from "./running_server.ts";

/**
 * Lets clients connect, and stops the server as soon as the first of them is:
 * their connections are in the accept queue, or `accept()` has just taken them,
 * and the submission's loop has not seen them yet. Each of them must end.
 *
 * @param one A server that nobody has connected to.
 * @param count How many clients.
 * @throws {Wrong} If `stop()` hangs or fails, or a connection does not end.
 */
export async function stopAsTheyConnect(
  one: Served<unknown>,
  count: number,
): Promise<void> {
  let stopping: Promise<void> | undefined;
  note(`${count} connect, and stop() is called at once`);
  const clients = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      try {
        const client = await one.connect(`client ${i + 1}`);
        stopping ??= one.stop();
        return client;
      } catch (error) {
        // A SYN that comes after stop() is refused.
        if (!(stopping && error instanceof Wrong)) throw error;
      }
    }),
  );
  await Promise.all(clients.map((client) => client?.drain()));
  await stopping;
}
