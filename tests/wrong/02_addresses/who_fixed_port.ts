// Wrong: a fixed port serves one server at a time. Caught by: "runs beside another of its kind"
import { encodeSockaddr } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 9821 });
  let stopped = false;
  const tell = async (conn: Deno.TcpConn) => {
    try {
      let rest = encodeSockaddr(conn.remoteAddr, "little-endian");
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
    } catch {
      // The client is gone.
    }
    conn.close();
  };
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
