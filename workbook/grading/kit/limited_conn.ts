/**
 * Connections that do what any kernel may do: give or take a part.
 *
 * @module
 */

/** Lets a connection give at most this many bytes a read. */
export function limitReads<C extends Deno.Conn>(conn: C, most: number): C {
  const { read } = conn;
  return Object.defineProperty(conn, "read", {
    // The kit may watch its reads.
    configurable: true,
    value: (buffer: Uint8Array) => read.call(conn, buffer.subarray(0, most)),
  });
}

/** Lets a connection take at most this many bytes a write. */
export function limitWrites<C extends Deno.Conn>(conn: C, most: number): C {
  const { write } = conn;
  return Object.defineProperty(conn, "write", {
    value: (data: Uint8Array) => write.call(conn, data.subarray(0, most)),
  });
}
