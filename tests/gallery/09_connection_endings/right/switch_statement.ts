// Right: a switch on the name, then on the code; reads into a small buffer.
import type {
  End,
  Failure,
} from "../../../../solutions/09_connection_endings.ts";

export {
  closeGracefully,
  guard,
} from "../../../../solutions/09_connection_endings.ts";

function meaning(word: unknown): Failure | undefined {
  switch (word) {
    case "ConnectionRefused":
    case "ECONNREFUSED":
      return "refused";
    case "ConnectionReset":
    case "ECONNRESET":
      return "reset";
    case "BrokenPipe":
    case "EPIPE":
      return "broken-pipe";
    case "Interrupted":
    case "BadResource":
    case "AbortError":
      return "local";
    case "TimedOut":
    case "ETIMEDOUT":
    case "TimeoutError":
      return "timed-out";
  }
}

export function classifyFailure(error: unknown): Failure {
  if (typeof error !== "object" || error === null) return "other";
  const { name, code } = error as { name?: unknown; code?: unknown };
  return meaning(name) ?? meaning(code) ?? "other";
}

export async function drain(
  conn: Deno.Conn,
): Promise<{ bytes: number; end: End }> {
  let bytes = 0;
  while (true) {
    let n: number | null;
    try {
      n = await conn.read(new Uint8Array(1000));
    } catch (error) {
      const end = classifyFailure(error);
      if (end !== "local" && end !== "reset") throw error;
      return { bytes, end };
    }
    if (n === null) return { bytes, end: "fin" };
    bytes += n;
  }
}
