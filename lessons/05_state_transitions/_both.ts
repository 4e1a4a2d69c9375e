import { ask, call, type Events, say, step } from "../../workbook/demo/kit.ts";
import type { QueuesEvent } from "../../workbook/demo/events.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { drain, fill, kernelShows, type Shared } from "./_rows.ts";

const hostname = "127.0.0.1";

/** The bytes that nobody has read. A queue that cannot move is full with what is in it. */
function queuesOf(
  rows: SocketRow[],
  ports: { client: number; server: number },
): QueuesEvent | null {
  const rowOf = (port: number) => rows.find((row) => row.local.port === port);
  const sent = rowOf(ports.client)?.sendQueue;
  const received = rowOf(ports.server)?.receiveQueue;
  if (typeof sent !== "number" || typeof received !== "number") return null;
  return {
    type: "queues",
    queues: [
      { name: "client's send queue", bytes: sent, capacity: sent },
      { name: "server's receive queue", bytes: received, capacity: received },
    ],
  };
}

/** A FIN that cannot leave; then both ends have closed. */
export async function* bothClose({ open, kernel, listener }: Shared): Events {
  const server = listener.addr.port;
  yield step(7, "FIN_WAIT_1: a FIN that cannot leave yet");
  const c = open.keep(await Deno.connect({ hostname, port: server }));
  const d = open.keep(await listener.accept());
  const second = { client: c.localAddr.port, server };
  yield await fill("client", c);
  await c.closeWrite();
  yield call("await client.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  const held = ["FIN_WAIT_1", "ESTABLISHED"] as const;
  const queues = queuesOf(yield* kernelShows(kernel, second, ...held), second);
  if (queues) yield queues;
  yield say(
    "The FIN stands behind these bytes. While nobody reads at the server, it cannot leave.",
  );

  yield step(8, "CLOSING: the other end finishes before it has read");
  yield await fill("server", d);
  await d.closeWrite();
  yield call("await server.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield* kernelShows(kernel, second, "FIN_WAIT_1", "FIN_WAIT_1");
  yield ask("crossing-fins");
  await drain(c);
  yield call("the client reads to the end", undefined, "recv(fd, …)");
  yield* kernelShows(kernel, second, "CLOSING", "FIN_WAIT_2");
  yield call("the server reads to the end", await drain(d), "recv(fd, …)");
  yield* kernelShows(kernel, second, "TIME_WAIT", "TIME_WAIT");
  yield say("Each end closed before it had the other's FIN: both wait.");
}
