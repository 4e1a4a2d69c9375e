// Right: ESTABLISHED is one socket of node:net that is connected to itself, with no listener anywhere.
import net from "node:net";
import { once } from "node:events";
import type { TcpState } from "../../../../workbook/tcp/mod.ts";
import { enterState as others } from "../../../../solutions/05_state_transitions.ts";
export * from "../../../../solutions/05_state_transitions.ts";

export async function enterState(
  state: TcpState,
): Promise<{ port: number; close(): void }> {
  if (state !== "ESTABLISHED") return await others(state);
  for (;;) {
    const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    free.close();
    const socket = net.connect({
      host: "127.0.0.1",
      port,
      localAddress: "127.0.0.1",
      localPort: port,
    });
    try {
      await once(socket, "connect");
      return { port, close: () => socket.destroy() };
    } catch {
      // Meanwhile the kernel gave the port to somebody else: another one.
    }
  }
}
