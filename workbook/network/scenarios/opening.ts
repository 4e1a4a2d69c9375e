// Listening and connecting: addresses, ports, the accept queue, refusals.
import {
  bytes,
  drain,
  hostname,
  pair,
  pause,
  reach,
  readText,
  type Scenario,
  tell,
  told,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
  {
    name:
      "listen() on port 0 chooses a port; addr is a record without a prototype",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { addr } = listener;
      say(`${addr.hostname} ${addr.transport} ${addr.port > 1023}`);
      say(`${Object.keys(addr)} ${Object.getPrototypeOf(addr)}`);
      say(`the same record each time: ${listener.addr === addr}`);
      listener.close();
      say(`after close(): ${listener.addr.hostname}`);
      await pause(1);
    },
  },
  {
    name: "both ends of a connection name the same two endpoints",
    async run(world, say) {
      const { client, server, port } = await pair(world);
      say(
        `${client.remoteAddr.port === port} ${server.localAddr.port === port}`,
      );
      say(`${client.localAddr.port === server.remoteAddr.port}`);
      say(
        [client.localAddr, server.localAddr, server.remoteAddr].map((a) =>
          a.hostname
        ).join(),
      );
      say(
        `${Object.keys(client.localAddr)} ${
          client.localAddr === client.localAddr
        }`,
      );
    },
  },
  {
    name: "connect() to a port where nobody listens is refused",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      listener.close();
      await tell(say, "connect", () => world.connect({ hostname, port }));
      await tell(say, "without hostname", () => world.connect({ port }));
    },
  },
  {
    name: "bad ports and hosts",
    async run(world, say) {
      for (const port of [-1, 65_536, 1.5, NaN, "abc", "", true, 1e10]) {
        const bad = { hostname, port: port as number };
        await tell(say, `listen ${port}`, () => world.listen(bad));
        await tell(say, `connect ${port}`, () => world.connect(bad));
      }
      for (const port of [0, null, undefined]) {
        await tell(
          say,
          `connect ${port}`,
          () => world.connect({ hostname, port: port as number }),
        );
      }
      await tell(
        say,
        "listen null",
        () =>
          world.listen({ hostname, port: null as unknown as number }).addr
            .hostname,
      );
      const listener = world.listen({ hostname, port: 0 });
      const port = `${listener.addr.port}` as unknown as number;
      await tell(
        say,
        "a text of digits",
        () => world.connect({ hostname, port }),
      );
      await tell(
        say,
        "backlog as text",
        () =>
          world.listen({
            hostname,
            port: 0,
            tcpBacklog: "3" as unknown as number,
          }),
      );
      for (const tcpBacklog of [-1, 1.5, NaN]) {
        await tell(
          say,
          `backlog ${tcpBacklog}`,
          () => world.listen({ hostname, port: 0, tcpBacklog }).addr.hostname,
        );
      }
      const nothing = undefined as unknown as Deno.ConnectOptions;
      await tell(say, "listen()", () => world.listen(nothing));
      await tell(say, "connect()", () => world.connect(nothing));
    },
  },
  {
    name: "AddrInUse: a second listener; the port is free after close()",
    async run(world, say) {
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      await tell(say, "second", () => world.listen({ hostname, port }));
      listener.close();
      await tell(
        say,
        "after close()",
        () => world.listen({ hostname, port }).addr.port === port,
      );
    },
  },
  {
    name:
      "connections of a listener do not keep its port; those of a client do",
    async run(world, say) {
      const { listener, port, client, server } = await pair(world);
      listener.close();
      const listen = (port: number) => () =>
        world.listen({ hostname, port }).close();
      await tell(say, "ESTABLISHED, a server's", listen(port));
      await tell(say, "ESTABLISHED, a client's", listen(client.localAddr.port));
      await server.closeWrite();
      await tell(say, "FIN_WAIT, a server's", listen(port));
      say(await drain(client));
      client.close();
      await reach(world, say, port, "server TIME_WAIT");
      await tell(say, "TIME_WAIT, a server's", listen(port));
      await tell(say, "CLOSED, a client's", listen(client.localAddr.port));
      await tell(say, "no listener", () => world.connect({ hostname, port }));
    },
  },
  {
    name: "a client's port in TIME_WAIT cannot be listened on",
    async run(world, say) {
      const { port, client, server } = await pair(world);
      client.close();
      say(await drain(server));
      server.close();
      await reach(world, say, port, "client TIME_WAIT");
      await tell(
        say,
        "listen",
        () => world.listen({ hostname, port: client.localAddr.port }),
      );
    },
  },
  {
    name: "IPv6: ::1 has ports of its own",
    needs: "IPv6",
    async run(world, say) {
      const { port, client, server } = await pair(world, "::1");
      say(`${client.localAddr.hostname} ${server.remoteAddr.hostname}`);
      const rows = await reach(
        world,
        say,
        port,
        "LISTEN",
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      say(
        rows.map((row) =>
          `${row.family} ${row.local.hostname} ${row.remote.hostname}`
        ).join("; "),
      );
      await tell(say, "127.0.0.1", () => world.connect({ hostname, port }));
      await tell(
        say,
        "same port on 127.0.0.1",
        () => world.listen({ hostname, port }).addr.port === port,
      );
      await tell(
        say,
        "in brackets",
        () => world.listen({ hostname: "[::1]", port: 0 }).addr.hostname,
      );
      await writeAll(client, bytes("six"));
      say(await readText(server, 3));
    },
  },
  {
    name: "every other host needs a permission",
    async run(world, say) {
      for (
        const options of [
          { port: 1 },
          { port: 0 },
          { hostname: "localhost", port: 1 },
          { hostname: "::", port: 1 },
          { hostname: "127.0.0.2", port: 1 },
        ]
      ) {
        if (Deno.permissions.querySync({ name: "net" }).state === "granted") {
          return;
        }
        await tell(
          say,
          `listen ${options.hostname}`,
          () => world.listen(options),
        );
        if (!options.hostname) continue;
        await tell(
          say,
          `connect ${options.hostname}`,
          () => world.connect(options),
        );
      }
    },
  },
  {
    name: "wildcard and specific addresses",
    needs: "every address",
    async run(world, say) {
      const hosts = [hostname, "127.0.0.2", "0.0.0.0", "::", "::1"];
      for (const first of hosts) {
        const listener = world.listen({ hostname: first, port: 0 });
        const { port } = listener.addr;
        for (const other of hosts) {
          await tell(
            say,
            `listen ${first} ${other}`,
            () => world.listen({ hostname: other, port }).close(),
          );
        }
        for (
          const other of [
            hostname,
            "127.0.0.9",
            "0.0.0.0",
            "::1",
            "localhost",
            "127.1",
          ]
        ) {
          try {
            const client = await world.connect({ hostname: other, port });
            const server = await listener.accept();
            say(
              `connect ${first} ${other}: ${client.localAddr.hostname} ${client.remoteAddr.hostname} ${server.localAddr.hostname} ${server.remoteAddr.hostname}`,
            );
            client.close();
            say(await drain(server));
            server.close();
          } catch (error) {
            say(`connect ${first} ${other}: ${told(error)}`);
          }
        }
        listener.close();
      }
    },
  },
  {
    name: "hosts that cannot be listened on",
    needs: "every address",
    async run(world, say) {
      for (
        const other of [
          "",
          "192.0.2.1",
          "nope.invalid",
          "127.0.0.300",
          "localhost",
          "LOCALHOST",
          "127.1",
          "0:0:0:0:0:0:0:1",
          "256",
        ]
      ) {
        await tell(
          say,
          `listen "${other}"`,
          () => world.listen({ hostname: other, port: 0 }).addr.hostname,
        );
      }
      await tell(
        say,
        'connect ""',
        () => world.connect({ hostname: "", port: 1 }),
      );
      await tell(
        say,
        "connect nope.invalid",
        () => world.connect({ hostname: "nope.invalid", port: 1 }),
      );
    },
  },
];

export default scenarios;
