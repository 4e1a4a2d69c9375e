// Wrong: it awaits accept() before it connects: nobody will come. Caught by: "enters ESTABLISHED"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "ESTABLISHED") return await right(state);
  const listener = Deno.listen({ hostname, port: 0 });
  const server = await listener.accept();
  const client = await Deno.connect({ hostname, port: listener.addr.port });
  const close = () =>
    [listener, client, server].forEach((each) => each.close());
  return { port: client.localAddr.port, close };
}
