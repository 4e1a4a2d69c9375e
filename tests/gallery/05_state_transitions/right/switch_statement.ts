import type { ByteOrder } from "../../../../workbook/kernel/mod.ts";
import type { TcpEvent, TcpState } from "../../../../workbook/tcp/mod.ts";
export { enterState } from "../../../../solutions/05_state_transitions.ts";

const to = (state: TcpState, ...sends: string[]) => ({ state, sends });

/** States of a connection whose other end believes in it. */
const SYNCHRONIZED: TcpState[] = [
  ...["ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT"] as const,
  ...["CLOSING", "LAST_ACK", "TIME_WAIT"] as const,
];

function ofEvent(state: TcpState, event: TcpEvent) {
  const among = (...states: TcpState[]) => states.includes(state);
  if (event.startsWith("rcv_rst")) {
    if (among("CLOSED", "LISTEN")) return to(state);
    return to(event === "rcv_rst[passive]" ? "LISTEN" : "CLOSED");
  }
  if (event === "abort") {
    const isKnown = among("SYN_RCVD", "ESTABLISHED", "CLOSE_WAIT") ||
      among("FIN_WAIT_1", "FIN_WAIT_2");
    return isKnown ? to("CLOSED", "RST") : to("CLOSED");
  }
  if (event === "timeout_user") {
    return to(among("CLOSED", "LISTEN", "TIME_WAIT") ? state : "CLOSED");
  }
  if (event === "timeout_rtx") {
    if (among("SYN_SENT")) return to(state, "SYN");
    if (among("SYN_RCVD")) return to(state, "SYN,ACK");
    return among("FIN_WAIT_1", "CLOSING", "LAST_ACK")
      ? to(state, "FIN")
      : to(state);
  }
  if (state === "CLOSED" && event.startsWith("rcv_")) {
    return to(state, /^rcv_syn(\[|$)/.test(event) ? "RST,ACK" : "RST");
  }
}

export function nextState(state: TcpState, event: TcpEvent) {
  const known = ofEvent(state, event);
  if (known) return known;
  switch (`${state} ${event}`) {
    case "CLOSED open_passive":
      return to("LISTEN");
    case "CLOSED open_active":
      return to("SYN_SENT", "SYN");
    case "LISTEN rcv_syn":
    case "SYN_SENT rcv_syn":
      return to("SYN_RCVD", "SYN,ACK");
    case "LISTEN close":
    case "SYN_SENT close":
    case "LAST_ACK rcv_ack_of_fin":
    case "TIME_WAIT timeout_2msl":
      return to("CLOSED");
    case "LISTEN rcv_ack":
    case "LISTEN rcv_syn_ack":
    case "SYN_SENT rcv_bad_ack":
    case "SYN_RCVD rcv_bad_ack":
      return to(state, "RST");
    case "SYN_SENT rcv_syn_ack":
    case "SYN_RCVD rcv_syn_ack":
      return to("ESTABLISHED", "ACK");
    case "SYN_RCVD rcv_ack_of_syn":
      return to("ESTABLISHED");
    case "SYN_RCVD rcv_fin":
    case "ESTABLISHED rcv_fin":
      return to("CLOSE_WAIT", "ACK");
    case "SYN_RCVD close":
    case "ESTABLISHED close":
      return to("FIN_WAIT_1", "FIN");
    case "FIN_WAIT_1 rcv_ack_of_fin":
      return to("FIN_WAIT_2");
    case "FIN_WAIT_1 rcv_fin":
      return to("CLOSING", "ACK");
    case "FIN_WAIT_1 rcv_fin_ack_of_fin":
    case "FIN_WAIT_2 rcv_fin":
      return to("TIME_WAIT", "ACK");
    case "CLOSING rcv_ack_of_fin":
      return to("TIME_WAIT");
    case "CLOSE_WAIT close":
      return to("LAST_ACK", "FIN");
    case "SYN_RCVD rcv_syn[active]":
      return to(state, "ACK");
  }
  const late = ["CLOSE_WAIT", "CLOSING", "LAST_ACK"].includes(state);
  const answered = event === "rcv_fin" || event === "rcv_data" && !late ||
    /^rcv_(syn(\[|$)|bad_ack|out_of)/.test(event);
  return answered && SYNCHRONIZED.includes(state)
    ? to(state, "ACK")
    : to(state);
}

export function openingSegments(clientIsn: number, serverIsn: number) {
  const [seq, ack] = [(clientIsn + 1) >>> 0, (serverIsn + 1) >>> 0];
  const [client, server] = ["client", "server"] as const;
  return [
    { from: client, flags: "SYN", seq: clientIsn, ack: undefined },
    { from: server, flags: "SYN,ACK", seq: serverIsn, ack: seq },
    { from: client, flags: "ACK", seq, ack },
  ];
}

const CODES: TcpState[] = [
  ...["ESTABLISHED", "SYN_SENT", "SYN_RCVD", "FIN_WAIT_1"] as const,
  ...["FIN_WAIT_2", "TIME_WAIT", "CLOSED", "CLOSE_WAIT"] as const,
  ...["LAST_ACK", "LISTEN", "CLOSING"] as const,
];

const ROW =
  /^ *\d+: +(?<at>[\dA-F]{8}:[\dA-F]{4}) +(?<to>[\dA-F]{8}:[\dA-F]{4}) +(?<st>[\dA-F]{2})\b/gm;

export function parseSocketTable(text: string, host: ByteOrder) {
  const endpoint = (column: string) => {
    const [address, port] = column.split(":").map((hex) => Number(`0x${hex}`));
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, address, host === "little-endian");
    return { hostname: new Uint8Array(view.buffer).join("."), port };
  };
  return Array.from(text.matchAll(ROW), ({ groups }) => ({
    local: endpoint(groups!.at),
    remote: endpoint(groups!.to),
    state: CODES[Number(`0x${groups!.st}`) - 1],
  }));
}
