import { assertEquals } from "@std/assert";
import type { SocketRow } from "../kernel/mod.ts";
import type { TcpState } from "../tcp/mod.ts";
import { areEstablished, dial, Opened, watchClients } from "./kit.ts";

const at = (port: number) => ({ hostname: "127.0.0.1", port });

const row = (
  local: number,
  remote: number,
  state: TcpState,
  owned = true,
): SocketRow => ({
  family: "ipv4",
  local: at(local),
  remote: at(remote),
  state,
  receiveQueue: 0,
  sendQueue: 0,
  owned,
});

Deno.test("watchClients() numbers the clients, and tells who is not accepted", () => {
  const { mine, label } = watchClients(80, [500, 600]);
  const labels = [
    row(80, 0, "LISTEN"),
    row(500, 80, "ESTABLISHED"),
    row(80, 600, "ESTABLISHED", false),
    row(80, 500, "FIN_WAIT_2", false),
    row(700, 80, "SYN_SENT"),
    row(900, 80, "TIME_WAIT", false),
    row(500, 81, "TIME_WAIT", false),
    row(82, 0, "LISTEN"),
  ].filter((each) => mine!(each)).map((each) => label!(each));
  assertEquals(labels, [
    "the listener",
    "client 1",
    "server side of client 2, not accepted",
    "server side of client 1",
    "a client that dials",
  ]);
});

Deno.test("areEstablished() counts both ends", () => {
  const rows = [row(80, 500, "ESTABLISHED"), row(500, 80, "ESTABLISHED")];
  assertEquals(areEstablished(2)(rows), true);
  assertEquals(areEstablished(2)([...rows, ...rows]), false);
});

Deno.test("dial() is given up, or closed, when the demo ends", async () => {
  const open = new Opened();
  const listener = open.keep(
    Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 0 }),
  );
  const first = await dial(listener, open);
  const accepted = open.keep(await listener.accept());
  const held = await dial(listener, open);
  const waiting = dial(listener, open);
  open[Symbol.dispose]();
  // Linux leaves it in SYN_SENT; where it was completed it is closed.
  await waiting.then(closed, () => {});
  for (const conn of [first, accepted, held]) await closed(conn);
});

/** Expects that a connection is closed. */
async function closed(conn: Deno.Conn): Promise<void> {
  const name = await conn.read(new Uint8Array(1)).catch((error) => error.name);
  assertEquals(name, "BadResource");
}
