import type { TcpEvent, TcpState } from "../../../../workbook/tcp/mod.ts";
export * from "../../../../solutions/05_state_transitions.ts";

type Send = "open" | "sent" | "acked";
type Answer = { state: TcpState; sends: string[] };

/** From ESTABLISHED on, a state is how far each direction has come. */
const PAIRS: Partial<Record<TcpState, [Send, boolean]>> = {
  ESTABLISHED: ["open", false],
  FIN_WAIT_1: ["sent", false],
  FIN_WAIT_2: ["acked", false],
  CLOSE_WAIT: ["open", true],
  CLOSING: ["sent", true],
  LAST_ACK: ["sent", true],
  TIME_WAIT: ["acked", true],
};

const go = (state: TcpState, ...sends: string[]): Answer => ({ state, sends });

function opening(state: TcpState, event: TcpEvent): Answer | undefined {
  const segment = event.startsWith("rcv_");
  if (state === "CLOSED") {
    if (event === "open_passive") return go("LISTEN");
    if (event === "open_active") return go("SYN_SENT", "SYN");
    if (event === "rcv_syn") return go(state, "RST,ACK");
    return segment && event !== "rcv_rst" ? go(state, "RST") : go(state);
  }
  if (state === "LISTEN") {
    if (event === "rcv_syn") return go("SYN_RCVD", "SYN,ACK");
    if (event === "close" || event === "abort") return go("CLOSED");
    if (event === "rcv_ack" || event === "rcv_syn_ack") return go(state, "RST");
    return go(state);
  }
  if (event === "rcv_bad_ack") return go(state, "RST");
  if (event === "timeout_user") return go("CLOSED");
  if (state === "SYN_SENT") {
    if (event === "rcv_syn_ack") return go("ESTABLISHED", "ACK");
    if (event === "rcv_syn") return go("SYN_RCVD", "SYN,ACK");
    if (event === "timeout_rtx") return go(state, "SYN");
    if (event === "rcv_rst") return go("LISTEN");
    return event === "close" || event === "abort" ? go("CLOSED") : go(state);
  }
  if (event === "rcv_ack_of_syn") return go("ESTABLISHED");
  if (event === "rcv_fin") return go("CLOSE_WAIT", "ACK");
  if (event === "timeout_rtx") return go(state, "SYN,ACK");
  if (event === "rcv_rst[passive]") return go("LISTEN");
  if (event === "rcv_rst[active]") return go("CLOSED");
  if (event === "rcv_syn[active]") return go(state, "ACK");
  if (event === "abort") return go("CLOSED", "RST");
  if (event === "close") return go("FIN_WAIT_1", "FIN");
  return go(state);
}

export function nextState(state: TcpState, event: TcpEvent): Answer {
  const pair = PAIRS[state];
  if (!pair) return opening(state, event)!;
  const [own, ended] = pair;
  switch (event) {
    case "close":
      if (own !== "open") return go(state);
      return go(ended ? "LAST_ACK" : "FIN_WAIT_1", "FIN");
    case "rcv_fin":
      if (ended) return go(state, "ACK");
      if (own === "open") return go("CLOSE_WAIT", "ACK");
      return go(own === "sent" ? "CLOSING" : "TIME_WAIT", "ACK");
    case "rcv_ack_of_fin":
      if (own !== "sent") break;
      if (!ended) return go("FIN_WAIT_2");
      return go(state === "CLOSING" ? "TIME_WAIT" : "CLOSED");
    case "rcv_fin_ack_of_fin":
      if (state !== "FIN_WAIT_1") break;
      return go("TIME_WAIT", "ACK");
    case "abort":
      if (!ended || own === "open") {
        return go(state === "ESTABLISHED" ? "TIME_WAIT" : "CLOSED", "RST");
      }
      return go("CLOSED");
    case "rcv_rst":
      return go(state === "TIME_WAIT" ? state : "CLOSED");
    case "timeout_user":
      return go("CLOSED");
    case "timeout_2msl":
      if (state !== "TIME_WAIT") break;
      return go("CLOSED");
    case "timeout_rtx":
      return own === "sent" ? go(state, "FIN") : go(state);
    case "rcv_data":
      return ended && own !== "acked" ? go(state) : go(state, "ACK");
    case "rcv_syn":
    case "rcv_bad_ack":
    case "rcv_out_of_window":
      return go(state, "ACK");
    case "send":
    case "receive":
    case "rcv_ack":
    case "open_active":
      return go(state);
  }
  throw new RangeError(`Cannot tell what ${event} does in ${state}`);
}
