// Wrong: a FIN that brings the acknowledgment is not taken for both (E50). Caught by: "skips FIN_WAIT_2 when FIN and ACK come together"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_fin_ack_of_fin" && state === "FIN_WAIT_1") {
    return { state: "FIN_WAIT_2", sends: ["ACK"] };
  }
  return right(state, event);
}
