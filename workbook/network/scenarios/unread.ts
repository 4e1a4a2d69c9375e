// close() with bytes unread or unsent, and data for a side that is gone.
import { everyCall } from "./every_call.ts";
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
  type Scenario,
  tell,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
  {
    name: "writing to a peer that has closed: the first write succeeds",
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
      await everyCall(say, server);
    },
  },
  {
    name: "close() with unread bytes: the peer sees the end, then BrokenPipe",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(server, "never read");
      await arrived(world, port, "client", 10);
      client.close();
      await reach(world, say, port);
      await everyCall(say, server);
    },
  },
  {
    name: "close() with unread bytes under a pending read",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(server, "never read");
      await arrived(world, port, "client", 10);
      const read = readOnce(server);
      await pause(3);
      client.close();
      await tell(say, "read", () => read);
      await reach(world, say, port);
      await tell(say, "write", () => server.write(bytes("x")));
    },
  },
  {
    name: "close() with unread bytes after the peer's FIN",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await writeAll(server, "never read");
      await server.closeWrite();
      await arrived(world, port, "client", 11);
      client.close();
      await tell(say, "server reads", () => readOnce(server));
      await everyCall(say, server);
    },
  },
  {
    name: "close() with unread bytes throws away what was not sent",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await client.write(bytes("a request"));
      await arrived(world, port, "server", 9);
      const taken = await server.write(new Uint8Array(HUGE));
      server.close();
      const [count, ...end] = (await drain(client)).split(" ");
      say(`less than was taken: ${Number(count) < taken} ${end.join(" ")}`);
      await everyCall(say, client);
    },
  },
  {
    name: "data for a side that has closed, with its FIN still queued",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await client.write(new Uint8Array(HUGE));
      client.close();
      const [row] = await reach(
        world,
        say,
        port,
        "client FIN_WAIT_1",
        "server ESTABLISHED",
      );
      say(`held: ${row.owned}`);
      await tell(say, "server writes", () => server.write(bytes("x")));
      await reach(world, say, port);
      say((await drain(server)).replace(/^\d+/, "some"));
      await everyCall(say, server);
    },
  },
  {
    name: "a pending write fails when the peer closes with unread bytes",
    only: "kind",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      await client.write(new Uint8Array(HUGE));
      const write = client.write(new Uint8Array(HUGE));
      say(`pending: ${await pendingAfterPause(write)}`);
      server.close();
      await tell(say, "write", () => write);
      await reach(world, say, port);
      await everyCall(say, client);
    },
  },
];

export default scenarios;
