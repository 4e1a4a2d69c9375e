// Wrong: the acknowledgment of the FIN ends CLOSING at once, as it ends LAST_ACK. Caught by: "closes from both sides at once through CLOSING"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "CLOSING" && event === "rcv_ack_of_fin") {
    return { state: "CLOSED", sends: [] };
  }
  return right(state, event);
}
