// Wrong: stop() waits for the accept loop, not for the clients. Caught by: "has closed everything when stop() resolves"
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
    while (!stopped) {
      try {
        tell(await listener.accept());
      } catch {
        // The listener is closed, or a client has reset its connection.
      }
    }
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
