// Right: recognizes Deno's errors by instanceof first, and the rest by name or code.
import type { Failure } from "../../../../solutions/09_connection_endings.ts";

export {
  closeGracefully,
  drain,
  guard,
} from "../../../../solutions/09_connection_endings.ts";

export function classifyFailure(error: unknown): Failure {
  const {
    BadResource,
    BrokenPipe,
    ConnectionRefused,
    ConnectionReset,
    Interrupted,
    TimedOut,
  } = Deno.errors;
  if (!(error instanceof Error)) return "other";
  const is = (...words: unknown[]) =>
    words.includes(error.name) ||
    words.includes((error as { code?: unknown }).code);
  if (error instanceof ConnectionRefused) return "refused";
  if (error instanceof ConnectionReset) return "reset";
  if (error instanceof BrokenPipe) return "broken-pipe";
  if (error instanceof Interrupted || error instanceof BadResource) {
    return "local";
  }
  if (error instanceof TimedOut) return "timed-out";
  if (is("ConnectionRefused", "ECONNREFUSED")) return "refused";
  if (is("ConnectionReset", "ECONNRESET")) return "reset";
  if (is("BrokenPipe", "EPIPE")) return "broken-pipe";
  if (is("Interrupted", "BadResource", "AbortError")) return "local";
  if (is("TimedOut", "ETIMEDOUT", "TimeoutError")) return "timed-out";
  return "other";
}
