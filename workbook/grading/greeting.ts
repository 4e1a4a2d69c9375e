import { decodeReport, linesOf, type Report } from "./protocol.ts";

/** How long a first line may be: nobody else need be listened to. */
const GREETING_CHARACTERS = 200;

/** The connection of a child process, and what it says after its greeting. */
export interface Greeted {
  conn: Deno.TcpConn;
  lines: AsyncGenerator<string>;
}

/**
 * Waits for the child process. Every program of this machine may connect to
 * the port, an answer of another lesson too: the first that knows the token is
 * the child, the others are hung up on.
 *
 * @param listener Where the child connects. It is closed then.
 * @param token What the child was given on its standard input.
 * @throws {Deno.errors.Interrupted} If the listener is closed before.
 */
export async function greet(
  listener: Deno.TcpListener,
  token: string,
): Promise<Greeted> {
  const strangers = new Set<Deno.TcpConn>();
  const { promise, resolve, reject } = Promise.withResolvers<Greeted>();
  const listen = async (conn: Deno.TcpConn) => {
    strangers.add(conn);
    const lines = linesOf(conn.readable, GREETING_CHARACTERS);
    const first = await lines.next();
    const hello = first.done ? undefined : decodeReport(first.value) as Report;
    if (hello?.type !== "hello" || hello.token !== token) {
      throw new TypeError("Cannot trust this connection: no token");
    }
    strangers.delete(conn);
    resolve({ conn, lines });
  };
  const accept = async () => {
    for await (const conn of listener) listen(conn).catch(() => hangUp(conn));
    throw new Deno.errors.Interrupted("Cannot greet: the listener is closed");
  };
  accept().catch(reject);
  try {
    return await promise;
  } finally {
    hangUp(listener);
    for (const conn of strangers) hangUp(conn);
  }
}

/** Closes it, unless it is closed. */
export function hangUp(socket: { close(): void } | undefined): void {
  try {
    socket?.close();
  } catch {
    // It has ended already, or the reader of its stream has closed it.
  }
}
