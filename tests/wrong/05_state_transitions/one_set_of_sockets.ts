// Wrong: close() closes what the latest call opened, whoever asks. Caught by: "holds several states, then frees every socket"
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

let latest: Awaited<ReturnType<typeof connection>>;

export async function enterState(state: TcpState) {
  if (state !== "ESTABLISHED") return await right(state);
  latest = await connection();
  return { port: latest.client.localAddr.port, close: () => latest.close() };
}
