// Wrong: every listener asks for the same port: the second one fails. Caught by: "holds several states, then frees every socket"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  if (state !== "LISTEN" && state !== "ESTABLISHED") return await right(state);
  const listener = Deno.listen({ hostname, port: 29821 });
  if (state === "LISTEN") {
    return { port: 29821, close: () => listener.close() };
  }
  const client = await Deno.connect({ hostname, port: 29821 });
  const close = () => [listener, client].forEach((each) => each.close());
  return { port: client.localAddr.port, close };
}
