/**
 * What a scene is played on: connections of which the caller of the submission
 * holds one end, and a scripted peer the other.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import type { Endpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { CallPeers } from "./call_peers.ts";
import { note } from "./check_context.ts";
import type { Action, Fact } from "./exchange.ts";
import { equal, expect, show } from "./expect.ts";
import { limitReads, limitWrites } from "./limited_conn.ts";
import { type Meter, meter } from "./metered_conn.ts";
import { toBytes } from "./payload.ts";
import { sameBytes } from "./same_bytes.ts";
import type { Peer } from "./peer.ts";
import { eventually, settle, within } from "./waiting.ts";
import { expectTimers, limitTimers, watchTimers } from "./watch_timers.ts";
import { isOpenConn, writeAll } from "./wire.ts";
import { pattern } from "../../pattern.ts";

/** The two ends of one connection. */
interface Ends {
  conn: Deno.TcpConn;
  peer: Peer;
  /** What `conn` takes, once somebody has asked for it. */
  meter?: Meter;
  /** How many bytes the reads of `conn` have given, if they are counted. */
  read?: () => number;
}

/** Counts the bytes that the reads of a connection give. */
function countReads(conn: Deno.Conn): () => number {
  const { read } = conn;
  let given = 0;
  Object.defineProperty(conn, "read", {
    value: async (buffer: Uint8Array) => {
      const n = await read.call(conn, buffer);
      given += n ?? 0;
      return n;
    },
  });
  return () => given;
}

/** `conn 2` is the other end of `peer 2`. */
const peerOf = (conn: string): string => conn.replace("conn", "peer");

/** The connections of one scene, made when they are first named. */
export class Stage {
  /** The call that was made last, as a learner would write it. */
  did = "";
  /** Names of peers that reset their connection. */
  resets: ReadonlySet<string> = new Set();
  /** Whether what is read from connections is counted, and what is written. */
  countsReads = false;
  countsWrites = false;
  /** Whether connections are made by their submission's end, all to one port. */
  #connects = false;
  /** Who speaks in a script. */
  readonly connected = new Map<string, Peer>();
  readonly #peers: CallPeers;
  readonly #ends = new Map<string, Ends>();
  #timers: (() => number) | undefined;

  private constructor(peers: CallPeers) {
    this.#peers = peers;
  }

  /**
   * Sets a stage.
   *
   * @param options.hostname The address of those who listen.
   * @param options.listens Peers that listen.
   * @param options.resets Those of them who reset their connection.
   */
  static async open(
    { hostname = "127.0.0.1", listens = [], resets = new Set<string>() }: {
      hostname?: string;
      listens?: readonly string[];
      resets?: Set<string>;
    } = {},
  ): Promise<Stage> {
    return new Stage(
      await CallPeers.open({ did: "", listens, hands: [], hostname, resets }),
    );
  }

  /** Where the peers listen, by their names. */
  get endpoints(): Record<string, Endpoint> {
    return this.#peers.endpoints;
  }

