// Wrong: after its own FIN a side takes no data any more. Caught by: "acknowledges data as long as the peer may send"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_data" && state.startsWith("FIN_WAIT")) {
    return { state, sends: [] };
  }
  return right(state, event);
}
