// Right: the sockets are used as streams: one writer for each client, and one reader until the end of stream.
import type { Endpoint } from "../../../../workbook/endpoint.ts";
import {
  decodeSockaddr,
  encodeSockaddr,
} from "../../../../solutions/02_addresses.ts";

export * from "../../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const controller = new AbortController();
  const tell = async (conn: Deno.TcpConn) => {
    const structure = encodeSockaddr(conn.remoteAddr, "little-endian");
    const bytes = new Uint8Array(structure);
    try {
      const writer = conn.writable.getWriter();
      await writer.write(bytes);
      // Closing the stream of a connection closes the connection.
      await writer.close();
    } catch {
      try {
        conn.close();
      } catch {
        // The failed stream has closed it.
      }
    }
  };
  const work: Promise<void>[] = [];
  const run = async () => {
    while (!controller.signal.aborted) {
      await listener.accept().then((conn) => {
        work.push(tell(conn));
      }, () => {});
    }
    await Promise.allSettled(work);
  };
  const done = run();
  controller.signal.addEventListener("abort", () => listener.close());
  return {
    addr: listener.addr,
    stop: async () => {
      controller.abort();
      await done;
    },
  };
}

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  const conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  try {
    const bytes = await new Response(conn.readable).bytes();
    return decodeSockaddr(bytes, "little-endian");
  } finally {
    try {
      conn.close();
    } catch {
      // The end of its stream has closed it.
    }
  }
}
