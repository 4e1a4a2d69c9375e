import type { Endpoint } from "../endpoint.ts";
import type { AcceptQueue } from "./accept_queue.ts";
import { conflict } from "./address.ts";
import type { End } from "./end.ts";
import { osError } from "./errors.ts";
import type { Random } from "./random.ts";

/** The range of Linux (`ip_local_port_range`). */
const FIRST = 32_768;
const COUNT = 28_232;

/**
 * Whether an address and port can be listened on. Deno sets SO_REUSEADDR for
 * every listener, and so the connections a listener made do not block its
 * port; those of a client do, and in TIME_WAIT as well.
 */
export function isFree(
  local: Endpoint,
  listeners: Iterable<AcceptQueue>,
  ends: Iterable<End>,
): boolean {
  for (const other of listeners) {
    if (
      other.local.port === local.port &&
      conflict(other.local.hostname, local.hostname)
    ) return false;
  }
  for (const end of ends) {
    if (
      end.origin === "active" && end.local.port === local.port &&
      conflict(end.local.hostname, local.hostname)
    ) return false;
  }
  return true;
}

/**
 * Chooses a port. Linux prefers odd ones for listeners and even ones for
 * clients; no program may rely on it.
 *
 * @param parity 0 or 1.
 * @param usable Whether a port will do.
 * @throws {Deno.errors.AddrNotAvailable} If none will do.
 */
export function choosePort(
  random: Random,
  parity: 0 | 1,
  usable: (port: number) => boolean,
): number {
  const half = COUNT / 2;
  const start = random.integer(0, half - 1);
  for (const odd of [parity, 1 - parity]) {
    for (let i = 0; i < half; i++) {
      const port = FIRST + 2 * ((start + i) % half) + odd;
      if (usable(port)) return port;
    }
  }
  throw osError("EADDRNOTAVAIL");
}
