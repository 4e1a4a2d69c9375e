import { withDeadline } from "../../../../solutions/14_silence.ts";

const reads = new WeakMap<Deno.Conn, Promise<number | null>>();
const memory = new WeakMap<Deno.Conn, Uint8Array>();
const rests = new WeakMap<Deno.Conn, Uint8Array>();

export async function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  if (!rests.has(conn)) {
    let reading = reads.get(conn);
    if (!reading) {
      const own = new Uint8Array(buffer.length);
      memory.set(conn, own);
      reads.set(conn, reading = conn.read(own));
    }
    let isLate = false;
    try {
      const n = await withDeadline(reading, timeoutMs, () => isLate = true);
      reads.delete(conn);
      if (n === null) return null;
      rests.set(conn, memory.get(conn)!.subarray(0, n));
    } catch (error) {
      if (isLate) return "timed-out";
      reads.delete(conn);
      throw error;
    }
  }
  const rest = rests.get(conn)!;
  const n = Math.min(rest.length, buffer.length);
  buffer.set(rest.subarray(0, n));
  if (n < rest.length) rests.set(conn, rest.subarray(n));
  else rests.delete(conn);
  return n;
}

export { keepAlive, withDeadline } from "../../../../solutions/14_silence.ts";
