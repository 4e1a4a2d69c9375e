// Wrong: the server is ESTABLISHED as soon as it has answered the SYN (E46). Caught by: "opens from the client's side and the server's"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (state === "LISTEN" && event === "rcv_syn") {
    return { state: "ESTABLISHED", sends: ["SYN,ACK"] };
  }
  return right(state, event);
}
