// Reading and writing: short reads, short writes, streams, wrong arguments.
import {
  arrived,
  bytes,
  drain,
  pair,
  pause,
  pendingAfterPause,
  queues,
  reach,
  readOnce,
  readText,
  type Scenario,
  tell,
  tellVoid,
  writeAll,
} from "./world.ts";

/** More than any buffer holds. */
const HUGE = 50_000_000;

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
      let got = 0;
      while (got < taken) got += (await readOnce(server, 1 << 20))!;
      say(`more is taken: ${await write > 0}`);
      client.close();
    },
  },
  {
    name: "16 MB arrive whole, with every byte in its place",
    async run(world, say) {
      const { client, server } = await pair(world);
      const data = new Uint8Array(16_000_000).map((_, i) => i % 251);
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
    name: "options of a connection",
    async run(world, say) {
      const { client } = await pair(world);
      await tellVoid(say, "setNoDelay", () => client.setNoDelay());
      await tellVoid(say, "setNoDelay", () => client.setNoDelay(false));
      await tellVoid(say, "setKeepAlive", () => client.setKeepAlive(true));
      client.close();
      await tell(say, "setNoDelay", () => client.setNoDelay());
      await tell(say, "setKeepAlive", () => client.setKeepAlive(false));
    },
  },
  {
    name: "readable: chunks to the end, and then the connection is closed",
    async run(world, say) {
      const { client, server } = await pair(world);
      say(
        `${
          server.readable === server.readable
        } ${server.readable.constructor.name}`,
      );
      await writeAll(client, "through a stream");
      await client.closeWrite();
      let text = "";
      for await (const chunk of server.readable) {
        text += new TextDecoder().decode(chunk);
      }
      say(text);
      await tell(say, "write", () => server.write(bytes("x")));
      await tell(say, "close", () => server.close());
      say(await drain(client));
    },
  },
  {
    name: "readable: cancel() closes the connection",
    async run(world, say) {
      const { client, server } = await pair(world);
      await tellVoid(say, "cancel", () => server.readable.cancel());
      await tell(say, "write", () => server.write(bytes("x")));
      await tell(say, "read", () => readOnce(client));
    },
  },
  {
    name: "readable: a read beside it takes turns; close() interrupts it",
    async run(world, say) {
      const { client, server } = await pair(world);
      const reader = server.readable.getReader();
      const pending = reader.read();
      await pause(5);
      server.close();
      await tell(say, "read", () => pending);
      await tell(say, "closed", () => reader.closed);
      const late = client.readable;
      client.close();
      await tell(say, "late", () => late.getReader().read());
    },
  },
  {
    name: "writable: chunks are written whole; close() closes the connection",
    async run(world, say) {
      const { client, server } = await pair(world);
      const writer = client.writable.getWriter();
      say(`${client.writable === client.writable} ${writer.desiredSize}`);
      const written = writer.write(new Uint8Array(9_000_000));
      let got = 0;
      while (got < 9_000_000) got += (await readOnce(server, 200_000))!;
      await tellVoid(say, "write", () => written);
      await tellVoid(say, "close", () => writer.close());
      await tell(say, "read", () => readOnce(server));
      await tell(say, "conn.read", () => readOnce(client));
      await tell(say, "conn.close", () => client.close());
    },
  },
  {
    name: "writable: abort(), a wrong chunk and a closed connection",
    async run(world, say) {
      const one = await pair(world);
      await tellVoid(say, "abort", () => one.client.writable.abort("why"));
      await tell(say, "write", () => one.client.write(bytes("x")));
      await tell(say, "peer", () => readOnce(one.server));
      const text = one.server.writable.getWriter();
      await tell(say, "text", () => text.write("abc" as unknown as Uint8Array));
      await tell(say, "close", () => one.server.close());
      const two = await pair(world);
      two.client.close();
      const late = two.client.writable.getWriter();
      await tell(say, "late", () => late.write(bytes("x")));
      await reach(
        world,
        say,
        two.port,
        "client FIN_WAIT_2",
        "server CLOSE_WAIT",
      );
      const writer = two.server.writable.getWriter();
      await tellVoid(say, "first", () => writer.write(bytes("x")));
      await reach(world, say, two.port);
      await tell(say, "second", () => writer.write(bytes("x")));
      await tell(say, "closed", () => writer.closed);
    },
  },
  {
    name: "an echo by pipeTo() ends when the client half-closes",
    async run(world, say) {
      const { client, server } = await pair(world);
      const echo = server.readable.pipeTo(server.writable);
      await writeAll(client, "echo");
      say(await readText(client, 4));
      await client.closeWrite();
      say(await drain(client));
      await tellVoid(say, "echo", () => echo);
      await tell(say, "close", () => server.close());
    },
  },
  {
    name: "the table counts what waits to be read, an unread FIN as one",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(client, "1234567");
      await arrived(world, port, "server", 7);
      await client.closeWrite();
      say(
        queues(
          await reach(
            world,
            say,
            port,
            "client FIN_WAIT_2",
            "server CLOSE_WAIT",
          ),
        ),
      );
      say(await readText(server, 7));
      say(
        queues(
          await reach(
            world,
            say,
            port,
            "client FIN_WAIT_2",
            "server CLOSE_WAIT",
          ),
        ),
      );
      await tell(say, "read", () => readOnce(server));
      say(
        queues(
          await reach(
            world,
            say,
            port,
            "client FIN_WAIT_2",
            "server CLOSE_WAIT",
          ),
        ),
      );
    },
  },
];

export default scenarios;
