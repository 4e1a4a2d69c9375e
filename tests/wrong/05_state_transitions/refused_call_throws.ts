// Wrong: a call that the state refuses is an exception of the machine, not an answer of it. Caught by: "lets a call be refused or queued without a change"
import { nextState as right } from "../../../solutions/05_state_transitions.ts";
import type { TcpEvent, TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  if (event === "send" && state === "FIN_WAIT_1") {
    throw new Error("Cannot send: the connection is closing");
  }
  return right(state, event);
}
