/**
 * Two walks through the model, segment by segment: an accept queue that is
 * full, and a FIN behind data. Nothing is opened, so no permission is needed:
 *
 *     deno run workbook/network/walk.ts
 *
 * @module
 */
import { createNetwork, type Network, type Segment } from "./mod.ts";

const hostname = "127.0.0.1";

/** Names in place of ports: they read better than numbers. */
type Names = Map<number, string>;

function printer(names: Names) {
  const name = (port: number) => names.get(port) ?? "client";
  return ({ from, to, flags, data }: Segment, atMs: number, fate: string) => {
    const way = `${name(from.port)} → ${name(to.port)}`;
    const bytes = data ? `, ${data.length} bytes` : "";
    const lost = fate === "dropped" ? "   dropped: the queue is full" : "";
    console.log(
      `  ${atMs.toFixed(1).padStart(7)} ms  ${way}  ${flags}${bytes}${lost}`,
    );
  };
}

/** The rows of the socket table, with what waits in each queue. */
async function show(network: Network, names: Names): Promise<void> {
  for (const { local, state, receiveQueue } of await network.rows()) {
    const name = names.get(local.port) ?? "client";
    console.log(`              ${name}: ${state}, ${receiveQueue} waiting`);
  }
}

/** listen(2): a queue of backlog plus one. The SYN that finds it full is dropped, and sent again. */
async function acceptQueue(): Promise<void> {
  const names: Names = new Map();
  const network = createNetwork({ seed: 1, onSegment: printer(names) });
  const listener = network.listen({ hostname, port: 0, tcpBacklog: 0 });
  const { port } = listener.addr;
  names.set(port, "server");
  console.log("A listener with a backlog of 0; nobody has called accept().");
  await network.connect({ hostname, port });
  await show(network, names);
  console.log("A second client.");
  const second = network.connect({ hostname, port });
  await network.advance(500);
  await show(network, names);
  console.log("accept() makes room.");
  await listener.accept();
  await second;
  await show(network, names);
}

/** RFC 9293 section 3.6: a FIN ends one direction, after all the data of it. */
async function finBehindData(): Promise<void> {
  const names: Names = new Map();
  const network = createNetwork({
    seed: 1,
    profile: "slowReader",
    onSegment: printer(names),
  });
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  names.set(port, "server");
  console.log("The client writes 1500 bytes; the server has room for 1024.");
  const client = await network.connect({ hostname, port });
  const server = await listener.accept();
  await client.write(new Uint8Array(1_500));
  console.log("closeWrite(): the FIN waits behind the rest.");
  await client.closeWrite();
  await network.advance(10);
  await show(network, names);
  console.log("The server reads to the end.");
  const buffer = new Uint8Array(512);
  while (await server.read(buffer) !== null);
  await show(network, names);
  console.log("The server ends its direction, too.");
  await server.closeWrite();
  await network.advance(10);
  await show(network, names);
}

if (import.meta.main) {
  await acceptQueue();
  console.log();
  await finBehindData();
}
