// A server that stops while its handlers read and write: what each call is told.
import {
  bytes,
  hostname,
  readOnce,
  type Scenario,
  type World,
} from "./world.ts";

/** Who stops the server, in the middle of its traffic. */
type Stopper = "client" | "handler";

/** Echoes that come back before the server stops, for each client. */
const ECHOES = 3;

/**
 * Clients that write and read in turn, and a server that echoes until it is
 * stopped.
 *
 * @returns How often each call of the server came to what, sorted.
 */
async function stopAmidTraffic(
  world: World,
  clients: number,
  stopper: Stopper,
): Promise<string[]> {
  const listener = world.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const came = new Map<string, number>();
  const count = (what: string) => came.set(what, (came.get(what) ?? 0) + 1);
  const open = new Set<Deno.TcpConn>();
  const serving: Promise<void>[] = [];
  let echoes = 0;
  let stopped = false;
  const echoed = (by: Stopper) => {
    if (by !== stopper || ++echoes !== clients * ECHOES) return;
    stopped = true;
    listener.close();
    for (const conn of open) conn.close();
  };
  const serve = async (conn: Deno.TcpConn) => {
    const buffer = new Uint8Array(64);
    let call = "read";
    try {
      for (let n; (n = await conn.read(buffer)) !== null; call = "read") {
        call = "write";
        await conn.write(buffer.subarray(0, n));
        echoed("handler");
      }
      count("read: null");
    } catch (error) {
      count(`${call}: ${(error as Error).name}`);
    }
  };
  const accepting = (async () => {
    try {
      while (true) {
        const conn = await listener.accept();
        open.add(conn);
        serving.push(serve(conn));
      }
    } catch (error) {
      count(`accept: ${(error as Error).name}`);
    }
  })();
  const talk = async () => {
    const conn = await world.connect({ hostname, port });
    try {
      while (!stopped) {
        await conn.write(bytes("ping"));
        if (await readOnce(conn) === null) break;
        echoed("client");
      }
    } catch {
      // The server closed with bytes unread: a reset. What it was told counts.
    }
    conn.close();
  };
  await Promise.all(Array.from({ length: clients }, talk));
  await accepting;
  await Promise.all(serving);
  return [...came].map(([what, times]) => `${what}, ${times} times`).sort();
}

const scenarios: Scenario[] = [1, 20].flatMap((clients) =>
  (["client", "handler"] as const).map((stopper): Scenario => ({
    name: `${clients} in traffic, and a ${stopper} stops the server`,
    only: "kind",
    async run(world, say) {
      for (const line of await stopAmidTraffic(world, clients, stopper)) {
        say(line);
      }
    },
  }))
);

export default scenarios;
