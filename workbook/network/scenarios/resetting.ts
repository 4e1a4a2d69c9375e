// A reset, and what each call says of it afterwards.
import type { Pair, World } from "./world.ts";
import {
  arrived,
  bytes,
  drain,
  hostname,
  pause,
  pendingAfterPause,
  reach,
  readOnce,
  readText,
  type ResettingPeer,
  type Say,
  type Scenario,
  tell,
  tellVoid,
} from "./world.ts";

interface Resetting extends Pick<Pair, "server" | "port"> {
  peer: ResettingPeer;
}

/** A connection whose client can reset it. */
async function resetting(world: World): Promise<Resetting> {
  const listener = world.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const peer = await world.dial({ hostname, port });
  return { peer, server: await listener.accept(), port };
}

/** Resets, and waits until both ends are gone from the table. */
async function reset(
  world: World,
  say: Say,
  { peer, port }: Resetting,
): Promise<void> {
  peer.reset();
  await reach(world, say, port);
}

const scenarios: Scenario[] = [
  {
    name:
      "a reset, met by read(): ConnectionReset once, then null and BrokenPipe",
    async run(world, say) {
      const all = await resetting(world);
      const { server } = all;
      await reset(world, say, all);
      for (let i = 0; i < 3; i++) {
        await tell(say, "read", () => readOnce(server));
      }
      await tell(say, "write", () => server.write(bytes("x")));
      await tellVoid(say, "closeWrite", () => server.closeWrite());
      await tellVoid(say, "setNoDelay", () => server.setNoDelay());
      await tellVoid(say, "close", () => server.close());
      await tell(say, "read", () => readOnce(server));
    },
  },
  {
    name:
      "a reset, met by write(): ConnectionReset once, then BrokenPipe and null",
    async run(world, say) {
      const all = await resetting(world);
      const { server } = all;
      await reset(world, say, all);
      for (let i = 0; i < 3; i++) {
        await tell(say, "write", () => server.write(bytes("x")));
      }
      await tell(say, "read", () => readOnce(server));
    },
  },
  {
    name: "a reset, met by closeWrite(): nothing is said; the next read tells",
    async run(world, say) {
      const all = await resetting(world);
      await reset(world, say, all);
      await tellVoid(say, "closeWrite", () => all.server.closeWrite());
      await tell(say, "read", () => readOnce(all.server));
    },
  },
  {
    name: "a reset under a pending read",
    async run(world, say) {
      const all = await resetting(world);
      const read = readOnce(all.server);
      await pause(3);
      all.peer.reset();
      await tell(say, "read", () => read);
      await tell(say, "read", () => readOnce(all.server));
      await tell(say, "write", () => all.server.write(bytes("x")));
    },
  },
  {
    name: "a reset under a pending write",
    only: "kind",
    async run(world, say) {
      const all = await resetting(world);
      await all.server.write(new Uint8Array(50_000_000));
      let write = all.server.write(new Uint8Array(50_000_000));
      // The peer's runtime may have read some of it.
      while (!await pendingAfterPause(write)) {
        await write;
        write = all.server.write(new Uint8Array(50_000_000));
      }
      all.peer.reset();
      await tell(say, "write", () => write);
      await tell(say, "write", () => all.server.write(bytes("x")));
      await tell(say, "read", () => readOnce(all.server));
    },
  },
  {
    name: "bytes that came before the reset can be read",
    async run(world, say) {
      const all = await resetting(world);
      await all.peer.write("hello");
      await arrived(world, all.port, "server", 5);
      await reset(world, say, all);
      say(await readText(all.server, 5));
      say(await drain(all.server));
      await tell(say, "read", () => readOnce(all.server));
    },
  },
  {
    name: "a reset after the peer's FIN: null, then BrokenPipe",
    async run(world, say) {
      const all = await resetting(world);
      await all.peer.write("bye");
      await all.peer.end();
      await arrived(world, all.port, "server", 4);
      await reset(world, say, all);
      say(await readText(all.server, 3));
      for (let i = 0; i < 2; i++) {
        await tell(say, "read", () => readOnce(all.server));
      }
      for (let i = 0; i < 2; i++) {
        await tell(say, "write", () => all.server.write(bytes("x")));
      }
      await tellVoid(say, "closeWrite", () => all.server.closeWrite());
    },
  },
  {
    name: "a reset after the own FIN: ConnectionReset",
    async run(world, say) {
      const all = await resetting(world);
      await all.server.closeWrite();
      await reach(
        world,
        say,
        all.port,
        "client CLOSE_WAIT",
        "server FIN_WAIT_2",
      );
      await reset(world, say, all);
      await tell(say, "read", () => readOnce(all.server));
      await tell(say, "read", () => readOnce(all.server));
      await tell(say, "write", () => all.server.write(bytes("x")));
    },
  },
  {
    name: "a reset after the own FIN, met by write()",
    async run(world, say) {
      const all = await resetting(world);
      await all.server.closeWrite();
      await reach(
        world,
        say,
        all.port,
        "client CLOSE_WAIT",
        "server FIN_WAIT_2",
      );
      await reset(world, say, all);
      await tell(say, "write", () => all.server.write(bytes("x")));
      await tell(say, "write", () => all.server.write(bytes("x")));
      await tell(say, "read", () => readOnce(all.server));
    },
  },
  {
    name: "a reset seen through readable and writable",
    async run(world, say) {
      const all = await resetting(world);
      const reader = all.server.readable.getReader();
      await reset(world, say, all);
      await tell(say, "readable", () => reader.read());
      await tell(say, "close", () => all.server.close());
      const other = await resetting(world);
      const writer = other.server.writable.getWriter();
      await reset(world, say, other);
      await tell(say, "writable", () => writer.write(bytes("x")));
      await tell(say, "closed", () => writer.closed);
      await tell(say, "close", () => other.server.close());
    },
  },
  {
    name: "one connection reset leaves the listener and the others alone",
    async run(world, say) {
      const all = await resetting(world);
      const other = await world.connect({ hostname, port: all.port });
      all.peer.reset();
      await tell(say, "read", () => readOnce(all.server));
      all.server.close();
      await reach(
        world,
        say,
        all.port,
        "client ESTABLISHED",
        "server ESTABLISHED",
      );
      await tell(say, "write", () => other.write(bytes("x")));
    },
  },
];

export default scenarios;
