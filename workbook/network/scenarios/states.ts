// Each of the states that a program can bring about, by the rows.
import {
  bytes,
  drain,
  hostname,
  type Pair,
  pair,
  queues,
  reach,
  reachQueues,
  readOnce,
  type Scenario,
  tell,
  type World,
  writeAll,
} from "./world.ts";

/** Writes until the kernel takes no more: a FIN sent now waits behind these bytes. */
async function fill(...conns: Deno.TcpConn[]): Promise<void> {
  for (const conn of conns) await conn.write(new Uint8Array(2 ** 24));
}

/** Both sides have sent a FIN behind a full window. */
async function bothFinWait(world: World): Promise<Pair> {
  const all = await pair(world);
  await fill(all.client, all.server);
  await all.client.closeWrite();
  await all.server.closeWrite();
  return all;
}

const scenarios: Scenario[] = [
  {
    name: "LISTEN and CLOSED",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const [row] = await reach(world, say, port, "LISTEN");
      say(`${row.remote.hostname}:${row.remote.port} ${queues([row])}`);
      listener.close();
      await reach(world, say, port);
    },
  },
  {
    name: "SYN_SENT, and CLOSED by an abort",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 0 });
      const { port } = listener.addr;
      await world.connect({ hostname, port });
      const giveUp = new AbortController();
      const late = world.connect({ hostname, port, signal: giveUp.signal });
      late.catch(() => {});
      const client = (state: string) => async () => {
        while (true) {
          const rows = await world.table.rows();
          const row = rows.find((row) =>
            row.remote.port === port && row.state === "SYN_SENT"
          );
          if ((row !== undefined) === (state === "SYN_SENT")) {
            return row ? queues([row]) : "gone";
          }
        }
      };
      await tell(say, "SYN_SENT", client("SYN_SENT"));
      giveUp.abort();
      await tell(say, "late", () => late);
      await tell(say, "aborted", client("CLOSED"));
    },
  },
  {
    name: "ESTABLISHED, FIN_WAIT_2 and CLOSE_WAIT, LAST_ACK passed, TIME_WAIT",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await reachQueues(
        world,
        say,
        port,
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      await client.closeWrite();
      await reachQueues(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      say(await drain(server));
      await server.closeWrite();
      await reachQueues(world, say, port, "client TIME_WAIT");
      await tell(say, "read", () => readOnce(client));
      await tell(say, "write", () => client.write(bytes("x")));
      client.close();
      server.close();
      await reach(world, say, port, "client TIME_WAIT");
    },
  },
  {
    name: "FIN_WAIT_1 as long as the peer does not read",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await fill(client);
      await client.closeWrite();
      const [row] = await reach(
        world,
        say,
        port,
        "client FIN_WAIT_1",
        "server ESTABLISHED",
      );
      say(`${row.sendQueue! > 1_000_000} ${row.owned}`);
      say((await drain(server)).replace(/^\d+/, "all"));
      await reach(world, say, port, "client FIN_WAIT_2", "server CLOSE_WAIT");
    },
  },
  {
    name: "CLOSING: both closed at once, and one has read the other's FIN",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await bothFinWait(world);
      await reach(world, say, port, "client FIN_WAIT_1", "server FIN_WAIT_1");
      say((await drain(client)).replace(/^\d+/, "all"));
      await reach(world, say, port, "client CLOSING", "server FIN_WAIT_2");
      await tell(say, "read", () => readOnce(client));
      await tell(say, "write", () => client.write(bytes("x")));
      await tell(say, "closeWrite", async () => void await client.closeWrite());
      say((await drain(server)).replace(/^\d+/, "all"));
      await reach(world, say, port, "client TIME_WAIT", "server TIME_WAIT");
    },
  },
  {
    name: "CLOSING, entered by close(), goes on without its program",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await bothFinWait(world);
      say((await drain(client)).replace(/^\d+/, "all"));
      client.close();
      const [row] = await reach(
        world,
        say,
        port,
        "client CLOSING",
        "server FIN_WAIT_2",
      );
      say(`held: ${row.owned}`);
      say((await drain(server)).replace(/^\d+/, "all"));
      server.close();
      await reach(world, say, port, "client TIME_WAIT", "server TIME_WAIT");
    },
  },
  {
    name: "LAST_ACK as long as the peer does not read",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await client.closeWrite();
      say(await drain(server));
      await fill(server);
      await server.closeWrite();
      await reach(world, say, port, "client FIN_WAIT_2", "server LAST_ACK");
      await tell(say, "write", () => server.write(bytes("x")));
      await tell(say, "read", () => readOnce(server));
      server.close();
      const [, row] = await reach(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server LAST_ACK",
      );
      say(`held: ${row.owned}`);
      say((await drain(client)).replace(/^\d+/, "all"));
      await reach(world, say, port, "client TIME_WAIT");
    },
  },
  {
    name: "LAST_ACK and bytes unread: close() resets",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(client, "never read");
      await client.closeWrite();
      await fill(server);
      await server.closeWrite();
      await reach(world, say, port, "client FIN_WAIT_2", "server LAST_ACK");
      server.close();
      await reach(world, say, port);
      say((await drain(client)).replace(/^\d+/, "some"));
      await tell(say, "write", () => client.write(bytes("x")));
    },
  },
  {
    name: "FIN_WAIT_2 without a program, and its end by data",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      client.close();
      await reachQueues(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      await tell(say, "write", () => server.write(bytes("x")));
      await reach(world, say, port);
    },
  },
  {
    name: "both close at once: what is left is TIME_WAIT",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await Promise.all([client.closeWrite(), server.closeWrite()]);
      say(`${await drain(client)}; ${await drain(server)}`);
      // On one machine the first FIN mostly arrives before the second is sent.
      while (true) {
        const rows = (await world.table.rows()).filter((row) =>
          row.state !== "LISTEN" &&
          (row.local.port === port || row.remote.port === port)
        );
        if (rows.length > 0 && rows.every((row) => row.state === "TIME_WAIT")) {
          break;
        }
      }
      say("TIME_WAIT at one end or at both");
    },
  },
];

export default scenarios;
