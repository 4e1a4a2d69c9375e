// The exchanges of lessons 1 to 6, as short programs.
import {
  bytes,
  drain,
  hostname,
  pair,
  reach,
  readOnce,
  readText,
  type Scenario,
  tell,
  type World,
  writeAll,
} from "./world.ts";

/** The server of lesson 3: answers each chunk, ends at `exit` or at the end of the stream. */
async function chat(
  conn: Deno.TcpConn,
  say: (line: string) => void,
): Promise<void> {
  const buffer = new Uint8Array(1_024);
  let text = "";
  while (!text.endsWith("exit")) {
    const n = await conn.read(buffer);
    if (n === null) break;
    text += new TextDecoder().decode(buffer.subarray(0, n));
    if (/hello$|exit$/.test(text)) await writeAll(conn, "OK!!!");
  }
  say(`server heard ${text}`);
  conn.close();
}

/** One client of lesson 4. */
async function converse(
  world: World,
  port: number,
  lines: string[],
): Promise<string[]> {
  const conn = await world.connect({ hostname, port });
  const answers = [];
  for (const line of lines) {
    await writeAll(conn, line);
    answers.push(await readText(conn, 5));
  }
  answers.push(await drain(conn));
  conn.close();
  return answers;
}

const scenarios: Scenario[] = [
  {
    name: "lesson 1: numbers in network byte order cross the stream",
    async run(world, say) {
      const { client, server } = await pair(world);
      const view = new DataView(new ArrayBuffer(6));
      view.setUint16(0, 9821);
      view.setUint32(2, 0x7f000001);
      await writeAll(client, new Uint8Array(view.buffer));
      const got = new Uint8Array(6);
      for (let at = 0; at < 6;) at += (await server.read(got.subarray(at)))!;
      say(`${got}`);
    },
  },
  {
    name: "lesson 2: a port is chosen, bound, and told by addr",
    async run(world, say) {
      const ports = new Set<number>();
      for (let i = 0; i < 20; i++) {
        ports.add(world.listen({ hostname, port: 0 }).addr.port);
      }
      say(
        `${ports.size} ports, all above 1023: ${
          [...ports].every((port) => port > 1023)
        }`,
      );
      const [port] = ports;
      await tell(say, "taken", () => world.listen({ hostname, port }));
    },
  },
  {
    name: "lesson 3: a chat ends by exit; the server closes first",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const served = listener.accept().then((conn) => chat(conn, say));
      say((await converse(world, port, ["hello", "hello", "exit"])).join());
      await served;
      await reach(world, say, port, "server TIME_WAIT");
    },
  },
  {
    name: "lesson 3: an idle client does not stop another",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const serving: Promise<void>[] = [];
      const loop = (async () => {
        for await (const conn of listener) serving.push(chat(conn, say));
      })();
      const idle = await world.connect({ hostname, port });
      say((await converse(world, port, ["hello", "exit"])).join());
      idle.close();
      listener.close();
      await loop;
      await Promise.all(serving);
    },
  },
  {
    name: "lesson 3: stop() closes a connection under its handler's read",
    async run(world, say) {
      const { listener, client, server } = await pair(world);
      // Which of the two is told first is not fixed.
      const lines: string[] = [];
      const note = (line: string) => lines.push(line);
      const handler = tell(note, "handler", () => readOnce(server));
      const accepting = tell(note, "accept", () => listener.accept());
      listener.close();
      server.close();
      await Promise.all([handler, accepting]);
      say(lines.sort().join());
      say(await drain(client));
    },
  },
  {
    name: "lesson 4: refused, timed out, and a server that hangs up",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 0 });
      const { port } = listener.addr;
      await world.connect({ hostname, port });
      const signal = AbortSignal.timeout(40);
      await tell(say, "full", () => world.connect({ hostname, port, signal }));
      const server = await listener.accept();
      server.close();
      listener.close();
      await tell(say, "refused", () => world.connect({ hostname, port }));
    },
  },
  {
    name: "lesson 4: a server that closes without an answer",
    async run(world, say) {
      const { client, server } = await pair(world);
      server.close();
      await tell(say, "read", () => readOnce(client));
      client.close();
    },
  },
  {
    name: "lesson 5: a whole life, state by state",
    async run(world, say) {
      const { listener, client, server, port } = await pair(world);
      await reach(
        world,
        say,
        port,
        "LISTEN",
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      await client.closeWrite();
      await reach(
        world,
        say,
        port,
        "LISTEN",
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      await server.closeWrite();
      await reach(world, say, port, "LISTEN", "client TIME_WAIT");
      listener.close();
      client.close();
      server.close();
      await reach(world, say, port, "client TIME_WAIT");
    },
  },
  {
    name: "lesson 6: a request to its end, then the answer to its end",
    async run(world, say) {
      const { client, server } = await pair(world);
      const serve = async () => {
        const request = await readText(server, 1_000);
        await writeAll(server, request.toUpperCase());
        server.close();
      };
      const served = serve();
      for (const word of ["one ", "two ", "three"]) {
        await writeAll(client, word);
      }
      await client.closeWrite();
      say(await readText(client, 1_000));
      await served;
    },
  },
  {
    name: "lesson 6: a relay passes each half-close on",
    async run(world, say) {
      const near = await pair(world);
      const far = await pair(world);
      const pump = async (from: Deno.TcpConn, to: Deno.TcpConn) => {
        const buffer = new Uint8Array(16_384);
        for (let n; (n = await from.read(buffer)) !== null;) {
          await writeAll(to, buffer.slice(0, n));
        }
        await to.closeWrite();
      };
      const pumps = Promise.all([
        pump(near.server, far.client),
        pump(far.client, near.server),
      ]);
      await writeAll(near.client, "to the far end");
      await near.client.closeWrite();
      say(await readText(far.server, 100));
      await writeAll(far.server, bytes("and back"));
      await far.server.closeWrite();
      say(await readText(near.client, 100));
      await pumps;
    },
  },
];

export default scenarios;
