// Wrong: a pair without a rule falls through to CLOSED. Caught by: "stays where it is for a pair without a rule"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import {
  type TcpEvent,
  type TcpState,
  transition,
} from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  return transition(state, event)
    ? right(state, event)
    : { state: "CLOSED", sends: [] };
}
