// Wrong: nobody catches the rejection of the connect that close() gives up. Caught by: "enters SYN_SENT, or rejects"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "SYN_SENT") return await right(state);
  const listener = Deno.listen({ hostname, port: 0, tcpBacklog: 0 });
  const { port } = listener.addr;
  const client = await Deno.connect({ hostname, port });
  const giveUp = new AbortController();
  Deno.connect({ hostname, port, signal: giveUp.signal });
  const close = () => {
    giveUp.abort();
    client.close();
    listener.close();
  };
  return { port, close };
}
