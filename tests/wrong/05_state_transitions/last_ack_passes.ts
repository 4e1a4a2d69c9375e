// Wrong: the second FIN is acknowledged at once: LAST_ACK does not last. Caught by: "enters LAST_ACK, or rejects"
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
  if (state !== "LAST_ACK") return await right(state);
  const { client, server, port, close } = await connection();
  await client.closeWrite();
  await server.read(new Uint8Array(1));
  await server.closeWrite();
  return { port, close };
}
