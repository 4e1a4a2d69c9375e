import { todo } from "../../workbook/todo.ts";

/** A running server. */
export interface Server {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
  /** Resolves when the listener and every connection are closed. */
  readonly finished: Promise<void>;
  /** Stops listening, closes every connection, resolves when all is done. May be called twice; never rejects. */
  stop(): Promise<void>;
}

/**
 * Starts the server of the notes, done right: answers each chunk with `OK!!!`,
 * ends a connection after `exit`, serves many clients at once.
 *
 * @param options.port Port on 127.0.0.1; 0, the default, lets the kernel choose.
 * @param options.log Called with `Server recv: <text>` for each chunk, and with
 * `Client quit!!!` at end of stream.
 */
export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  return todo(`listen on port ${options.port ?? 0}, accept, read, answer`);
}
