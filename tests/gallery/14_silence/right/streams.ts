/** The reader of each connection, its read that waits, and the rest of a chunk. */
class Inbox {
  static readonly #all = new WeakMap<Deno.Conn, Inbox>();
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #waiting: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  #rest = new Uint8Array();

  static of(conn: Deno.Conn): Inbox {
    let inbox = Inbox.#all.get(conn);
    if (!inbox) Inbox.#all.set(conn, inbox = new Inbox(conn));
    return inbox;
  }

  constructor(conn: Deno.Conn) {
    this.#reader = conn.readable.getReader();
  }

  async take(
    buffer: Uint8Array,
    late: Promise<"timed-out">,
  ): Promise<number | null | "timed-out"> {
    if (this.#rest.length === 0) {
      this.#waiting ??= this.#reader.read();
      const came = await Promise.race([this.#waiting, late]).catch((error) => {
        this.#waiting = undefined;
        throw error;
      });
      if (came === "timed-out") return came;
      this.#waiting = undefined;
      if (came.done) return null;
      this.#rest = new Uint8Array(came.value);
    }
    const n = Math.min(buffer.length, this.#rest.length);
    buffer.set(this.#rest.subarray(0, n));
    this.#rest = this.#rest.slice(n);
    return n;
  }
}

export async function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  const { promise, resolve } = Promise.withResolvers<"timed-out">();
  const timer = setTimeout(() => resolve("timed-out"), timeoutMs);
  try {
    return await Inbox.of(conn).take(buffer, promise);
  } finally {
    clearTimeout(timer);
  }
}

export function keepAlive(
  conn: Deno.Conn,
  { everyMs, deadAfterMs }: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  let over = false;
  const dead = Promise.withResolvers<void>();
  const writer = conn.writable.getWriter();
  const reader = conn.readable.getReader();
  const end = (isDead: boolean) => {
    if (over) return;
    over = true;
    clearInterval(pings);
    clearTimeout(timer);
    if (isDead) dead.resolve();
  };
  const pings = setInterval(() => {
    writer.write(Uint8Array.of(0)).catch(() => end(true));
  }, everyMs);
  writer.closed.catch(() => end(true));
  let timer = setTimeout(() => end(true), deadAfterMs);
  const next = (): Promise<void> =>
    reader.read().then(({ done }) => {
      if (over) return;
      if (done) return end(true);
      clearTimeout(timer);
      timer = setTimeout(() => end(true), deadAfterMs);
      return next();
    });
  next().catch(() => end(true));
  return { dead: dead.promise, stop: () => end(false) };
}

export { withDeadline } from "../../../../solutions/14_silence.ts";
