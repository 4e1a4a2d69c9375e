// Wrong: closing the listener makes the pending accept() reject, and nobody catches it. Caught by: "tells a client its own address"
import { encodeSockaddr } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = (async () => {
    while (true) {
      const conn = await listener.accept();
      let rest = encodeSockaddr(conn.remoteAddr, "little-endian");
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
      conn.close();
    }
  })();
  return {
    addr: listener.addr,
    stop() {
      listener.close();
      return accepting;
    },
  };
}
