/**
 * An endpoint that answers no SYN.
 *
 * @module
 */
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { afterCheck, note } from "./check_context.ts";
import { holdConnects } from "./stand_ins.ts";
import { isPending } from "./waiting.ts";
import { real } from "./wire.ts";

/** A listener whose accept queue is full, so that every SYN is dropped (tcp(7), listen(2)). */
export async function silentServer(): Promise<Endpoint> {
  const hostname = "127.0.0.1";
  const listener = real.listen({ hostname, port: 0, tcpBacklog: 0 });
  const to = { hostname, port: listener.addr.port };
  const over = new AbortController();
  afterCheck(() => {
    over.abort();
    listener.close();
  });
  if (Deno.build.os !== "linux") {
    // Other systems round the backlog up, or answer a full queue with RST.
    holdConnects();
    return to;
  }
  for (let free = true; free;) {
    const filler = real.connect({ ...to, signal: over.signal });
    filler.then((conn) => afterCheck(() => conn.close()), () => {});
    free = !await isPending(filler);
  }
  note(`the accept queue of ${formatEndpoint(to)} is full: SYNs are dropped`);
  return to;
}
