/**
 * The peers of a call: servers that it may connect to, connections that it is
 * given, and what of them is open.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { type Host, host } from "./host.ts";
import { countOpen } from "./open_sockets.ts";
import { type Pair, pair } from "./pair.ts";
import type { Peer } from "./peer.ts";
import { reachAs } from "./stand_ins.ts";
import { eventually } from "./waiting.ts";
import { pattern } from "../../pattern.ts";

/** Which peers a call has. */
export interface CallPeersOptions {
  /** The call as a learner would write it: `relay(a, b)`. */
  did: string;
  /** Peers that listen. */
  listens: readonly string[];
  /** Peers that are connected already. */
  hands: readonly string[];
  /** The address of the servers. */
  hostname: string;
  /** Names of those who reset their connection. */
  resets: Set<string>;
  /** Where the servers are, for the call: under another endpoint, or nobody listens. */
  at?: Endpoint | "nobody";
}

/** The peers of one call. */
export class CallPeers {
  readonly #did: string;
  readonly #hosts = new Map<string, Host>();
  readonly #pairs = new Map<string, Pair>();
  /** How the submission calls the connections that it was given, by the names of their peers. */
  readonly #parameters: Map<string, string>;

  private constructor({ did, listens, hands }: CallPeersOptions) {
    this.#did = did;
    const parameters =
      did.match(pattern(/^\w+\(([^()]*)\)$/))?.[1].split(", ") ?? [];
    this.#parameters = new Map(
      hands.map((name, i) => [name, parameters[listens.length + i] ?? name]),
    );
  }

  /** Lets the peers be there. */
  static async open(options: CallPeersOptions): Promise<CallPeers> {
    const peers = new CallPeers(options);
    const { listens, hands, hostname, resets, at } = options;
    const canReset = (name: string) =>
      [...resets].some((each) => each === name || each.startsWith(`${name} `));
    for (const name of listens) {
      const one = await host({ hostname, name, canReset: canReset(name) });
      if (at === "nobody") one.close();
      else if (at) reachAs(at, one.endpoint);
      const endpoint = at === "nobody" ? one.endpoint : at ?? one.endpoint;
      peers.#hosts.set(name, { ...one, endpoint });
    }
    for (const name of hands) {
      const one = await pair({ name, hostname, canReset: canReset(name) });
      peers.#pairs.set(name, one);
    }
    return peers;
  }

  /** One more connection that calls may be given, under the name `parameter`. */
  async hand(
    name: string,
    parameter: string,
    options: { canReset: boolean; connects: boolean },
  ): Promise<Pair> {
    const one = await pair({ name, ...options });
    this.#pairs.set(name, one);
    this.#parameters.set(name, parameter);
    return one;
  }

  /** Where the peers listen, by their names. */
  get endpoints(): Record<string, Endpoint> {
    return Object.fromEntries(
      [...this.#hosts].map(([name, { endpoint }]) => [name, endpoint]),
    );
  }

  /** What the call is given. */
  get given(): Record<string, Endpoint | Deno.TcpConn> {
    return {
      ...this.endpoints,
      ...Object.fromEntries(
        [...this.#pairs].map(([name, { conn }]) => [name, conn]),
      ),
    };
  }

  /** Peers that are connected from the beginning, by their names. */
  get connected(): Map<string, Peer> {
    return new Map(
      [...this.#pairs].map(([name, { peer }]) => [name, peer]),
    );
  }

  /** The next connection to a server: `server 2` is the second to `server`, or a server of that name. */
  async accept(name: string): Promise<Peer> {
    const listening = this.#hosts.get(name) ??
      this.#hosts.get(name.replace(pattern(/ \d+$/), ""));
    return await listening!.accept();
  }

  /** How many of the connections that it was given are open. */
  #countGiven(): number {
    return [...this.#pairs.values()].filter(({ isClosed }) => !isClosed())
      .length;
  }

  /** Where its servers listen, in words. */
  whereTheyListen(): string | undefined {
    const places = [...this.#hosts].map(([name, { endpoint }]) =>
      `${formatEndpoint(endpoint)}, where ${name} listens`
    );
    return places.join(", or ") || undefined;
  }

  /** The connections that the call was given, or made, and that are open. */
  whatIsOpen(): string | undefined {
    const open = [...this.#pairs].flatMap(([name, { isClosed }]) =>
      isClosed() ? [] : [this.#parameters.get(name) ?? name]
    );
    const own = countOpen();
    if (own > 0) open.push(counted(own, "socket"));
    return open.length > 0 ? open.join(" and ") : undefined;
  }

  /** Expects that this many connections are open soon: those of `all`, by default its own. */
  async expectOpen(
    count: number,
    did = this.#did,
    all: readonly CallPeers[] = [this],
  ): Promise<void> {
    const open = () =>
      all.reduce((sum, each) => sum + each.#countGiven(), countOpen());
    await eventually(() => open() === count, LIMITS.replyMs, () => ({
      cause: "leak",
      did,
      what: `still open: ${
        all.flatMap((each) => each.whatIsOpen() ?? []).join(" and ") ||
        "nothing"
      }`,
      expected: count === 0
        ? "close() on every path; closeWrite() frees nothing"
        : `${count} open`,
    }));
  }
}
