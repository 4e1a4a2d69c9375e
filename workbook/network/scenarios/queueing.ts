// The accept queue: what waits in it, and what happens to a SYN when it is full.
import {
  arrived,
  hostname,
  pause,
  pendingAfterPause,
  queues,
  reachQueues,
  readText,
  type Scenario,
  tell,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
  {
    name: "a connection exists before accept(), and takes bytes",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const client = await world.connect({ hostname, port });
      await reachQueues(
        world,
        say,
        port,
        "LISTEN",
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      await writeAll(client, "hello before accept");
      await arrived(world, port, "server", 19);
      const server = await listener.accept();
      say(await readText(server, 19));
      await reachQueues(
        world,
        say,
        port,
        "LISTEN",
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
    },
  },
  {
    name: "accept() takes connections in the order in which they came",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const clients = [];
      for (let i = 0; i < 5; i++) {
        clients.push(
          await world.connect({ hostname, port: listener.addr.port }),
        );
      }
      for (const client of clients) {
        const server = await listener.accept();
        say(`${server.remoteAddr.port === client.localAddr.port}`);
      }
    },
  },
  ...[0, 1, 3].map((tcpBacklog): Scenario => ({
    name: `a backlog of ${tcpBacklog} queues ${
      tcpBacklog + 1
    }; the next SYN is dropped`,
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog });
      const { port } = listener.addr;
      for (let i = 0; i <= tcpBacklog; i++) {
        await world.connect({ hostname, port });
      }
      const giveUp = new AbortController();
      const late = world.connect({ hostname, port, signal: giveUp.signal });
      say(`one more is pending: ${await pendingAfterPause(late)}`);
      const states = Array(tcpBacklog + 1).fill([
        "client ESTABLISHED",
        "server ESTABLISHED",
      ]).flat();
      const rows = (await world.table.rows()).filter((row) =>
        row.remote.port === port || row.local.port === port
      );
      say(rows.map((row) => row.state).sort().join());
      say(queues(rows.filter((row) => /LISTEN|SYN_SENT/.test(row.state))));
      giveUp.abort();
      await tell(say, "aborted", () => late);
      const left = (await world.table.rows()).filter((row) =>
        row.remote.port === port || row.local.port === port
      );
      say(`${left.length === states.length + 1}`);
    },
  })),
  {
    name: "a dropped SYN is sent again after a second, when there is room",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 0 });
      const { port } = listener.addr;
      await world.connect({ hostname, port });
      const began = performance.now();
      const late = world.connect({ hostname, port });
      say(`pending: ${await pendingAfterPause(late)}`);
      await listener.accept();
      await tell(say, "late", () => late);
      const ms = performance.now() - began;
      say(`about a second: ${ms > 900 && ms < 1_400}`);
      await tell(say, "accept", () => listener.accept());
    },
  },
  {
    name:
      "a client whose SYN was dropped is refused when the listener is closed",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 0 });
      const { port } = listener.addr;
      await world.connect({ hostname, port });
      const late = world.connect({ hostname, port });
      late.catch(() => {});
      await pause();
      const began = performance.now();
      listener.close();
      await tell(say, "late", () => late);
      const ms = performance.now() - began;
      say(`about a second: ${ms > 700 && ms < 1_400}`);
    },
  },
  {
    name: "signals end a connect() that is pending, or before it begins",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0, tcpBacklog: 0 });
      const { port } = listener.addr;
      const connect = (signal: AbortSignal) => () =>
        world.connect({ hostname, port, signal });
      await tell(say, "aborted before", connect(AbortSignal.abort()));
      await tell(
        say,
        "with a reason",
        connect(AbortSignal.abort(new RangeError("mine"))),
      );
      await tell(say, "with a text", connect(AbortSignal.abort("text")));
      const late = new AbortController();
      await tell(say, "room", connect(late.signal));
      late.abort();
      await tell(say, "timeout", connect(AbortSignal.timeout(30)));
      const controller = new AbortController();
      setTimeout(() => controller.abort(new TypeError("why")), 10);
      await tell(say, "reason later", connect(controller.signal));
      const server = await listener.accept();
      await writeAll(
        server,
        "an abort after the connection is made does nothing",
      );
      await tell(
        say,
        "bad port comes after the signal",
        () =>
          world.connect({ hostname, port: -1, signal: AbortSignal.abort() }),
      );
    },
  },
  {
    name: "a listener that is closed in the same turn resets what dials it",
    only: "kind",
    async run(world, say) {
      for (const accepting of [false, true]) {
        const listener = world.listen({ hostname, port: 0 });
        const { port } = listener.addr;
        const accepted = accepting ? listener.accept() : undefined;
        accepted?.catch(() => {});
        const dialled = world.connect({ hostname, port });
        listener.close();
        await tell(say, "connect", () => dialled);
        if (accepted) await tell(say, "accept", () => accepted);
      }
    },
  },
  {
    name: "an abort in the turn of connect(), with room in the queue",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const controller = new AbortController();
      const { signal } = controller;
      const dialled = world.connect({ hostname, port, signal });
      controller.abort();
      await tell(say, "connect", () => dialled);
    },
  },
];

export default scenarios;
