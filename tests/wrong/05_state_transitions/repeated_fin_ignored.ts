// Wrong: a FIN that comes again in TIME_WAIT is dropped: the peer stays in LAST_ACK. Caught by: "acknowledges a FIN that comes again"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_fin" && state === "TIME_WAIT") {
    return { state, sends: [] };
  }
  return right(state, event);
}
