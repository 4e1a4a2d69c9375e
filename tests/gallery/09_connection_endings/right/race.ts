// Right: closeGracefully races the draining against a promise that resolves at the deadline.
import { drain } from "../../../../solutions/09_connection_endings.ts";

export {
  classifyFailure,
  drain,
  guard,
} from "../../../../solutions/09_connection_endings.ts";

async function end(conn: Deno.Conn): Promise<"clean" | "forced"> {
  try {
    await conn.closeWrite();
    return (await drain(conn)).end === "fin" ? "clean" : "forced";
  } catch {
    return "forced";
  }
}

export async function closeGracefully(
  conn: Deno.Conn,
  { drainMs }: { drainMs: number },
): Promise<"clean" | "forced"> {
  const late = Promise.withResolvers<"forced">();
  const timer = setTimeout(() => late.resolve("forced"), drainMs);
  try {
    return await Promise.race([end(conn), late.promise]);
  } finally {
    clearTimeout(timer);
    try {
      conn.close();
    } catch {
      // Somebody else has closed it.
    }
  }
}
