import type { AcceptQueue } from "./accept_queue.ts";
import { netAddr } from "./address.ts";
import type { Calls } from "./calls.ts";
import type { TcpConn } from "./conn.ts";
import type { End } from "./end.ts";
import { badResource, busy, osError } from "./errors.ts";
import { tellCall } from "./observer.ts";
import type { Pace } from "./pace.ts";

/** What a listener asks of the network that made it. */
export interface ListenerHost {
  readonly pace: Pace;
  /** accept(2). */
  take(queue: AcceptQueue): End | undefined;
  /** Makes a connection of what was accepted. `at` tells where in the program. */
  open(end: End, at: Error): TcpConn;
  /** The program has closed it. */
  forget(listener: Listener): void;
  /** close(2). */
  close(queue: AcceptQueue): void;
}

/** A listener of the model network, with the surface of `Deno.TcpListener`. */
export class Listener implements Deno.TcpListener {
  readonly #host: ListenerHost;
  readonly #queue: AcceptQueue;
  readonly #addr: Deno.NetAddr;
  readonly #accepts: Calls;
  #open = true;

  constructor(host: ListenerHost, queue: AcceptQueue) {
    this.#host = host;
    this.#queue = queue;
    this.#addr = netAddr(queue.local);
    this.#accepts = host.pace.calls({
      readiness: () => queue.length > 0 ? "ready" : "none",
    });
    queue.onReady = () => this.#accepts.poke();
  }

  /** The address and port it listens on. */
  get addr(): Deno.NetAddr {
    return this.#addr;
  }

  /** Takes the next connection from the accept queue. One call at a time. */
  async accept(): Promise<TcpConn> {
    return await this.#accept();
  }

  #accept(): Promise<TcpConn> {
    if (!this.#open) {
      return Promise.reject(badResource("Listener has been closed"));
    }
    if (this.#accepts.pending > 0) return Promise.reject(busy());
    const at = new Error();
    const about = { socket: this.#queue, at };
    const told = tellCall(this.#host.pace.watched, "accept", about);
    return this.#accepts.submit<TcpConn>(() => {
      const end = this.#host.take(this.#queue);
      if (end === undefined) return;
      // Reset while it waited in the queue: Deno asks for its peer's address, and there is none.
      if (end.state === "CLOSED") return { error: osError("ENOTCONN") };
      return { value: this.#host.open(end, at) };
    }, { told });
  }

  /** The next step of `for await`: a closed listener ends the loop, any other failure is thrown. */
  async next(): Promise<IteratorResult<TcpConn, undefined>> {
    try {
      return { value: await this.accept(), done: false };
    } catch (error) {
      const closed = error instanceof Deno.errors.BadResource ||
        error instanceof Deno.errors.Interrupted;
      if (!closed) throw error;
      return { value: undefined, done: true };
    }
  }

  /** Ends a `for await` loop that is left early: closes the listener. */
  return(value?: unknown): Promise<IteratorReturnResult<undefined>> {
    this.close();
    return Promise.resolve({ value: value as undefined, done: true });
  }

  /** Closes the listener; connections in its queue are reset. */
  close(): void {
    if (!this.#open) throw badResource();
    const { pace } = this.#host;
    const told = tellCall(pace.watched, "close", { socket: this.#queue });
    this.#open = false;
    this.#queue.onReady = () => {};
    this.#host.forget(this);
    const close = () => this.#host.close(this.#queue);
    if (this.#accepts.pending > 0) {
      // The accept that waits holds the socket, and so its port, until it has learnt of the close.
      pace.release(close);
      this.#accepts.fail(() => badResource("Listener has been closed"));
    } else close();
    told?.({ value: undefined });
  }

  /** Does nothing here: a call that waits does not keep the process alive. */
  ref(): void {}

  /** Does nothing here. */
  unref(): void {}

  /** Closes the listener if it is open. */
  [Symbol.dispose](): void {
    if (this.#open) this.close();
  }

  /** The listener itself. */
  [Symbol.asyncIterator](): AsyncIterableIterator<TcpConn> {
    return this;
  }
}
