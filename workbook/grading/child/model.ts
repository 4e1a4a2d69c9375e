/**
 * Judging on the model network: it takes the place of the real sockets and of
 * the real clock, for the submission, for its peers and for the kernel's table.
 *
 * @module
 */
import {
  createNetwork,
  type Network,
  type ProfileName,
} from "../../network/mod.ts";
import { PROFILES } from "../../network/profiles.ts";
import { TcpConn } from "../../network/conn.ts";
import { Listener } from "../../network/listener.ts";
import { timeInUse } from "../../network/time_calls.ts";
import { lock } from "./lock.ts";
import { real } from "../kit/wire.ts";
import { useClock } from "../kit/waiting.ts";
import { session } from "../kit/check_context.ts";

// A submission reaches these, and so those of its peers, through any of its sockets.
if (session.judged) {
  for (
    const { prototype } of [TcpConn, Object.getPrototypeOf(TcpConn), Listener]
  ) lock(prototype, true);
}

let network: Network | undefined;
let restore = () => {};

/**
 * Begins a check on a new network.
 *
 * @param seed Decides sizes, delays and orders.
 * @param profile How hostile the network is.
 */
export async function beginModel(
  seed: number,
  profile: ProfileName,
): Promise<void> {
  // Loading node:net takes longer than most checks.
  const node = session.usesNodeSockets && await import("./refuse_node.ts");
  const model = createNetwork({
    seed,
    profile,
    allowNet: ["127.0.0.1", "[::1]"],
  });
  const { kernel, reset } = session;
  const { travelMs, lookMs, lingerMs, stall } = PROFILES[profile];
  const calls = { ...real };
  const restoreClock = model.installClock();
  const restoreNode = node ? node.refuseNodeSockets() : () => {};
  // Not by a global call: a check may put something round those.
  const { set } = timeInUse();
  useClock({
    setTimeout: (run, ms) => void set(false, run, ms, []),
    travelMs: travelMs[1],
    // Loopback is at rest when everything that is ready has happened.
    arrivalMs: profile === "kind"
      ? 0
      : travelMs[1] + lookMs[1] + lingerMs[1] + stall.ms[1],
    pass: (ms, signal) => model.pass(ms, signal),
  });
  Object.assign(real, { listen: model.listen, connect: model.connect });
  session.kernel = model;
  session.reset = (conn) => model.reset(conn);
  network = model;
  session.onNetwork?.(model);
  restore = () => {
    Object.assign(real, calls);
    Object.assign(session, { kernel, reset });
    restoreNode();
    restoreClock();
    useClock();
  };
}

/**
 * Ends the check: real sockets and the real clock again, nothing stays open.
 *
 * @param isUnfinished Whether a part of the submission is not written: then its
 * listeners stay, as on real sockets.
 */
export function endModel(isUnfinished = false): void {
  restore();
  restore = () => {};
  if (!isUnfinished) network?.close();
  network = undefined;
}
