// Wrong: a shift gives a number with a sign: the first byte of 192.168.0.1 becomes -64. Caught by: "reads a row that a little-endian machine printed"
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
import type { TcpState } from "../../../workbook/tcp/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

const NAMES: Record<string, TcpState> = {
  "01": "ESTABLISHED",
  "02": "SYN_SENT",
  "03": "SYN_RCVD",
  "04": "FIN_WAIT_1",
  "05": "FIN_WAIT_2",
  "06": "TIME_WAIT",
  "07": "CLOSED",
  "08": "CLOSE_WAIT",
  "09": "LAST_ACK",
  "0A": "LISTEN",
  "0B": "CLOSING",
};

function endpoint(text: string, host: ByteOrder) {
  const [address, port] = text.split(":").map((hex) => parseInt(hex, 16));
  const bytes = [
    address >> 24,
    (address >> 16) & 255,
    (address >> 8) & 255,
    address & 255,
  ];
  if (host === "little-endian") bytes.reverse();
  return { hostname: bytes.join("."), port };
}

export function parseSocketTable(text: string, host: ByteOrder) {
  const rows = text.split("\n").map((line) => line.trim().split(/\s+/))
    .filter(([number]) => /^\d+:$/.test(number));
  return rows.map(([, local, remote, code]) => ({
    local: endpoint(local, host),
    remote: endpoint(remote, host),
    state: NAMES[code],
  }));
}
