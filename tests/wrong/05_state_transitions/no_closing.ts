// Wrong: two FINs that cross are taken for a common close (E51). Caught by: "closes from both sides at once through CLOSING"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "FIN_WAIT_1" && event === "rcv_fin") {
    return { state: "TIME_WAIT", sends: ["ACK"] };
  }
  return right(state, event);
}
