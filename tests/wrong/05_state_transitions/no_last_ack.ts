// Wrong: the passive closer forgets that its own FIN must be acknowledged. Caught by: "closes passively through CLOSE_WAIT and LAST_ACK"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "CLOSE_WAIT" && event === "close") {
    return { state: "CLOSED", sends: ["FIN"] };
  }
  return right(state, event);
}
