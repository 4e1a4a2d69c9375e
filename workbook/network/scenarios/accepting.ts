// The listener's own calls, and what happens to connections in its queue.
import {
  arrived,
  drain,
  hostname,
  pair,
  pause,
  reach,
  readOnce,
  readText,
  type Scenario,
  tell,
  tellVoid,
  told,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
  {
    name: "close() under a pending accept()",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const pending = listener.accept();
      const second = tell(say, "second accept()", () => listener.accept());
      await second;
      setTimeout(() => listener.close(), 5);
      await tell(say, "pending", () => pending);
    },
  },
  {
    name: "calls on a closed listener",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const iterator = listener[Symbol.asyncIterator]();
      say(`its own iterator: ${iterator as unknown === listener}`);
      listener.close();
      await tell(say, "accept", () => listener.accept());
      await tell(
        say,
        "next",
        async () => JSON.stringify(await iterator.next()),
      );
      await tell(say, "close", () => listener.close());
      await tell(say, "return", () => iterator.return!(1));
      listener[Symbol.dispose]();
      listener.ref();
      listener.unref();
      const other = world.listen({ hostname, port: 0 });
      await tell(
        say,
        "return",
        async () =>
          JSON.stringify(await other[Symbol.asyncIterator]().return!(7)),
      );
      await tell(say, "accept", () => other.accept());
    },
  },
  {
    name: "accept() of what is in the queue is done at once, whatever follows",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const client = await world.connect({ hostname, port });
      await reach(world, say, port, "client ESTABLISHED", "server ESTABLISHED");
      const accepted = listener.accept();
      listener.close();
      const server = await accepted;
      await writeAll(client, "alive");
      say(await readText(server, 5));
    },
  },
  {
    name: "for await ends when the listener is closed",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      let count = 0;
      const loop = (async () => {
        for await (const conn of listener) {
          count++;
          conn.close();
        }
      })();
      for (let i = 0; i < 3; i++) {
        const client = await world.connect({ hostname, port });
        say(await drain(client));
      }
      listener.close();
      await loop;
      say(`${count} connections`);
    },
  },
  {
    name: "break out of for await closes the listener",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const first = await world.connect({ hostname, port });
      const queued = await world.connect({ hostname, port });
      for await (const _conn of listener) break;
      await tell(say, "accept", () => listener.accept());
      await tell(say, "connect", () => world.connect({ hostname, port }));
      await tell(say, "queued", () => readOnce(queued));
      await writeAll(first, "accepted, and open");
      say("first is open");
    },
  },
  {
    name: "using closes a listener and a connection",
    async run(world, say) {
      let port = 0;
      let far: Deno.TcpConn;
      {
        using listener = world.listen({ hostname, port: 0 });
        port = listener.addr.port;
        far = await world.connect({ hostname, port });
        using _server = await listener.accept();
      }
      say(await drain(far));
      await tell(say, "connect", () => world.connect({ hostname, port }));
      far[Symbol.dispose]();
      far[Symbol.dispose]();
      await tell(say, "close", () => far.close());
    },
  },
  {
    name:
      "closing a listener: an accepted connection lives, a queued one is reset",
    async run(world, say) {
      const { listener, port, client, server } = await pair(world);
      const queued = await world.connect({ hostname, port });
      await writeAll(queued, "never read");
      listener.close();
      await writeAll(client, "alive");
      say(await readText(server, 5));
      await tell(say, "queued", () => readOnce(queued));
      await tell(say, "queued", () => readOnce(queued));
      await tell(say, "queued write", () => queued.write(new Uint8Array(1)));
      await tell(say, "connect", () => world.connect({ hostname, port }));
      await reach(world, say, port, "client ESTABLISHED", "server ESTABLISHED");
    },
  },
  {
    name: "a connection reset in the queue fails accept(), and only once",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const peer = await world.dial({ hostname, port });
      peer.reset();
      await reach(world, say, port);
      await world.connect({ hostname, port });
      await tell(say, "accept", () => listener.accept());
      await tell(say, "accept", () => listener.accept());
    },
  },
  {
    name: "for await throws what accept() throws",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const peer = await world.dial({ hostname, port: listener.addr.port });
      peer.reset();
      await reach(world, say, listener.addr.port);
      try {
        for await (const _conn of listener);
      } catch (error) {
        say(told(error));
      }
      // A loop that ended by an error does not call return().
      const late = listener.accept();
      await world.connect({ hostname, port: listener.addr.port });
      await tell(say, "accept", () => late);
    },
  },
  {
    name: "a client that has written and gone is accepted, and read to its end",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const client = await world.connect({ hostname, port });
      await writeAll(client, "bye");
      client.close();
      await arrived(world, port, "server", 4);
      const server = await listener.accept();
      say(await readText(server, 3));
      await tell(say, "read", () => readOnce(server));
    },
  },
  {
    name: "many clients are connected at once, whatever the backlog",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 1 });
      const { port } = listener.addr;
      const clients = new Set<number>();
      for (let i = 0; i < 40; i++) {
        const accepted = listener.accept();
        const client = await world.connect({ hostname, port });
        clients.add(client.localAddr.port);
        await accepted;
      }
      const rows = (await world.table.rows()).filter((row) =>
        row.local.port === port && clients.has(row.remote.port) &&
        row.state === "ESTABLISHED"
      );
      say(`${clients.size} ${rows.length}`);
    },
  },
  {
    name: "the names of a listener and a connection",
    async run(world, say) {
      const { listener, client } = await pair(world);
      const names = (object: object) =>
        Reflect.ownKeys(object).map(String).sort().join();
      for (const object of [listener, client]) {
        const prototype = Object.getPrototypeOf(object);
        say(`${object.constructor.name} ${Deno.inspect(object)} ${object}`);
        say(names(prototype));
        say(
          `${Object.getPrototypeOf(Object.getPrototypeOf(prototype)) === null}`,
        );
      }
      say(
        names(Object.getPrototypeOf(Object.getPrototypeOf(client))).replace(
          "checkOpen,",
          "",
        ),
      );
      await tellVoid(say, "ref", () => client.ref());
      await tellVoid(say, "unref", () => client.unref());
      await pause(1);
    },
  },
];

export default scenarios;
