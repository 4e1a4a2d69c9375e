// Right: closeGracefully discards what comes with a stream, which closes the connection by itself.
export {
  classifyFailure,
  drain,
  guard,
} from "../../../../solutions/09_connection_endings.ts";

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Its stream has closed it.
  }
}

export async function closeGracefully(
  conn: Deno.Conn,
  { drainMs }: { drainMs: number },
): Promise<"clean" | "forced"> {
  const timer = setTimeout(() => closeQuietly(conn), drainMs);
  try {
    await conn.closeWrite();
    await conn.readable.pipeTo(new WritableStream());
    return "clean";
  } catch {
    return "forced";
  } finally {
    clearTimeout(timer);
    closeQuietly(conn);
  }
}
