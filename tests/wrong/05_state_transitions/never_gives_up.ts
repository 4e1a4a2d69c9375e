// Wrong: the passive closer repeats its FIN for ever. Caught by: "sends again, and gives up in the end"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "timeout_user" && state === "LAST_ACK") {
    return { state, sends: ["FIN"] };
  }
  return right(state, event);
}
