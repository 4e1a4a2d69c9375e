// Wrong: the listener is closed while the connection waits in its queue: that resets it. Caught by: "enters ESTABLISHED"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "ESTABLISHED") return await right(state);
  const listener = Deno.listen({ hostname, port: 0 });
  const client = await Deno.connect({ hostname, port: listener.addr.port });
  listener.close();
  return { port: client.localAddr.port, close: () => client.close() };
}
