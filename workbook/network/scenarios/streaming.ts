// `readable` and `writable`: streams over a connection, and how they end it.
import {
  bytes,
  drain,
  pair,
  pause,
  reach,
  readOnce,
  readText,
  type Scenario,
  tell,
  tellVoid,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
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
    name: "readable: close() interrupts its read",
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
    name: "pipeTo() with preventClose leaves the connection to its program",
    async run(world, say) {
      const { client, server } = await pair(world);
      const source = new Response("payload").body!;
      await source.pipeTo(client.writable, { preventClose: true });
      await writeAll(client, " and more");
      await client.closeWrite();
      say(await readText(server, 16));
      await writeAll(server, "the other direction");
      say(await readText(client, 19));
    },
  },
  {
    name: "a byte reader that is given back leaves its read to the next one",
    async run(world, say) {
      const { client, server } = await pair(world);
      const first = client.readable.getReader({ mode: "byob" });
      const left = first.read(new Uint8Array(10));
      await pause(5);
      first.releaseLock();
      await tell(say, "left", () => left);
      await writeAll(server, "six by");
      await server.closeWrite();
      const next = client.readable.getReader({ mode: "byob" });
      let text = "";
      while (true) {
        const { done, value } = await next.read(new Uint8Array(10));
        if (done) break;
        text += new TextDecoder().decode(value);
      }
      say(text);
      await tell(say, "close", () => client.close());
    },
  },
  {
    name: "both branches of tee() get every byte",
    async run(world, say) {
      const { client, server } = await pair(world);
      const branches = client.readable.tee();
      await writeAll(server, "for two");
      server.close();
      for (const branch of branches) say(await new Response(branch).text());
      await tell(say, "close", () => client.close());
    },
  },
  {
    name: "chunks of every kind: what is no memory closes the connection",
    async run(world, say) {
      for (
        const chunk of [
          new Uint8Array(0),
          new ArrayBuffer(3),
          new SharedArrayBuffer(2),
          new DataView(new ArrayBuffer(4), 1, 2),
          new Uint16Array(3),
          [1, 2],
          null,
        ]
      ) {
        const { client, server } = await pair(world);
        const writer = client.writable.getWriter();
        writer.closed.catch(() => {});
        writer.ready.catch(() => {});
        await tellVoid(
          say,
          "chunk",
          () => writer.write(chunk as unknown as Uint8Array),
        );
        client[Symbol.dispose]();
        say(await drain(server));
      }
    },
  },
];

export default scenarios;
