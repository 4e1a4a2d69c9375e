import type { Endpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { within } from "./waiting.ts";
import { Peer } from "./peer.ts";
import type { WaitOptions } from "./peer_reads.ts";
import { afterCheck, note, whereToLook } from "./check_context.ts";
import { listenWire } from "./open_wire.ts";
import type { Wire } from "../../wire/wire.ts";

/** A scripted server: a submission's client connects to it. */
export interface Host {
  readonly endpoint: Endpoint;
  /**
   * The next connection.
   *
   * @throws {Wrong} If none comes.
   */
  accept(options?: WaitOptions): Promise<Peer>;
  /** Stops listening. A connection in the accept queue is reset by that. */
  close(): void;
}

/**
 * Listens on loopback, on a free port.
 *
 * @param options.hostname `127.0.0.1` by default.
 * @param options.canReset Whether its peers can send RST.
 */
export async function host(
  options: { hostname?: string; canReset?: boolean; name?: string } = {},
): Promise<Host> {
  const { hostname = "127.0.0.1", canReset = false, name = "server" } = options;
  const listener = await listenWire(hostname, canReset);
  let accepted = 0;
  // An accept() that timed out: the next call continues it.
  let accepting: Promise<Wire> | undefined;
  afterCheck(() => listener.close());
  return {
    endpoint: listener.endpoint,
    close: () => {
      note(`${name} stops listening`);
      listener.close();
    },
    async accept({ withinMs = LIMITS.replyMs, lookAt }: WaitOptions = {}) {
      accepting ??= listener.accept();
      const wire = await within(accepting, withinMs, {
        cause: "no-reply",
        what: "nobody connected",
        expected:
          `a connection to ${listener.endpoint.hostname}:${listener.endpoint.port}`,
        lookAt: lookAt ?? whereToLook() ??
          "which endpoint does Deno.connect() get?",
      });
      accepting = undefined;
      accepted++;
      const peer = new Peer(
        wire,
        accepted === 1 ? name : `${name} ${accepted}`,
      );
      note(`${peer.name} accepts a connection`);
      return peer;
    },
  };
}
