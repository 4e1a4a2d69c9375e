// Right: the deadline is an AbortSignal; guard ends politely, within 500 ms.
import {
  classifyFailure,
  drain,
} from "../../../../solutions/09_connection_endings.ts";

export { classifyFailure, drain };

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

export async function closeGracefully(
  conn: Deno.Conn,
  { drainMs }: { drainMs: number },
): Promise<"clean" | "forced"> {
  const signal = AbortSignal.timeout(drainMs);
  signal.addEventListener("abort", () => close(conn), { once: true });
  try {
    await conn.closeWrite();
    const { end } = await drain(conn);
    if (end === "fin") return "clean";
  } catch {
    // Forced.
  } finally {
    close(conn);
  }
  return "forced";
}

export function guard(
  handle: (conn: Deno.Conn) => Promise<void>,
): (conn: Deno.Conn) => Promise<void> {
  return async function guarded(conn) {
    try {
      await handle(conn);
    } catch {
      // Its connection is closed below.
    }
    await closeGracefully(conn, { drainMs: 200 });
  };
}
