// Half-close, close, and what the peer sees of them.
import { everyCall } from "./every_call.ts";
import {
  arrived,
  bytes,
  drain,
  hostname,
  HUGE,
  pair,
  pause,
  pendingAfterPause,
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
    name: "half-close: the other direction goes on",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await tellVoid(say, "closeWrite", () => client.closeWrite());
      await tell(say, "server reads", () => readOnce(server));
      await writeAll(server, "still flowing");
      say(await readText(client, 13));
      await tell(say, "client writes", () => client.write(bytes("x")));
      await tellVoid(say, "closeWrite again", () => client.closeWrite());
      await tell(say, "server reads again", () => readOnce(server));
      await reach(world, say, port, "client FIN_WAIT_2", "server CLOSE_WAIT");
      await server.closeWrite();
      say(await drain(client));
      await tellVoid(say, "closeWrite in TIME_WAIT", () => client.closeWrite());
      await everyCall(say, client);
      await everyCall(say, server);
    },
  },
  {
    name:
      "bytes come before the end, however late they are read; null for ever",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(client, "last words");
      client.close();
      await arrived(world, port, "server", 11);
      say(await readText(server, 10));
      for (let i = 0; i < 3; i++) {
        await tell(say, "read", () => readOnce(server));
      }
    },
  },
  {
    name: "a FIN waits behind megabytes",
    async run(world, say) {
      const { client, server } = await pair(world);
      const taken = await client.write(new Uint8Array(HUGE));
      await client.closeWrite();
      const got = await drain(server);
      say(`${got === `${taken} bytes, then null`}`);
    },
  },
  {
    name: "close() with megabytes unsent: all arrive",
    async run(world, say) {
      const { client, server } = await pair(world);
      const taken = await client.write(new Uint8Array(HUGE));
      client.close();
      const got = await drain(server);
      say(`${got === `${taken} bytes, then null`}`);
      await everyCall(say, server);
    },
  },
  {
    name: "close() interrupts a read",
    async run(world, say) {
      const { client, server } = await pair(world);
      const read = readOnce(client);
      await pause(3);
      client.close();
      await tell(say, "read", () => read);
      await tell(say, "peer", () => readOnce(server));
    },
  },
  {
    name: "close() interrupts a write, and a closeWrite() behind it",
    only: "kind",
    async run(world, say) {
      const { client, server } = await pair(world);
      const taken = await client.write(new Uint8Array(HUGE));
      const write = client.write(new Uint8Array(HUGE));
      const end = client.closeWrite();
      end.catch(() => {});
      say(`pending: ${await pendingAfterPause(write)}`);
      client.close();
      await tell(say, "write", () => write);
      await tell(say, "closeWrite", () => end);
      say(`${await drain(server) === `${taken} bytes, then null`}`);
    },
  },
  {
    name: "calls after close()",
    async run(world, say) {
      const { client } = await pair(world);
      const { port } = client.localAddr;
      client.close();
      await everyCall(say, client);
      await tell(say, "read 0", () => readOnce(client, 0));
      await tell(say, "write 0", () => client.write(new Uint8Array(0)));
      say(`${client.localAddr.port === port}`);
      client.ref();
      client.unref();
      client[Symbol.dispose]();
    },
  },
  {
    name: "a call that need not wait is done, although close() follows at once",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(server, "x");
      await arrived(world, port, "client", 1);
      const read = readOnce(client);
      read.catch(() => {});
      const write = client.write(bytes("y"));
      const end = client.closeWrite();
      client.close();
      // Whether the read was done or interrupted depends on when the runtime looked.
      await tell(say, "write", () => write);
      await tellVoid(say, "closeWrite", () => end);
      say(await readText(server, 1));
    },
  },
  {
    name: "a read of what is there is done, although close() follows at once",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await server.write(bytes("abc"));
      await arrived(world, port, "client", 3);
      const read = readOnce(client);
      client.close();
      await tell(say, "read", () => read);
    },
  },
  {
    name: "the server may be the active closer",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(server, "OK!!!");
      server.close();
      say(await readText(client, 5));
      await tell(say, "read", () => readOnce(client));
      client.close();
      await reach(world, say, port, "server TIME_WAIT");
      await tell(
        say,
        "listen again",
        () => world.listen({ hostname, port: 0 }).close(),
      );
    },
  },
  {
    name: "what one turn of a program does: dialled, accepted, both ends",
    only: "kind",
    async run(world, say) {
      const fresh = await pair(world);
      // The runtime has not looked at an accepted connection yet.
      const writes = [1, 2].map((size) =>
        fresh.server.write(new Uint8Array(size)).catch((error) => error.name)
      );
      fresh.client.close();
      await tell(say, "first write", () => writes[0]);
      await tell(say, "second write", () => writes[1]);
      const seen = await pair(world);
      await pause();
      const both = [1, 2].map((size) =>
        seen.server.write(new Uint8Array(size))
      );
      seen.client.close();
      say(JSON.stringify(await Promise.all(both)));
      const held = await pair(world);
      const read = readOnce(held.server);
      read.catch(() => {});
      await pause();
      // close() under a pending read takes effect a moment later.
      held.server.close();
      await held.client.closeWrite();
      await tell(say, "read", () => read);
      await reach(world, say, held.port, "client TIME_WAIT");
      const ended = await pair(world);
      await ended.client.closeWrite();
      await tell(say, "end", () => readOnce(ended.server));
      const again = readOnce(ended.server);
      ended.server.close();
      await tell(say, "end, and close() at once", () => again);
    },
  },
  {
    name: "in which order calls on closed sockets fail",
    async run(world, say) {
      const { listener, client } = await pair(world);
      client.close();
      listener.close();
      const order: string[] = [];
      const ended = (name: string) => () => void order.push(name);
      const calls: [string, Promise<unknown>][] = [
        ["accept", listener.accept()],
        ["next", listener[Symbol.asyncIterator]().next()],
        ["write", client.write(new Uint8Array(1))],
        ["read", client.read(new Uint8Array(1))],
        ["read 0", client.read(new Uint8Array(0))],
        ["closeWrite", client.closeWrite()],
      ];
      await Promise.all(
        calls.map(([name, call]) => call.then(ended(name), ended(name))),
      );
      say(order.join());
    },
  },
];

export default scenarios;
