// Wrong: for a state that is not covered the promise stays pending. Caught by: "rejects for a state that it does not cover"
import { enterState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export async function enterState(state: TcpState) {
  if (state === "SYN_RCVD") await new Promise(() => {});
  return await right(state);
}
