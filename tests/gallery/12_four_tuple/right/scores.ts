import type { SocketEntry } from "../../../../solutions/12_four_tuple.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

export * from "../../../../solutions/12_four_tuple.ts";

function score(
  entry: SocketEntry,
  { from, to, flags }: { from: Endpoint; to: Endpoint; flags: string },
): number {
  const { local, remote, state } = entry;
  if (local.port !== to.port) return 0;
  if (state === "LISTEN") {
    if (flags !== "SYN") return 0;
    if (local.hostname === to.hostname) return 2;
    return local.hostname === "0.0.0.0" ? 1 : 0;
  }
  return local.hostname === to.hostname && remote.hostname === from.hostname &&
      remote.port === from.port
    ? 3
    : 0;
}

export function demultiplex(
  segment: { from: Endpoint; to: Endpoint; flags: string },
  sockets: SocketEntry[],
): SocketEntry | "RST" | "drop" {
  let best: SocketEntry | undefined;
  let most = 0;
  for (const entry of sockets) {
    const points = score(entry, segment);
    if (points > most) [best, most] = [entry, points];
  }
  return best ?? (/\bRST\b/.test(segment.flags) ? "drop" : "RST");
}
