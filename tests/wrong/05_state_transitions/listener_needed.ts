// Wrong: only a listener answers a SYN (E47). Caught by: "opens from both sides at once through SYN_RCVD"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "SYN_SENT" && event === "rcv_syn") {
    return { state, sends: ["RST,ACK"] };
  }
  return right(state, event);
}
