/**
 * What happens to a server beside its loop of `accept()`: a call that rejects,
 * and a stop while connections arrive.
 *
 * @module
 */
import { LIMITS } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { note } from "./check_context.ts";
import type { Listening, Served } from "./running_server.ts";
import { failNextAccept } from "./stand_ins.ts";
import { eventually } from "./waiting.ts";

/**
 * Lets a client connect whose `accept()` rejects, as for a connection that was
 * reset before it was taken.
 *
 * @param one The server.
 * @param name Who connects.
 * @throws {Wrong} If the server does not call `accept()`.
 */
export async function rejectAccept<S>(
  one: Served<S>,
  name: string,
): Promise<void> {
  const hasFailed = failNextAccept();
  note(`${name} resets its connection before accept() takes it`);
  await one.connect(name);
  await eventually(hasFailed, LIMITS.replyMs, {
    cause: "no-reply",
    what: `${name} waits in the accept queue, and accept() is not called`,
    expected: "accept() again and again, until stop()",
  });
}

/**
 * Stops servers while one, two and five clients connect: the connections are in
 * the accept queue, or `accept()` has just taken them, and the submission's loop
 * has not seen them when `stop()` is called.
 *
 * @param begin Starts a server.
 * @throws {Wrong} If a connection stays open, or `stop()` does not resolve.
 */
export async function stopWhileAccepting<S extends Listening>(
  begin: () => Served<S>,
): Promise<void> {
  for (const count of [1, 2, 5]) {
    const one = begin();
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
}
