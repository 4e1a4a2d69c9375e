// Wrong: each flag counts as a segment of its own: SYN,ACK is one segment. Caught by: "opens from the client's side and the server's"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  const next = right(state, event);
  return {
    state: next.state,
    sends: next.sends.flatMap((flags) => flags.split(",")),
  };
}
