import type {
  BindScenario,
  Segment,
} from "../../../../solutions/11_time_wait.ts";

export { politeHandler, relisten } from "../../../../solutions/11_time_wait.ts";

type Side = Segment["from"];

export function whoWaits(
  trace: Segment[],
): "client" | "server" | "both" | "none" {
  const fins = new Map<Side, number>();
  const second = new Set<Side>();
  for (const { from, flags, seq, ack, length } of trace) {
    const parts = new Set(flags.split(","));
    if (parts.has("RST")) return "none";
    if (!parts.has("FIN") || fins.has(from)) continue;
    fins.set(from, (seq + length) >>> 0);
    const other = fins.get(from === "client" ? "server" : "client");
    if (other !== undefined && ack === ((other + 1) >>> 0)) second.add(from);
  }
  if (fins.size < 2) return "none";
  if (second.size === 0) return "both";
  return second.has("client") ? "server" : "client";
}

export function bindOutcome({ wanted, existing }: BindScenario) {
  for (const old of existing) {
    const overlaps = old.port === wanted.port &&
      (old.hostname === wanted.hostname || old.hostname === "0.0.0.0" ||
        wanted.hostname === "0.0.0.0");
    const allowed = (old.reusePort && wanted.reusePort) ||
      (old.reuseAddr && wanted.reuseAddr && old.state !== "LISTEN");
    if (overlaps && !allowed) return "EADDRINUSE" as const;
  }
  return "ok" as const;
}
