/**
 * Opens the sockets of a scripted peer. Deno's own are the rule; only
 * `node:net` can reset a connection, because `Deno.Conn.close()` sends a FIN
 * first. It takes 12 ms to load, so it is loaded when it is needed.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { session } from "./check_context.ts";
import { turns } from "./event_loop.ts";
import { usePort } from "./quiet.ts";
import { endpointOf, type Wire, type WireListener } from "../../wire/wire.ts";
import { handshakeArrives } from "./waiting.ts";
import { denoWire, real } from "./wire.ts";

/**
 * A wire of `node:net` that sees what has come before it writes: in Deno 2.9 a
 * write that begins while an unread FIN waits fails with EPIPE, though the other
 * end still reads.
 */
function looksFirst(wire: Wire): Wire {
  const { write } = wire;
  return Object.assign(wire, {
    write: async (data: Uint8Array) => {
      await turns(1);
      await write(data);
    },
  });
}

/** Connects a wire. */
export async function connectWire(
  server: Endpoint,
  canReset: boolean,
): Promise<Wire> {
  if (!canReset || session.reset) {
    const wire = denoWire(await real.connect(server));
    await handshakeArrives();
    return wire;
  }
  usePort(server.port);
  const { connectNode } = await import("../../wire/node_wire.ts");
  return looksFirst(await connectNode(server));
}

/** Listens on loopback, port 0. */
export async function listenWire(
  hostname: string,
  canReset: boolean,
): Promise<WireListener> {
  if (!canReset || session.reset) {
    const listener = real.listen({ hostname, port: 0 });
    return {
      endpoint: endpointOf(listener.addr),
      accept: async () => denoWire(await listener.accept()),
      close: () => listener.close(),
    };
  }
  const { listenNode } = await import("../../wire/node_wire.ts");
  const { endpoint, accept, close } = await listenNode(hostname);
  usePort(endpoint.port);
  return { endpoint, accept: async () => looksFirst(await accept()), close };
}
