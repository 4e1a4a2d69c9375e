// Which addresses and ports can be listened on and connected to.
import {
  bytes,
  drain,
  hostname,
  pair,
  reach,
  readText,
  type Scenario,
  tell,
  told,
  writeAll,
} from "./world.ts";

const scenarios: Scenario[] = [
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
    name: "the transport is tcp, or left out",
    async run(world, say) {
      for (const transport of ["tcp", undefined, null, "TCP", "udp", ""]) {
        const options = {
          hostname,
          port: 0,
          transport,
        } as unknown as Deno.ListenOptions;
        await tell(
          say,
          `listen ${transport}`,
          () => world.listen(options).addr.transport,
        );
        await tell(
          say,
          `connect ${transport}`,
          () => world.connect({ ...options, port: -1 }),
        );
      }
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
          { hostname: "LocalHost", port: 1 },
          { hostname: "localhost.", port: 1 },
          { hostname: "[localhost]", port: 1 },
          { hostname: "127.0.0.1:80", port: 1 },
          { hostname: "127.1", port: 1 },
          { hostname: "", port: 1 },
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
          "0x7f.1",
          "0177.0.0.1",
          "08.1",
          "127.0.0.1.",
          "127.0.0.1:80",
          "[127.0.0.1]",
          "[localhost]",
          "a host",
          "a..b",
          ".",
          "255.255.255.255",
          "224.0.0.1",
          "239.255.255.255",
          "4294967295",
          "ff02::1",
          "ff0e::1",
          "fe80::1",
          "[fe80::1]",
          "::1%1",
          "::1%nowhere",
          "::1.",
          "127.0.0.1/8",
          "::1/128",
          "127.0.0.1/33",
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
      for (
        const many of [
          "127.255.255.255",
          "255.255.255.255",
          "224.0.0.1",
          "ff02::1",
          "fe80::1",
          "::1%1",
        ]
      ) {
        await tell(
          say,
          `connect ${many}`,
          () => world.connect({ hostname: many, port: 1 }),
        );
      }
    },
  },
];

export default scenarios;
