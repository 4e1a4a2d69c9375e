/**
 * Judging on the model network: it takes the place of the real sockets and of
 * the real clock, for the answer, for its peers and for the kernel's table.
 *
 * @module
 */
import {
  createNetwork,
  type Network,
  type ProfileName,
} from "../network/mod.ts";
import { real } from "./real_sockets.ts";
import { useTimer } from "./patience.ts";
import { session } from "./session.ts";

let network: Network | undefined;
let restoreClock = () => {};

/** The network of the check that runs, or `undefined` on real sockets. */
export function modelNetwork(): Network | undefined {
  return network;
}

/** Puts the model network in the place of the real calls, for this process. */
export function useModel(): void {
  const current = () => {
    if (network) return network;
    throw new Error("Cannot use the model network outside of a check");
  };
  Object.assign(real, {
    listen: (options: Deno.TcpListenOptions) => current().listen(options),
    connect: (options: Deno.ConnectOptions) => current().connect(options),
  });
  session.kernel = { rows: () => current().rows() };
  session.reset = (conn) => current().reset(conn);
}

/**
 * Begins a check on a network of its own.
 *
 * @param seed Decides sizes, delays and orders.
 * @param profile How hostile the network is.
 */
export function beginModel(seed: number, profile: ProfileName): void {
  network = createNetwork({
    seed,
    profile,
    allowNet: ["127.0.0.1", "[::1]"],
  });
  restoreClock = network.installClock();
  useTimer(globalThis.setTimeout);
}

/** Ends the check: the clock is the real one again, nothing stays open. */
export function endModel(): void {
  restoreClock();
  useTimer(globalThis.setTimeout);
  network?.close();
  network = undefined;
}
