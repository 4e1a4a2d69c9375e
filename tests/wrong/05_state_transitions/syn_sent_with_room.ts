// Wrong: the accept queue has room: the client is ESTABLISHED at once. Caught by: "enters SYN_SENT, or rejects"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

async function connection() {
  const listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const client = await Deno.connect({ hostname, port });
  const server = await listener.accept();
  const close = () =>
    [listener, client, server].forEach((each) => each.close());
  return { listener, client, server, port, close };
}

export async function enterState(state: TcpState) {
  if (state !== "SYN_SENT") return await right(state);
  const { port, close } = await connection();
  const second = await Deno.connect({ hostname, port });
  return {
    port,
    close() {
      close();
      second.close();
    },
  };
}
