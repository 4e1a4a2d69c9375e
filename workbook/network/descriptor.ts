import type { Calls, Outcome } from "./calls.ts";
import type { End } from "./end.ts";
import { badResource, type Errno, osError, unsupported } from "./errors.ts";
import { tellCall } from "./observer.ts";
import type { Pace } from "./pace.ts";

/** A number or an error of the kernel as the outcome of a call. */
function outcomeOf<T extends number | null>(
  result: T | Errno | undefined,
): Outcome<T> | undefined {
  if (result === undefined) return;
  return typeof result === "string"
    ? { error: osError(result) }
    : { value: result };
}

/**
 * The bytes of an array, behind one without methods of a class of its own: the
 * `slice()` of a `Buffer` copies nothing.
 *
 * @throws {TypeError} What Deno says of anything that is not an array of bytes.
 */
function plain(bytes: Uint8Array): Uint8Array {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError("expected typed ArrayBufferView");
  }
  const { buffer, byteOffset, length } = bytes;
  return length === 0
    ? new Uint8Array()
    : new Uint8Array(buffer, byteOffset, length);
}

/** A buffer that was detached or made shorter while a call waited: Deno keeps its memory, the model cannot. */
function shortened(bytes: Uint8Array, length: number) {
  if (bytes.length >= length) return;
  return {
    error: unsupported(
      "a buffer that was detached while a call waited",
      "keep it until the call is done",
    ),
  };
}

/** What the kernel says to whoever wants to read. */
function readable({ receiving, state }: End): "none" | "ready" | "ended" {
  if (receiving.ended || state === "CLOSED") return "ended";
  return receiving.ready ? "ready" : "none";
}

/**
 * An open connection as the runtime holds it: calls that wait, and what
 * happens to them when it is closed. `TcpConn` and its streams share one.
 */
export class Descriptor {
  readonly end: End;
  readonly #reads: Calls;
  readonly #writes: Calls;
  readonly #pace: Pace;
  readonly #onClose: () => void;
  /** How many bytes the last read has room for. */
  #wanted = 0;
  #open = true;

  constructor(end: End, pace: Pace, onClose: () => void) {
    this.end = end;
    this.#pace = pace;
    this.#onClose = onClose;
    this.#reads = pace.calls({
      lingerMs: () => end.receiving.lingerMs(this.#wanted),
      readiness: () => readable(end),
    });
    // A connection that was dialled is known to be writable: so dialling ended.
    const seen = end.origin === "active";
    this.#writes = pace.calls({
      seen,
      // The kernel tells of room only whoever has met a full buffer.
      concerned: () => end.sending.full || end.state === "CLOSED",
    }, this.#reads);
    end.onChange = () => {
      this.#reads.poke();
      this.#writes.poke();
    };
  }

  /** Whether the program has not closed it. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** @throws {Deno.errors.BadResource} If it is closed. */
  assertOpen(): void {
    if (!this.#open) throw badResource();
  }

  /** Tells the observer of a call. A stream calls for whoever took it, `at`. */
  tell(
    name: string,
    bytes?: Uint8Array,
    at?: Error,
  ): ReturnType<typeof tellCall> {
    return tellCall(this.#pace.watched, name, { socket: this.end, bytes, at });
  }

  #refuse(name: string): Promise<never> {
    const error = badResource();
    this.tell(name)?.({ error });
    return Promise.reject(error);
  }

  /** Reads; `null` at end of stream. */
  read(bytes: Uint8Array, at?: Error): Promise<number | null> {
    if (!this.#open) return this.#refuse("read");
    const target = plain(bytes);
    const { length } = target;
    this.#wanted = length;
    const told = this.tell("read", target, at);
    return this.#reads.submit<number | null>(() => {
      const outcome = shortened(target, length) ??
        outcomeOf(this.end.read(target));
      // The end of the stream, or of the connection, is never used up.
      const { receiving, state } = this.end;
      const drained = !receiving.ready && state !== "CLOSED";
      const filled = outcome && "value" in outcome && outcome.value === length;
      return outcome && { ...outcome, drained, filled };
    }, { told });
  }

  /** Writes as much as there is room for. */
  write(bytes: Uint8Array, at?: Error): Promise<number> {
    if (!this.#open) return this.#refuse("write");
    const data = plain(bytes);
    const { length } = data;
    const told = this.tell("write", data, at);
    return this.#writes.submit<number>(() => {
      const outcome = shortened(data, length) ??
        outcomeOf(this.end.write(data));
      return outcome;
    }, { told });
  }

  /** Ends the sending direction, behind a write that waits. */
  closeWrite(): Promise<void> {
    if (!this.#open) return this.#refuse("closeWrite");
    const told = this.tell("closeWrite");
    return this.#writes.submit<void>(() => {
      this.end.shutdown();
      return { value: undefined };
    }, { atOnce: true, told });
  }

  /**
   * Closes. Deno shuts the sending direction down before it closes the socket:
   * so a FIN goes out even if the kernel resets the connection just after.
   */
  close(at?: Error): void {
    this.assertOpen();
    const told = this.tell("close", undefined, at);
    const close = () => {
      this.end.shutdown();
      this.end.release();
    };
    // A call that waits holds the socket until it has learnt of the close.
    if (this.#reads.pending + this.#writes.pending > 0) {
      this.#pace.release(close);
      this.#shut();
    } else {
      this.#shut();
      close();
    }
    told?.({ value: undefined });
  }

  /** Closes if it is open. */
  tryClose(at?: Error): void {
    if (this.#open) this.close(at);
  }

  /** Closes with a reset, and throws away what was not sent. */
  reset(): void {
    this.assertOpen();
    this.#shut();
    this.end.owned = false;
    this.end.abort();
  }

  #shut(): void {
    this.#open = false;
    this.end.onChange = () => {};
    this.#reads.fail(() => osError("EINTR"));
    this.#writes.fail(() => osError("EINTR"));
    this.#onClose();
  }
}
