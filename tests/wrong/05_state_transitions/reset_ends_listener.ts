// Wrong: a reset during a handshake ends the listener, too. Caught by: "ends at a reset in every state"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_rst[passive]" && state === "SYN_RCVD") {
    return { state: "CLOSED", sends: [] };
  }
  return right(state, event);
}
