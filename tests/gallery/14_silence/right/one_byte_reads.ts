// Right: keepAlive reads one byte at a time, and prints each.
import { keepAlive as keep } from "../../../../solutions/14_silence.ts";

export function keepAlive(
  conn: Deno.Conn,
  options: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  const byBytes = {
    write: (data: Uint8Array) => conn.write(data),
    async read() {
      const buffer = new Uint8Array(1);
      const n = await conn.read(buffer);
      console.log("alive", buffer[0]);
      return n;
    },
  };
  return keep(byBytes as unknown as Deno.Conn, options);
}

export { readWithin, withDeadline } from "../../../../solutions/14_silence.ts";
