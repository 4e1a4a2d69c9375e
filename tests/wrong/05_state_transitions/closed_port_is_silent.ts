// Wrong: a segment for no connection is dropped, so a client never learns that it is refused. Caught by: "refuses a segment that belongs to no connection"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "CLOSED" && event.startsWith("rcv_")) {
    return { state, sends: [] };
  }
  return right(state, event);
}
