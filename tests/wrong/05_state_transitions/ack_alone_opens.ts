// Wrong: the client takes a bare ACK for the answer to its SYN (E49). Caught by: "refuses a segment that belongs to no connection"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "SYN_SENT" && event === "rcv_ack") {
    return { state: "ESTABLISHED", sends: [] };
  }
  return right(state, event);
}
