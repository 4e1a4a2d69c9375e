// Right: many small writes, with Nagle's algorithm switched off.
export {
  measureWindow,
  pump,
  writeAll,
} from "../../../../solutions/08_buffers.ts";
import { writeAll } from "../../../../solutions/08_buffers.ts";

const tails = new Map<Deno.Conn, Promise<unknown>>();

export function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  const work = async () => {
    (conn as Deno.TcpConn).setNoDelay(true);
    for (const part of parts) {
      if (part.length > 0) await writeAll(conn, part);
    }
  };
  const tail = (tails.get(conn) ?? Promise.resolve()).then(work, work);
  tails.set(conn, tail);
  return tail;
}
