// Wrong: it writes until all is taken, and nobody reads: FIN_WAIT_1 is never reached. Caught by: "enters FIN_WAIT_1, or rejects"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "FIN_WAIT_1") return await right(state);
  const listener = Deno.listen({ hostname, port: 0 });
  const client = await Deno.connect({ hostname, port: listener.addr.port });
  const server = await listener.accept();
  const close = () =>
    [listener, client, server].forEach((each) => each.close());
  const bytes = new Uint8Array(2 ** 24);
  for (let sent = 0; sent < bytes.length;) {
    sent += await client.write(bytes.subarray(sent));
  }
  await client.closeWrite();
  return { port: client.localAddr.port, close };
}
