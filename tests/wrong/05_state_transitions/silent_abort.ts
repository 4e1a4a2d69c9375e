// Wrong: abort() forgets the peer, which keeps half a connection. Caught by: "aborts, with a reset where one is due"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "abort") return { ...right(state, event), sends: [] };
  return right(state, event);
}
