// Wrong: the connection is closed when the function returns. Caught by: "enters ESTABLISHED"
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
  if (state !== "ESTABLISHED") return await right(state);
  const { client, close } = await connection();
  const { port } = client.localAddr;
  try {
    return { port, close() {} };
  } finally {
    close();
  }
}
