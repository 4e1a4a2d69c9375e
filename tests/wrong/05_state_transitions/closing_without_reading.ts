// Wrong: both FINs wait behind unread bytes: both sides stay in FIN_WAIT_1. Caught by: "enters CLOSING, or rejects"
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
  if (state !== "CLOSING") return await right(state);
  const { client, server, close } = await connection();
  for (const end of [client, server]) await end.write(new Uint8Array(2 ** 24));
  for (const end of [client, server]) await end.closeWrite();
  return { port: client.localAddr.port, close };
}
