import { formatEndpoint } from "../endpoint.ts";
import type { SocketRow } from "../kernel/mod.ts";
import type { AcceptQueue } from "./accept_queue.ts";
import { Clock } from "./clock.ts";
import { TcpConn } from "./conn.ts";
import { Descriptor } from "./descriptor.ts";
import type { End } from "./end.ts";
import { osError } from "./errors.ts";
import { installClock } from "./install_clock.ts";
import { installSockets } from "./install_sockets.ts";
import type { Network, NetworkOptions } from "./interface.ts";
import { Kernel } from "./kernel.ts";
import { type OpenSocket, placeIn } from "./leaks.ts";
import { Listener } from "./listener.ts";
import {
  observedTimers,
  type Observer,
  tellCall,
  telling,
  type Watched,
} from "./observer.ts";
import { readConnect, readListen } from "./options.ts";
import { Pace } from "./pace.ts";
import { type Profile, PROFILES } from "./profiles.ts";
import { Random } from "./random.ts";

/** How long one reading of the socket table takes, in virtual milliseconds. */
const ROWS_MS = 1;

/** How many events are honest work while time passes: those of 10 ms each for some minutes, or of a second each for hours. */
const PASSED_EVENTS = 40_000;

/** What is kept of an open socket: enough to close it and to report it. */
interface Held {
  at: Error;
  kind: OpenSocket["kind"];
  end?: End;
  queue?: AcceptQueue;
  close(): void;
}

/**
 * Makes a loopback network in memory, without any socket.
 *
 * @param options Seed, profile and permissions.
 */
export function createNetwork(options: NetworkOptions): Network {
  return new ModelNetwork(options);
}

class ModelNetwork implements Network {
  readonly seed: number;
  readonly profile: Profile;
  readonly #allowed: readonly string[] | undefined;
  readonly #clock = new Clock();
  readonly #kernel: Kernel;
  readonly #pace: Pace;
  readonly #watched: Watched = {};
  #held = new Map<object, Held>();
  #descriptors = new WeakMap<object, Descriptor>();

  constructor(
    { seed, profile = "kind", allowNet, onSegment }: NetworkOptions,
  ) {
    this.seed = seed;
    this.profile = typeof profile === "string" ? PROFILES[profile] : profile;
    this.#allowed = allowNet;
    const random = new Random(seed);
    const { profile: treats } = this;
    this.#kernel = new Kernel(
      this.#clock,
      random,
      treats,
      this.#watched,
      onSegment,
    );
    this.#pace = new Pace(this.#clock, random, treats, this.#watched);
  }

  get now(): number {
    return this.#clock.now;
  }

  listen = (options: Deno.ListenOptions): Deno.TcpListener => {
    const { hostname, port, backlog } = readListen(options, this.#allowed);
    const asked = formatEndpoint({ hostname, port });
    const told = tellCall(this.#watched, "listen", { asked });
    const queue = telling(
      told,
      () => this.#kernel.listen({ hostname, port }, backlog),
    );
    const listener: Listener = new Listener({
      pace: this.#pace,
      take: (queue) => this.#kernel.accept(queue),
      open: (end, at) => this.#openConn(end, at),
      forget: (listener) => this.#held.delete(listener),
      close: (queue) => this.#kernel.closeListener(queue),
    }, queue);
    const close = () => listener.close();
    this.#held.set(listener, {
      at: new Error(),
      kind: "listener",
      queue,
      close,
    });
    return listener;
  };

  connect = async (options: Deno.ConnectOptions): Promise<Deno.TcpConn> => {
    const at = new Error();
    const request = readConnect(options, this.#allowed);
    const { source, destination: hostname, port, signal } = request;
    const asked = formatEndpoint({ hostname, port });
    const told = tellCall(this.#watched, "connect", { asked, at });
    const end = this.#kernel.connect(source, { hostname, port });
    // The runtime looks in a later turn what became of it.
    const calls = this.#pace.calls({ later: true });
    end.onChange = () => calls.poke();
    const abandon = () => {
      // Nothing is left to abandon once there is a connection.
      if (calls.pending === 0) return;
      end.onChange = () => {};
      calls.fail(() => signal!.reason);
      end.shutdown();
      end.release();
    };
    signal?.addEventListener("abort", abandon);
    try {
      return await calls.submit<TcpConn>(() => {
        const error = dialled(end);
        if (error === "waits") return;
        return error ? { error } : { value: this.#openConn(end, at) };
      }, { told });
    } finally {
      signal?.removeEventListener("abort", abandon);
    }
  };

  #openConn(end: End, at: Error): TcpConn {
    const descriptor = new Descriptor(
      end,
      this.#pace,
      () => this.#held.delete(conn),
    );
    const conn: TcpConn = new TcpConn(descriptor);
    this.#descriptors.set(conn, descriptor);
    const close = () => descriptor.close();
    this.#held.set(conn, { at, kind: "connection", end, close });
    return conn;
  }

  rows(): Promise<SocketRow[]> {
    return new Promise((resolve) =>
      this.#clock.schedule(ROWS_MS, () => {
        this.#clock.wake();
        resolve(this.#kernel.rows());
      })
    );
  }

  reset(conn: Deno.Conn): void {
    const descriptor = this.#descriptors.get(conn);
    if (descriptor === undefined) {
      throw new TypeError(
        "Cannot reset a connection of another network: pass one that this network opened",
      );
    }
    descriptor.reset();
  }

  isOpen(conn: Deno.Conn): boolean {
    return this.#descriptors.get(conn)?.isOpen ?? false;
  }

  open(): OpenSocket[] {
    return Array.from(this.#held.values(), ({ at, kind, end, queue }) => {
      const stack = at.stack ?? "";
      const { local, remote } = end ??
        { local: queue!.local, remote: undefined };
      return { kind, local, remote, where: placeIn(stack), stack };
    });
  }

  close(): OpenSocket[] {
    const open = this.open();
    for (const { close } of [...this.#held.values()]) close();
    return open;
  }

  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }

  pass(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#clock.pass(ms, PASSED_EVENTS, signal);
  }

  observe(observer: Observer): () => void {
    this.#watched.observer = observer;
    return () => {
      if (this.#watched.observer === observer) {
        this.#watched.observer = undefined;
      }
    };
  }

  installClock(): () => void {
    return installClock(observedTimers(this.#clock, this.#watched));
  }

  installSockets(): () => void {
    return installSockets(this);
  }
}

/** How dialling ended, if it has: well, or with an error. */
function dialled(end: End): Error | undefined | "waits" {
  if (end.state === "SYN_SENT" || end.state === "SYN_RCVD") return "waits";
  if (end.error === undefined) return;
  const { error } = end;
  end.error = undefined;
  end.owned = false;
  return osError(error);
}