  /** From now on `conn` is a connection that a call gave. */
  take(conn: Deno.TcpConn): void {
    this.#ends.set("conn", {
      conn,
      get peer(): never {
        throw new Error("a call gave conn: its other end has another name");
      },
    });
  }

  /** What is open, in words. */
  whatIsOpen(): string | undefined {
    return this.#peers.whatIsOpen();
  }

  /** The connection of a name, `conn` or `conn 2`. */
  async ends(name = "conn"): Promise<Ends> {
    const known = this.#ends.get(name);
    if (known) return known;
    const who = peerOf(name);
    const canReset = this.resets.has(who);
    const { conn, peer } = await this.#peers.hand(who, name, {
      canReset,
      connects: this.#connects,
    });
    const ends: Ends = { conn, peer };
    if (this.countsWrites) ends.meter = meter(conn);
    if (this.countsReads) ends.read = countReads(conn);
    this.#ends.set(name, ends);
    this.connected.set(who, peer);
    return ends;
  }

  /** A peer by its name: the other end of its connection, or the next that connects to it. */
  async peer(who = "peer"): Promise<Peer> {
    if (!pattern(/^peer\b/).test(who)) return await this.#peers.accept(who);
    return (await this.ends(who.replace("peer", "conn"))).peer;
  }

  /** What a connection of the stage takes; from now on it is counted. */
  meterOf(conn: Deno.Conn): Meter {
    const ends = [...this.#ends.values()].find((each) => each.conn === conn)!;
    return ends.meter ??= meter(ends.conn);
  }

  async #meter(): Promise<Meter> {
    return this.meterOf((await this.ends()).conn);
  }

  /** Counts the timers that are set from now on. */
  watchTimers(): void {
    this.#timers ??= watchTimers();
  }

  /** What every scene may compare. */
  readonly facts: Record<string, Fact> = {
    conn: ([due]) => this.#expectConn(due),
    open: ([count]) => this.#peers.expectOpen(Number(count), this.did),
    timers: ([due]) => expectTimers(this.#timers!, Number(due), this.did),
    read: async ([count]) => {
      const { read } = await this.ends();
      await eventually(() => read!() === Number(count), LIMITS.replyMs, () => ({
        cause: "never-ended",
        did: this.did,
        what: `bytes that were read so far: ${read!()}`,
        expected: `${count}: conn.read() again, until the stream has ended`,
      }));
    },
    taken: async ([count]) => {
      const { taken } = await this.#meter();
      equal(taken, Number(count), { did: `${this.did}, bytes taken so far` });
    },
    "held back": async () => {
      const { isHeldBack, writes } = await this.#meter();
      const sizes = writes.slice(0, 8).join(", ");
      expect(!isHeldBack, {
        cause: "too-slow",
        did: this.did,
        what: `${writes.length} writes of ${sizes}${
          writes.length > 8 ? ", …" : ""
        } bytes, and no setNoDelay(true)`,
        expected:
          "no write waits for the acknowledgment of another; here the second one does, about 40 ms",
      });
    },
  };

  /** What the caller of the submission does, and what happens to its connection. */
  readonly actions: Record<string, Action> = {
    "every conn leads to one port": () => {
      note("every conn is connected to the same port");
      this.#connects = true;
    },
    "conn sends …": async (text: unknown) => await this.#send(text),
    "conn closes": async () => {
      note("conn.close()");
      const { conn } = await this.ends();
      // A stream of it may have closed it.
      if (isOpenConn(conn)) conn.close();
    },
    "conn reads N bytes": async (length: number) => {
      const { conn } = await this.ends();
      for (let left = length; left > 0;) {
        const n = await conn.read(new Uint8Array(left));
        if (n === null) {
          throw new Error(`${left} of ${counted(length, "byte")} never came`);
        }
        left -= n;
      }
      note(`the caller reads ${counted(length, "byte")}`);
    },
    "conn reads …": async (text: unknown) => await this.#read(text),
    "every read fails with …": async (error: Error) => {
      note(`every read() of conn fails with ${error.name}`);
      Object.defineProperty((await this.ends()).conn, "read", {
        value: () => Promise.reject(error),
      });
    },
    "each read gives N bytes": async (most: number) => {
      note(`each conn.read() gives ${counted(most, "byte")} at most`);
      limitReads((await this.ends()).conn, most);
    },
    "each write takes N bytes": async (most: number) => {
      note(`each conn.write() takes ${counted(most, "byte")} at most`);
      limitWrites((await this.ends()).conn, most);
    },
    "conn has room for N bytes": async (room: number) => {
      note(`conn has room for ${counted(room, "byte")}: then write() waits`);
      (await this.#meter()).limit(room);
      await settle();
    },
    "conn gets room for …": async (...sizes: unknown[]) => {
      for (const bytes of sizes.flat().map(Number)) {
        note(`the peer reads: room for ${counted(bytes, "byte")} more`);
        (await this.#meter()).allow(bytes);
        await settle();
      }
    },
    "conn breaks": async () => {
      note("from now on conn.write() fails with BrokenPipe");
      (await this.#meter()).fail(
        new Deno.errors.BrokenPipe("Broken pipe (os error 32)"),
      );
      await settle();
    },
    "a timer of more than N ms rings at once": limitTimers,
  };

  async #send(text: unknown): Promise<void> {
    const { conn } = await this.ends();
    note(`conn.write(${show(text)})`);
    try {
      await writeAll(conn, toBytes(text));
    } catch (error) {
      throw new Wrong({
        cause: "closed-early",
        did: `${this.did}, then the caller writes to conn`,
        what: `the write failed: ${(error as Error).name}`,
        expected: "both directions of conn stay open",
      });
    }
  }

  /** Lets the caller read so many bytes, which must be these. */
  async #read(text: unknown): Promise<void> {
    const { conn } = await this.ends();
    const due = toBytes(text);
    const came = new Uint8Array(due.length);
    let at = 0;
    const did = `${this.did}, then the caller reads from conn`;
    try {
      const reading = async () => {
        while (at < due.length) {
          const n = await conn.read(came.subarray(at));
          if (n === null) return;
          at += n;
        }
      };
      await within(reading(), LIMITS.replyMs, () => ({
        cause: "no-reply",
        did,
        expected: due,
        came: at > 0 ? came.subarray(0, at) : "nothing",
      }));
    } catch (error) {
      if (error instanceof Wrong) throw error;
      throw new Wrong({
        cause: "closed-early",
        did,
        what: `the read failed: ${(error as Error).name}`,
        expected: "both directions of conn stay open",
      });
    }
    note(`conn.read() gives ${show(new TextDecoder().decode(came))}`);
    sameBytes(came.subarray(0, at), due, { did, cause: "closed-early" });
  }

  async #expectConn(due: string): Promise<void> {
    const came = isOpenConn((await this.ends()).conn) ? "open" : "closed";
    expect(came === due, {
      cause: due === "open" ? "closed-early" : "leak",
      did: this.did,
      what: `conn is ${came}`,
      expected: due === "open"
        ? "conn stays open: the caller closes it"
        : `conn is ${due}`,
    });
  }
}
