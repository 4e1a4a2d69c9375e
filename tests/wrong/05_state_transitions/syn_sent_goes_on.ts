// Wrong: close() does not give up the pending connect: its SYN is sent again. Caught by: "enters SYN_SENT, or rejects"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "SYN_SENT") return await right(state);
  const listener = Deno.listen({ hostname, port: 0, tcpBacklog: 0 });
  const { port } = listener.addr;
  const first = await Deno.connect({ hostname, port });
  Deno.connect({ hostname, port }).then((conn) => conn.close(), () => {});
  const close = () => [listener, first].forEach((each) => each.close());
  return { port, close };
}
