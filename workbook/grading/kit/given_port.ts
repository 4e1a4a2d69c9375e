/**
 * A server that is told its port.
 *
 * @module
 */
import { afterCheck } from "./check_context.ts";
import { equal, throws } from "./expect.ts";
import { Peer } from "./peer.ts";
import { onFreePort } from "./ports.ts";
import type { Served } from "./served.ts";
import type { Listening } from "./running_server.ts";
import type { Serves } from "./server.ts";
import { expectAddress } from "./server_facts.ts";

/** How a server is started on a port. */
export interface OnPort<S> {
  /** Starts it; without a port, or with 0, on one that the kernel chooses. */
  start(port?: number): S;
  /** The call as a learner would write it: `startServer({ port: 4000 })`. */
  did(port?: number): string;
}

/**
 * Expects that a server listens on the port that it is given: `addr` says so,
 * and a client that connects to it is served.
 *
 * @param serves What the checks of this server are made with.
 * @returns The server, which runs.
 * @throws {Wrong} If it listens elsewhere, or nowhere.
 */
export async function listensOnPort<S extends Listening>(
  serves: Serves<S>,
  { start, did }: OnPort<S>,
): Promise<Served<S>> {
  const { port, server: one } = await onFreePort((port) =>
    serves.begin(() => start(port))
  );
  equal(one.server.addr.port, port, {
    did: `${did(port)}.addr.port`,
    cause: "wrong-port",
    lookAt: "does options.port reach Deno.listen()",
  });
  (await Peer.connect({ hostname: "127.0.0.1", port })).close();
  return one;
}

/**
 * Expects that a server is refused where somebody listens already, with the
 * error of `Deno.listen()`. One that starts all the same is stopped.
 *
 * @param port The port that is taken.
 * @throws {Wrong} If nothing is thrown, or another error.
 */
export async function refusesTakenPort(
  { start, did }: OnPort<Listening>,
  port: number,
): Promise<void> {
  const told = `${did(port)}, where somebody listens`;
  const error = await throws(
    () => {
      const server = start(port);
      afterCheck(() => server?.stop?.().catch(() => {}));
      return `a server on port ${server?.addr?.port}`;
    },
    { did: told, lookAt: "who learns of the error of Deno.listen()" },
    "Deno.errors.AddrInUse, as Deno.listen() throws it",
  );
  equal(error.name, "AddrInUse", {
    did: `${told}: its error`,
    lookAt: "who learns of the error of Deno.listen()",
  });
}

/**
 * Expects that a server listens on 127.0.0.1, and does with its port what it is
 * told: on one of the kernel's choice, on the one that it is given, or it is
 * refused where that is taken.
 */
export async function obeysPort<S extends Listening>(
  serves: Serves<S>,
  onPort: OnPort<S>,
): Promise<void> {
  const { start, did } = onPort;
  for (const none of [undefined, 0]) {
    const one = serves.begin(() => start(none));
    expectAddress(one.server.addr, did(none));
    await one.end();
  }
  const one = await listensOnPort(serves, onPort);
  await refusesTakenPort(onPort, one.server.addr.port);
  await one.end();
}
