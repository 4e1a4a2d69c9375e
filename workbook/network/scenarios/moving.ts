// Reading and writing: short reads, short writes, streams, wrong arguments.
import { Buffer } from "node:buffer";
import {
  arrived,
  bytes,
  drain,
  HUGE,
  pair,
  pause,
  pendingAfterPause,
  reach,
  reachQueues,
  readOnce,
  readText,
  type Scenario,
  tell,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
  {
    name: "bytes arrive in order, in both directions",
    async run(world, say) {
      const { client, server } = await pair(world);
      await writeAll(client, "hello");
      say(await readText(server, 5));
      await writeAll(server, "OK!!!");
      await writeAll(server, "héllo");
      say(await readText(client, 11));
    },
  },
  {
    name: "two writes, one read",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await tell(say, "write", () => client.write(bytes("hello")));
      await tell(say, "write", () => client.write(bytes("exit")));
      await arrived(world, port, "server", 9);
      await tell(say, "read", () => readOnce(server));
    },
  },
  {
    name: "one write, three reads",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await client.write(bytes("abcde"));
      await arrived(world, port, "server", 5);
      for (let i = 0; i < 3; i++) {
        await tell(say, "read", () => readOnce(server, 2));
      }
    },
  },
  {
    name: "two pending reads are served one after the other",
    only: "kind",
    async run(world, say) {
      const { client, server } = await pair(world);
      const [a, b] = [new Uint8Array(2), new Uint8Array(9)];
      const reads = [server.read(a), server.read(b)];
      await pause(5);
      await client.write(bytes("abcd"));
      say(JSON.stringify(await Promise.all(reads)));
      say(`${a} ${b}`);
    },
  },
  {
    // The slice() of a Buffer copies nothing.
    name: "what was written does not change with its Buffer",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      const buffer = Buffer.from("hello");
      await client.write(buffer);
      buffer.fill(0x2e);
      await arrived(world, port, "server", 5);
      say(await readText(server, 5));
    },
  },
  {
    name: "a read is pending until something comes",
    async run(world, say) {
      const { client, server } = await pair(world);
      const read = readOnce(server);
      say(`pending: ${await pendingAfterPause(read)}`);
      await client.write(bytes("x"));
      await tell(say, "read", () => read);
      const end = readOnce(server);
      say(`pending: ${await pendingAfterPause(end)}`);
      await client.closeWrite();
      await tell(say, "read", () => end);
    },
  },
  {
    name: "arrays without length, and what is no array of bytes",
    async run(world, say) {
      const { client, server } = await pair(world);
      await tell(say, "read 0", () => readOnce(client, 0));
      await tell(say, "write 0", () => client.write(new Uint8Array(0)));
      for (
        const wrong of [
          "text",
          undefined,
          new ArrayBuffer(3),
          new Uint8ClampedArray(3),
          new Uint16Array(3),
          new DataView(new ArrayBuffer(3)),
        ]
      ) {
        const data = wrong as unknown as Uint8Array;
        await tell(say, "read", () => client.read(data));
        await tell(say, "write", () => client.write(data));
      }
      const read = readOnce(server);
      say(`nothing was sent: ${await pendingAfterPause(read)}`);
      await client.closeWrite();
      await tell(
        say,
        "write 0 after closeWrite",
        () => client.write(new Uint8Array(0)),
      );
      await tell(say, "read", () => read);
    },
  },
  {
    name: "a write of 50 MB is a short write",
    only: "kind",
    async run(world, say) {
      const { client, port } = await pair(world);
      const taken = await client.write(new Uint8Array(HUGE));
      say(`about 3.9 MB: ${taken > 3_000_000 && taken < 5_000_000}`);
      const rows = await reach(
        world,
        say,
        port,
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      say(`${rows[0].sendQueue! + rows[1].receiveQueue! >= taken}`);
      say(`${rows[0].receiveQueue} ${rows[1].sendQueue}`);
    },
  },
  {
    name: "a write that finds no room is pending until the peer reads",
    async run(world, say) {
      const { client, server } = await pair(world);
      let taken = await client.write(new Uint8Array(HUGE));
      // Small buffers take several writes to fill.
      let write = client.write(new Uint8Array(HUGE));
      while (!await pendingAfterPause(write)) {
        taken += await write;
        write = client.write(new Uint8Array(HUGE));
      }
      const buffer = new Uint8Array(65_536);
      let got = 0;
      while (got < taken) got += (await server.read(buffer))!;
      say(`more is taken: ${await write > 0}`);
      client.close();
    },
  },
  {
    name: "16 MB arrive whole, with every byte in its place",
    async run(world, say) {
      const { client, server } = await pair(world);
      const data = new Uint8Array(16_000_000);
      for (let i = 0; i < data.length; i++) data[i] = i % 251;
      const sent = writeAll(client, data).then(() => client.closeWrite());
      const buffer = new Uint8Array(100_000);
      let [at, wrong] = [0, 0];
      for (let n; (n = await server.read(buffer)) !== null; at += n) {
        for (let i = 0; i < n; i += 997) {
          if (buffer[i] !== (at + i) % 251) wrong++;
        }
      }
      await sent;
      say(`${at} bytes, ${wrong} wrong`);
    },
  },
  {
    name: "both directions carry megabytes at once",
    async run(world, say) {
      const { client, server } = await pair(world);
      const send = async (conn: Deno.TcpConn) => {
        await writeAll(conn, new Uint8Array(6_000_000));
        await conn.closeWrite();
      };
      const [a, b] = await Promise.all([
        drain(client),
        drain(server),
        send(client),
        send(server),
      ]);
      say(`${a}; ${b}`);
    },
  },
  {
    name: "the table counts what waits to be read, an unread FIN as one",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(client, "1234567");
      await arrived(world, port, "server", 7);
      await client.closeWrite();
      await reachQueues(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      say(await readText(server, 7));
      await reachQueues(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      await tell(say, "read", () => readOnce(server));
      await reachQueues(
        world,
        say,
        port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
    },
  },
  {
    name: "a write of nothing waits behind a full buffer, too",
    only: "kind",
    async run(world, say) {
      const { client } = await pair(world);
      await client.write(new Uint8Array(HUGE));
      const nothing = client.write(new Uint8Array(0));
      say(`pending: ${await pendingAfterPause(nothing)}`);
      nothing.catch(() => {});
      client.close();
      await tell(say, "nothing", () => nothing);
    },
  },
];

export default scenarios;
