// Listening and connecting: what both ends see, and who keeps a port.
import {
  drain,
  hostname,
  pair,
  pause,
  reach,
  type Scenario,
  tell,
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
      // The client's port is free now, unless another program of this machine has it.
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
];

export default scenarios;
