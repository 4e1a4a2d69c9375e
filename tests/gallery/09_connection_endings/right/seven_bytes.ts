// Right: each read takes seven bytes, in one try for each.
import {
  classifyFailure,
  closeGracefully,
  type End,
  guard,
} from "../../../../solutions/09_connection_endings.ts";

export { classifyFailure, closeGracefully, guard };

export async function drain(
  conn: Deno.Conn,
): Promise<{ bytes: number; end: End }> {
  const buffer = new Uint8Array(7);
  let bytes = 0;
  let end: End | undefined;
  while (end === undefined) {
    try {
      const n = await conn.read(buffer);
      if (n === null) end = "fin";
      else bytes += n;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure !== "reset" && failure !== "local") throw error;
      end = failure;
    }
  }
  return Object.freeze({ bytes, end });
}
