// Wrong: the FIN leaves at once and is acknowledged: FIN_WAIT_1 is over in 40 ms. Caught by: "enters FIN_WAIT_1, or rejects"
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
  if (state !== "FIN_WAIT_1") return await right(state);
  const { client, close } = await connection();
  await client.closeWrite();
  return { port: client.localAddr.port, close };
}
