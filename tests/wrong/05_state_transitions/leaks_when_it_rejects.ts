// Wrong: a state that is not covered is refused only after a listener was opened. Caught by: "rejects for a state that it does not cover"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

export async function enterState(state: TcpState) {
  const listener = Deno.listen({ hostname, port: 0 });
  if (state === "LISTEN") {
    return { port: listener.addr.port, close: () => listener.close() };
  }
  if (state === "SYN_RCVD") throw new RangeError(`Cannot enter ${state}`);
  listener.close();
  return await right(state);
}
