// Wrong: closeWrite() ends one direction, the connection stays open. Caught by: "closes the connection by itself, in both directions"
import { encodeSockaddr } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let stopped = false;
  const tell = async (conn: Deno.TcpConn) => {
    try {
      let rest = encodeSockaddr(conn.remoteAddr, "little-endian");
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
    } catch {
      // The client is gone.
    }
    await conn.closeWrite().catch(() => {});
    open.push(conn);
  };
  const open: Deno.Conn[] = [];
  const accepting = (async () => {
    const telling: Promise<void>[] = [];
    while (!stopped) {
      try {
        telling.push(tell(await listener.accept()));
      } catch {
        // The listener is closed, or a client has reset its connection.
      }
    }
    await Promise.all(telling);
    for (const conn of open) conn.close();
  })();
  return {
    addr: listener.addr,
    stop() {
      if (!stopped) listener.close();
      stopped = true;
      return accepting;
    },
  };
}
