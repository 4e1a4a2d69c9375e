import { unsupported } from "./errors.ts";
import { replace, undoAll } from "./replace.ts";

/** What else of `Deno` opens a socket. */
const OTHERS = [
  "connectTls",
  "listenTls",
  "startTls",
  "listenDatagram",
  "serve",
] as const;

/**
 * Replaces `Deno.listen` and `Deno.connect` by the calls of a network.
 *
 * @returns Puts the real ones back.
 */
export function installSockets(
  { listen, connect }: {
    listen: (options: Deno.TcpListenOptions) => Deno.TcpListener;
    connect: (options: Deno.ConnectOptions) => Promise<Deno.TcpConn>;
  },
): () => void {
  const others = OTHERS.map((name) =>
    replace(Deno, name, () => {
      throw unsupported(`Deno.${name}()`, "use Deno.listen and Deno.connect");
    })
  );
  return undoAll([
    replace(Deno, "listen", listen),
    replace(Deno, "connect", connect),
    ...others,
  ]);
}
