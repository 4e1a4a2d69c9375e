// Wrong: the address is sent as text. Caught by: "tells a client its own address"
export * from "../../../solutions/02_addresses.ts";

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = (async () => {
    for await (const conn of listener) {
      const { hostname, port } = conn.remoteAddr;
      let rest = new TextEncoder().encode(`${hostname}:${port}`);
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
      conn.close();
    }
  })();
  let closed = false;
  return {
    addr: listener.addr,
    stop() {
      if (!closed) listener.close();
      closed = true;
      return accepting;
    },
  };
}
