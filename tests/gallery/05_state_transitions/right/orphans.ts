import type { TcpState } from "../../../../workbook/tcp/mod.ts";
import { enterState as others } from "../../../../solutions/05_state_transitions.ts";
export * from "../../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(
  state: TcpState,
): Promise<{ port: number; close(): void }> {
  const open = new Set<{ close(): void }>();
  const close = () => {
    for (const socket of open) socket.close();
    open.clear();
  };
  if (state === "SYN_SENT") {
    const listener = Deno.listen({ hostname, port: 0, tcpBacklog: 2 });
    open.add(listener);
    const { port } = listener.addr;
    for (let i = 0; i < 3; i++) {
      open.add(await Deno.connect({ hostname, port }));
    }
    const stop = new AbortController();
    open.add({ close: () => stop.abort() });
    const last = Deno.connect({ hostname, port, signal: stop.signal });
    last.then((conn) => conn.close()).catch(() => {});
    return { port, close };
  }
  if (state !== "FIN_WAIT_2" && state !== "TIME_WAIT") return others(state);
  const listener = Deno.listen({ hostname, port: 0 });
  const [server, client] = await Promise.all([
    listener.accept(),
    Deno.connect({ hostname, port: listener.addr.port }),
  ]);
  listener.close();
  const { port } = client.localAddr;
  client.close();
  open.add(server);
  // deno-lint-ignore no-empty
  for await (const _ of chunks(server)) {}
  if (state === "TIME_WAIT") close();
  return { port, close };
}

async function* chunks(conn: Deno.Conn) {
  const buffer = new Uint8Array(16);
  while (await conn.read(buffer) !== null) yield buffer;
}
