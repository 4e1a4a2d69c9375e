// Wrong: close() during the handshake sends a FIN for a connection that does not exist. Caught by: "closes without a segment before the handshake"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "close" && state === "SYN_SENT") {
    return { state: "CLOSED", sends: ["FIN"] };
  }
  return right(state, event);
}
