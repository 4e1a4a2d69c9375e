/**
 * A server whose `accept()` rejects.
 *
 * @module
 */
import { LIMITS } from "../../sandbox/limits.ts";
import { note } from "./check_context.ts";
import type { Served } from "./served.ts";
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
    expected: "accept() again, as long as the listener is open",
  });
}
