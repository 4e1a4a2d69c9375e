// Wrong: the second stop() resolves at once, while the first is at work. Caught by: "stops twice, also at once"
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
    async stop() {
      if (stopped) return;
      stopped = true;
      listener.close();
      await accepting;
    },
  };
}
