import { counted } from "../../counted.ts";
import type { Endpoint } from "../../endpoint.ts";
import { afterCheck, note } from "./check_context.ts";
import { endpointOf } from "../../wire/wire.ts";
import { countMoved } from "./progress.ts";
import { real } from "./wire.ts";

/** How much is read at once, in bytes. What fits into the queues of a connection depends on it. */
const CHUNK = 65536;

/** A server that echoes what its one client sends. */
export interface EchoServer {
  readonly endpoint: Endpoint;
  /** Bytes that went back so far. */
  readonly echoed: number;
}

/**
 * A server that echoes while it reads: it reads nothing more while its echo is
 * not taken. At end of stream it closes.
 */
export function echoServer(): EchoServer {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => listener.close());
  let echoed = 0;
  const serve = async () => {
    const conn = await listener.accept();
    afterCheck(() => conn.close());
    note("server echoes while it reads");
    const buffer = new Uint8Array(CHUNK);
    for (let n = await conn.read(buffer); n !== null;) {
      for (let sent = 0; sent < n;) {
        const written = await conn.write(buffer.subarray(sent, n));
        sent += written;
        echoed += written;
        countMoved(written);
      }
      n = await conn.read(buffer);
    }
    note(`server ← end of stream (FIN) after ${counted(echoed, "byte")}`);
    conn.close();
  };
  // When the submission goes away, it reports the reason itself.
  serve().catch(() => {});
  return {
    endpoint: endpointOf(listener.addr),
    get echoed() {
      return echoed;
    },
  };
}
