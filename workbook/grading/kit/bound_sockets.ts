/**
 * Sockets that are bound, as rows of a table: a new one, and those that have a
 * port already.
 *
 * @module
 */
import { TCP_STATES, type TcpState } from "../../tcp/mod.ts";
import { pattern } from "../../pattern.ts";
import type { ValuesOptions } from "./values.ts";

/** A socket with a local address, and what was set before `bind()`. */
interface BoundSocket {
  hostname: string;
  port: number;
  reuseAddr: boolean;
  reusePort: boolean;
}

/** A socket that has a port. */
interface OldSocket extends BoundSocket {
  state: TcpState;
}

/** A socket that is to be bound, and those that have a port. */
interface Scenario {
  wanted: BoundSocket;
  existing: OldSocket[];
}

const HERE = "127.0.0.1";
const OTHER = "127.0.0.2";
const ANY = "0.0.0.0";

const SOCKET = pattern(
  /^(?:([\d.]+):)?(\d+)( reuseAddr)?( reusePort)?$/,
);

/** A socket as a row writes it: `80`, `0.0.0.0:80 reuseAddr reusePort`. */
function socketOf(text: string): BoundSocket {
  const [, hostname = HERE, port, reuseAddr, reusePort] = text.match(SOCKET) ??
    [];
  if (!port) throw new RangeError(`"${text}" is no socket; write LISTEN 80`);
  return {
    hostname,
    port: Number(port),
    reuseAddr: reuseAddr !== undefined,
    reusePort: reusePort !== undefined,
  };
}

/** One that has a port, behind its state: `TIME_WAIT 80 reuseAddr`. */
function oldSocketOf(text: string): OldSocket {
  const state = TCP_STATES.find((each) => text.startsWith(`${each} `));
  if (!state) throw new RangeError(`"${text}" has no state; write LISTEN 80`);
  return { ...socketOf(text.slice(state.length + 1)), state };
}

const STATES = "LISTEN ESTABLISHED FIN_WAIT_2 CLOSE_WAIT TIME_WAIT".split(" ");
const OPTIONS = ["", " reusePort", " reuseAddr", " reuseAddr reusePort"];
const ADDRESSES = [
  [HERE, HERE],
  [ANY, ANY],
  [HERE, OTHER],
  [ANY, HERE],
  [HERE, ANY],
];

/** Every pair of an old and a new socket that tools/interop/bind_table.c asks Linux about: 400. */
function* allPairs(): Generator<[old: OldSocket, wanted: BoundSocket]> {
  let port = 2_000;
  for (const state of STATES) {
    for (const [oldHost, newHost] of ADDRESSES) {
      port += 97;
      for (const ofOld of OPTIONS) {
        const old = oldSocketOf(`${state} ${oldHost}:${port}${ofOld}`);
        for (const ofNew of OPTIONS) {
          yield [old, socketOf(`${newHost}:${port}${ofNew}`)];
        }
      }
    }
  }
}

/** What a line may say of a pair. */
const KINDS: Record<string, (old: OldSocket, wanted: BoundSocket) => boolean> =
  {
    "the same address": (old, wanted) => old.hostname === wanted.hostname,
    "127.0.0.1 and 127.0.0.2": (_, wanted) => wanted.hostname === OTHER,
    "127.0.0.1 and 0.0.0.0": (old, wanted) =>
      old.hostname !== wanted.hostname &&
      [old.hostname, wanted.hostname].includes(ANY),
    "LISTEN": ({ state }) => state === "LISTEN",
    "other states": ({ state }) => state !== "LISTEN",
    "both reuseAddr": (old, wanted) => old.reuseAddr && wanted.reuseAddr,
    "not both reuseAddr": (old, wanted) => !(old.reuseAddr && wanted.reuseAddr),
    "both reusePort": (old, wanted) => old.reusePort && wanted.reusePort,
    "not both reusePort": (old, wanted) => !(old.reusePort && wanted.reusePort),
  };

/** The pairs of which all of a line is true. */
function pairsOf(text: string): Array<[Scenario]> {
  const kinds = text.split(", ").map((kind) => {
    if (KINDS[kind]) return KINDS[kind];
    throw new RangeError(`nothing is called "${kind}"`);
  });
  return [...allPairs()]
    .filter((pair) => kinds.every((isTrue) => isTrue(...pair)))
    .map(([old, wanted]) => [{ wanted, existing: [old] }]);
}

/** The wanted socket, then those that exist. */
function scenarioOf(text: string): [Scenario] {
  const [wanted, ...existing] = text.split(", ");
  return [{ wanted: socketOf(wanted), existing: existing.map(oldSocketOf) }];
}

/**
 * Inputs of `values()` for a function that says whether a socket may be bound. A
 * row is the wanted socket, then those that exist: `0.0.0.0:80 reuseAddr, LISTEN
 * 80, TIME_WAIT 127.0.0.2:80 reusePort`. Or it is every pair of an old and a new
 * socket, in five states, with all options of both, of which some things are
 * true: `every pair of the same address, LISTEN, not both reusePort`.
 */
export const BOUND_SOCKETS: NonNullable<
  ValuesOptions<[Scenario], never>["inputs"]
> = {
  "every pair of …": pairsOf,
  "…": (text) => [scenarioOf(text)],
};
