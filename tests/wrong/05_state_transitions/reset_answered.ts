// Wrong: a reset is answered by a reset: two ends could go on for ever. Caught by: "ends at a reset in every state"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_rst" && state === "CLOSED") {
    return { state, sends: ["RST"] };
  }
  return right(state, event);
}
