// Wrong: TIME_WAIT is looked for at the side that closed second. Caught by: "enters TIME_WAIT"
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
  if (state !== "TIME_WAIT") return await right(state);
  const { listener, client, server, port } = await connection();
  client.close();
  while (await server.read(new Uint8Array(64)) !== null);
  server.close();
  listener.close();
  return { port, close() {} };
}
