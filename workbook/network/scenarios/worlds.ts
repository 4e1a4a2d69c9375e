import net from "node:net";
import { newRowsOnly } from "../../kernel/mod.ts";
import { createNetwork, type NetworkOptions } from "../mod.ts";
import type { ResettingPeer, Scenario, World } from "./world.ts";
import { bytes, told } from "./world.ts";

/** Closes what a scenario left open. */
type CleanUp = () => void;

/** Remembers a socket, to close it at the end. */
function keeper(): {
  keep<T extends Disposable>(socket: T): T;
  close: CleanUp;
} {
  const kept: Disposable[] = [];
  return {
    keep: (socket) => {
      kept.push(socket);
      return socket;
    },
    close: () => kept.forEach((socket) => socket[Symbol.dispose]()),
  };
}

/** A peer of `node:net`, whose `resetAndDestroy()` sends RST. */
async function nodePeer(
  server: { hostname: string; port: number },
): Promise<{ peer: ResettingPeer; socket: net.Socket }> {
  const socket = net.connect({
    host: server.hostname,
    port: server.port,
    allowHalfOpen: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  const peer: ResettingPeer = {
    local: { hostname: socket.localAddress!, port: socket.localPort! },
    write: (text) =>
      new Promise((resolve) => socket.write(text, () => resolve())),
    end: () => new Promise((resolve) => socket.end(() => resolve())),
    reset: () => void socket.resetAndDestroy(),
  };
  return { peer, socket };
}

/**
 * Runs a scenario on the real kernel.
 *
 * @returns What it told.
 */
export async function onKernel(scenario: Scenario): Promise<string[]> {
  const log: string[] = [];
  const { keep, close } = keeper();
  const sockets: net.Socket[] = [];
  const world: World = {
    listen: (options) => keep(Deno.listen(options as Deno.TcpListenOptions)),
    // Returned as it is: a promise around it would settle a little later.
    connect(options) {
      const dialled = Deno.connect(options);
      dialled.then(keep, () => {});
      return dialled;
    },
    async dial(server) {
      const { peer, socket } = await nodePeer(server);
      sockets.push(socket);
      return peer;
    },
    table: await newRowsOnly(),
  };
  try {
    await scenario.run(world, (line) => log.push(line));
  } catch (error) {
    log.push(`the scenario failed: ${told(error)}`);
  } finally {
    close();
    for (const socket of sockets) {
      if (socket.destroyed) continue;
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.destroy();
      await closed;
    }
  }
  return log;
}

/**
 * Runs a scenario on the model, on virtual time.
 *
 * @returns What it told.
 */
export async function onModel(
  scenario: Scenario,
  options: NetworkOptions,
): Promise<string[]> {
  const log: string[] = [];
  const network = createNetwork({
    allowNet: ["127.0.0.1", "[::1]"],
    ...options,
  });
  const world: World = {
    listen: network.listen,
    connect: network.connect,
    async dial(server) {
      const conn = await network.connect(server);
      return {
        local: conn.localAddr,
        async write(text) {
          const data = bytes(text);
          for (let at = 0; at < data.length;) {
            at += await conn.write(data.subarray(at));
          }
        },
        end: () => conn.closeWrite(),
        reset: () => network.reset(conn),
      };
    },
    table: network,
  };
  const uninstall = network.installClock();
  try {
    await scenario.run(world, (line) => log.push(line));
  } catch (error) {
    log.push(`the scenario failed: ${told(error)}`);
  } finally {
    network.close();
    uninstall();
  }
  return log;
}
