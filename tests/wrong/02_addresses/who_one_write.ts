// Wrong: ignores how many bytes write() took. Caught by: "tells all 16 bytes when a write takes only a part"
import { encodeSockaddr } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const telling: Promise<void>[] = [];
  let stopped = false;
  const tell = async (conn: Deno.TcpConn) => {
    try {
      await conn.write(encodeSockaddr(conn.remoteAddr, "little-endian"));
    } catch {
      // The client is gone.
    }
    conn.close();
  };
  const accepting = (async () => {
    while (!stopped) {
      try {
        telling.push(tell(await listener.accept()));
      } catch {
        // The listener is closed, or a client has reset its connection.
      }
    }
    await Promise.all(telling);
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
