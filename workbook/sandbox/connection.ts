import {
  chunksOf,
  decodeMessage,
  linesOf,
  type SignOfLife,
} from "./messages.ts";

/** How long a first line may be, in characters: a stranger need not be listened to for longer. */
const GREETING_CHARACTERS = 200;

/** How long a stranger that says nothing is waited for once the child has ended, in milliseconds. */
const STRANGER_MS = 1_000;

/** The connection of a child process, and what it says after its greeting. */
export interface Greeted {
  conn: Deno.TcpConn;
  lines: AsyncGenerator<string>;
  /** Number of the process. */
  pid: number;
}

/**
 * Waits for the child process. Every program of this machine may connect to
 * the port, a submission of another lesson too: the first that knows the token
 * is the child, the other connections are closed.
 *
 * @param listener Where the child connects. It is closed afterwards.
 * @param token What the child was given on its standard input.
 * @param ended Resolves when the child has ended. It may have connected and
 * said everything by then, and wait in the accept queue.
 * @throws {Deno.errors.Interrupted} If the child has ended without a greeting,
 * or the listener is closed before.
 */
export async function greet(
  listener: Deno.TcpListener,
  token: string,
  ended: Promise<unknown>,
): Promise<Greeted> {
  const { hostname, port } = listener.addr;
  const strangers = new Map<Deno.TcpConn, Promise<void>>();
  const { promise, resolve, reject } = Promise.withResolvers<Greeted>();
  // Connections are accepted in their order: the child cannot come after this line.
  const lastWord = `over ${token}`;
  const listen = async (conn: Deno.TcpConn) => {
    const lines = linesOf(chunksOf(conn), GREETING_CHARACTERS);
    const first = await lines.next();
    if (first.value === lastWord) {
      strangers.delete(conn);
      hangUp(conn);
      return giveUp();
    }
    const hello = first.done
      ? undefined
      : decodeMessage(first.value) as SignOfLife;
    if (hello?.type !== "hello" || hello.token !== token) {
      throw new TypeError("Cannot trust this connection: it has no token");
    }
    strangers.delete(conn);
    resolve({ conn, lines, pid: hello.pid });
  };
  const giveUp = async () => {
    const { promise: enough, resolve: stop } = Promise.withResolvers<void>();
    const timer = setTimeout(stop, STRANGER_MS);
    await Promise.race([Promise.all(strangers.values()), enough]);
    clearTimeout(timer);
    reject(
      new Deno.errors.Interrupted("Cannot greet the child: it has ended"),
    );
  };
  const accept = async () => {
    for await (const conn of listener) {
      strangers.set(conn, listen(conn).catch(() => hangUp(conn)));
    }
    throw new Deno.errors.Interrupted(
      "Cannot greet the child: the listener is closed",
    );
  };
  const end = async () => {
    await ended;
    using last = await Deno.connect({ hostname, port });
    await last.write(new TextEncoder().encode(`${lastWord}\n`));
  };
  accept().catch(reject);
  // Where nobody can connect, the listener is closed since the child was
  // greeted, or the system has no port or file left: then no line comes.
  end().catch(giveUp);
  try {
    return await promise;
  } finally {
    hangUp(listener);
    for (const conn of strangers.keys()) hangUp(conn);
  }
}

/** Closes a socket, unless it is closed. */
export function hangUp(socket: { close(): void } | undefined): void {
  try {
    socket?.close();
  } catch {
    // The process at the other end has ended, or a reader has closed it.
  }
}
