/**
 * Ports that a check asks for by number.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { afterCheck, session, whereToLook } from "./check_context.ts";
import { countOpen, countPendingAccepts } from "./open_sockets.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { eventually } from "./waiting.ts";
import { endpointOf } from "../../wire/wire.ts";
import { real } from "./wire.ts";

const HOSTNAME = "127.0.0.1";

/**
 * An endpoint where nobody listens, during this check: every connect to it is
 * refused. It is the local end of a connection that was accepted and stays
 * open, so the kernel gives its port to no listener of another program. Nor to
 * a connect, unless all other ports are taken: Linux keeps odd and even ports
 * apart for the two. A connect from the port that it connects to would reach
 * itself.
 */
export async function closedPort(hostname = HOSTNAME): Promise<Endpoint> {
  const listener = real.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const [holder, accepted] = await Promise.all([
    real.connect({ hostname, port }),
    listener.accept(),
  ]);
  listener.close();
  afterCheck(() => {
    holder.close();
    accepted.close();
  });
  return endpointOf(accepted.localAddr);
}

/** What `listen` gives; nothing if the port is taken. */
function ifFree<T>(listen: () => T): T | undefined {
  try {
    return listen();
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
  }
}

/**
 * Starts a server on a port that is free, and tries another one when a program
 * of this machine was faster.
 *
 * @param start Starts it on a port.
 */
export async function onFreePort<T>(
  start: (port: number) => T,
): Promise<{ port: number; server: T }> {
  return await eventually(
    () => {
      const free = real.listen({ hostname: HOSTNAME, port: 0 });
      const { port } = free.addr;
      free.close();
      const server = ifFree(() => start(port));
      return server && { port, server };
    },
    LIMITS.replyMs,
    {
      cause: "not-listening",
      what: "a server that is given its port fails on every free one",
      lookAt: "the options of Deno.listen()",
    },
  );
}

/**
 * Expects that one can listen at once on the port of a server that has stopped.
 * That is so when its listener is closed and no accept() of it is pending any
 * more: until then Deno holds the port. Another program may take it in between;
 * nobody blames the server for that.
 *
 * @param port The port.
 */
export function expectFree(port: number): void {
  const listener = ifFree(() => real.listen({ hostname: HOSTNAME, port }));
  listener?.close();
  const accepts = countPendingAccepts(port);
  const holds = accepts > 0
    ? "accept() is still pending"
    : countOpen() > 0
    ? "a socket of the server is still open"
    : session.usesNodeSockets || session.reset
    ? "the listener is still open"
    : undefined;
  if (!holds || (listener && accepts === 0)) return;
  throw new Wrong({
    cause: "leak",
    what: `port ${port} is still in use after stop() has resolved: ${holds}`,
    expected: "Deno.listen() on it works at once",
    lookAt: whereToLook() ?? "when does accept() reject after close()",
  });
}
