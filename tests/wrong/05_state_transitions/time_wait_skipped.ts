// Wrong: the last ACK ends the connection of the active closer (E56). Caught by: "closes actively and waits in TIME_WAIT"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "FIN_WAIT_2" && event === "rcv_fin") {
    return { state: "CLOSED", sends: ["ACK"] };
  }
  return right(state, event);
}
