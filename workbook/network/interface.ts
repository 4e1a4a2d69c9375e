import type { SocketRow, SocketTableSource } from "../kernel/mod.ts";
import type { SegmentListener } from "./kernel.ts";
import type { OpenSocket } from "./leaks.ts";
import type { Observer } from "./observer.ts";
import type { Profile, ProfileName } from "./profiles.ts";

/** How to make a network. */
export interface NetworkOptions {
  /** Decides every size, delay and order. The same seed gives the same run. */
  seed: number;
  /** How hostile the network is: a name of {@linkcode PROFILES}, or a profile. Default `kind`. */
  profile?: ProfileName | Profile;
  /** Hosts a program may use, as after `--allow-net=`: `["127.0.0.1", "[::1]"]`. Default: all. */
  allowNet?: readonly string[];
  /** Told of each segment as it arrives: for a transcript. */
  onSegment?: SegmentListener;
}

/** A loopback network in memory. */
export interface Network extends SocketTableSource {
  /** The seed it was made with. */
  readonly seed: number;
  /** The profile it was made with. */
  readonly profile: Profile;
  /** Virtual time in milliseconds, from 0 on. */
  readonly now: number;
  /** Stands in for `Deno.listen`. */
  listen(
    options: Deno.TcpListenOptions & { transport?: "tcp" },
  ): Deno.TcpListener;
  /** Stands in for `Deno.connect`. */
  connect(options: Deno.ConnectOptions): Promise<Deno.TcpConn>;
  /** The socket table now, in the form of the kernel's. */
  rows(): Promise<SocketRow[]>;
  /**
   * Closes a connection with a reset: for scripted peers. The connection is
   * closed for its program, as after `close()`.
   *
   * @throws {TypeError} If it is not of this network.
   * @throws {Deno.errors.BadResource} If it is closed.
   */
  reset(conn: Deno.Conn): void;
  /** Whether a program has not closed a connection. `false` for one of another network. */
  isOpen(conn: Deno.Conn): boolean;
  /** What programs have opened and not closed, oldest first, with the line that opened it. */
  open(): OpenSocket[];
  /** Closes everything, and tells what was open. */
  close(): OpenSocket[];
  /** Waits in virtual time: no real time passes. */
  advance(ms: number): Promise<void>;
  /**
   * As {@linkcode advance}, but it leaps to the end when timers ring too often on
   * the way: so an hour costs less than a second, whatever a program does.
   *
   * @param signal Ends it early.
   */
  pass(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Lets somebody see everything that happens from now on: for a recording.
   *
   * @returns Ends it.
   */
  observe(observer: Observer): () => void;
  /**
   * Replaces the global timers and clocks by the virtual clock.
   *
   * @returns Puts the real ones back; calling it again does nothing.
   */
  installClock(): () => void;
  /**
   * Puts `listen` and `connect` in the place of `Deno.listen` and
   * `Deno.connect`. What else of `Deno` opens a socket throws meanwhile.
   *
   * @returns Puts the real ones back; calling it again does nothing.
   */
  installSockets(): () => void;
}
