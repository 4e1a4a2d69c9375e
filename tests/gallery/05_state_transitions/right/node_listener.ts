// Right: LISTEN is a listener of node:net; close() ends whoever was accepted, and waits for that.
import net from "node:net";
import { once } from "node:events";
import type { TcpState } from "../../../../workbook/tcp/mod.ts";
import { enterState as others } from "../../../../solutions/05_state_transitions.ts";
export * from "../../../../solutions/05_state_transitions.ts";

export async function enterState(
  state: TcpState,
): Promise<{ port: number; close(): unknown }> {
  if (state !== "LISTEN") return await others(state);
  const accepted: net.Socket[] = [];
  const server = net.createServer((socket) => accepted.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of accepted) socket.destroy();
      await closed;
    },
  };
}
