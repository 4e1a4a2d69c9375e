import type { SocketEntry } from "../../../../solutions/12_four_tuple.ts";
import {
  type Endpoint,
  formatEndpoint,
} from "../../../../workbook/endpoint.ts";

export * from "../../../../solutions/12_four_tuple.ts";

const pairOf = (local: Endpoint, remote: Endpoint) =>
  `${formatEndpoint(local)} ${formatEndpoint(remote)}`;

export function demultiplex(
  { from, to, flags }: { from: Endpoint; to: Endpoint; flags: string },
  sockets: SocketEntry[],
): SocketEntry | "RST" | "drop" {
  const connections = new Map<string, SocketEntry>();
  const listeners = new Map<string, SocketEntry>();
  for (const entry of sockets) {
    if (entry.state === "LISTEN") {
      listeners.set(formatEndpoint(entry.local), entry);
    } else connections.set(pairOf(entry.local, entry.remote), entry);
  }
  const listener = flags === "SYN"
    ? listeners.get(formatEndpoint(to)) ?? listeners.get(`0.0.0.0:${to.port}`)
    : undefined;
  return connections.get(pairOf(to, from)) ?? listener ??
    (flags.startsWith("RST") ? "drop" : "RST");
}
