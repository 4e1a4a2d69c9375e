// Wrong: a SYN inside a connection ends it: any forger can (RFC 5961). Caught by: "acknowledges a segment that is out of place"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "rcv_syn" && state === "ESTABLISHED") {
    return { state: "CLOSED", sends: ["RST"] };
  }
  return right(state, event);
}
