// Wrong: accept() rejects for a connection that was reset, and that ends a for await loop. Caught by: "goes on after clients that reset before accept()"
import { encodeSockaddr } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = (async () => {
    const telling: Promise<void>[] = [];
    for await (const conn of listener) {
      const tell = async () => {
        let rest = encodeSockaddr(conn.remoteAddr, "little-endian");
        while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
      };
      telling.push(tell().catch(() => {}).finally(() => conn.close()));
    }
    await Promise.all(telling);
  })();
  let stopped = false;
  return {
    addr: listener.addr,
    stop() {
      if (!stopped) listener.close();
      stopped = true;
      return accepting;
    },
  };
}
