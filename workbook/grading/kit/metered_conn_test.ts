import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { LIMITS } from "../../sandbox/limits.ts";
import { meter } from "./metered_conn.ts";
import { eventually } from "./waiting.ts";

/** Both ends of a connection; they are closed with `using`. */
async function connection() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [conn, peer] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port }),
    listener.accept(),
  ]);
  listener.close();
  return {
    conn,
    peer,
    [Symbol.dispose]() {
      conn[Symbol.dispose]();
      peer[Symbol.dispose]();
    },
  };
}

Deno.test("meter() takes what it has room for, and counts it", async () => {
  using both = await connection();
  const { conn } = both;
  const metered = meter(conn, { room: 3 });
  assertEquals(await conn.write(new Uint8Array(5)), 3);
  const waiting = conn.write(new Uint8Array(2));
  assertEquals(metered.waiting, 1);
  assertEquals(metered.taken, 3);
  metered.allow(10);
  assertEquals(await waiting, 2);
  assertEquals(metered.writes, [3, 2]);
});

Deno.test("meter() knows when Nagle's algorithm holds a write back", async () => {
  using both = await connection();
  const { conn } = both;
  const metered = meter(conn);
  await conn.write(new Uint8Array(4));
  assertEquals(metered.isHeldBack, false);
  await conn.write(new Uint8Array(0));
  assertEquals(metered.isHeldBack, false);
  await conn.write(new Uint8Array(3));
  assertEquals(metered.isHeldBack, true);
  conn.setNoDelay(true);
  await conn.write(new Uint8Array(3));
  assertEquals(metered.isHeldBack, false);
});

Deno.test("meter() refuses setNoDelay() while a write waits, as Deno does", async () => {
  using both = await connection();
  const { conn } = both;
  const metered = meter(conn, { room: 0 });
  const waiting = conn.write(new Uint8Array(5));
  assertThrows(() => conn.setNoDelay(true), Error, "Unable to get resources");
  metered.allow(5);
  await waiting;
  conn.setNoDelay(true);
});

Deno.test("Deno refuses setNoDelay() while a write waits", async () => {
  using both = await connection();
  const { conn } = both;
  // More than the queues of a connection hold.
  const endless = conn.write(new Uint8Array(64 << 20))
    .then(() => conn.write(new Uint8Array(64 << 20)));
  const isOver = assertRejects(() => endless, Deno.errors.Interrupted);
  const error = await eventually(
    () => {
      try {
        conn.setNoDelay(true);
      } catch (error) {
        return error as Error;
      }
    },
    LIMITS.replyMs,
    { cause: "never-ended", what: "no call of setNoDelay() was refused" },
  );
  assertEquals(error.message, "Unable to get resources");
  conn.close();
  await isOver;
});

Deno.test("meter() ends a write that waits at close()", async () => {
  using both = await connection();
  const { conn } = both;
  meter(conn, { room: 0 });
  const waiting = conn.write(new Uint8Array(5));
  conn.close();
  await assertRejects(() => waiting, Deno.errors.Interrupted);
  await assertRejects(
    () => conn.write(new Uint8Array(0)),
    Deno.errors.BadResource,
  );
});

Deno.test("meter() sends a FIN behind the writes that wait, as Deno does", async () => {
  using both = await connection();
  const { conn, peer } = both;
  const metered = meter(conn, { room: 0 });
  const waiting = conn.write(new Uint8Array(5));
  let isEnded = false;
  const ending = conn.closeWrite().then(() => isEnded = true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(isEnded, false);
  metered.allow(5);
  await Promise.all([waiting, ending]);
  const buffer = new Uint8Array(10);
  assertEquals(await peer.read(buffer), 5);
  assertEquals(await peer.read(buffer), null);
});

Deno.test("meter() counts what goes through the stream, too", async () => {
  using both = await connection();
  const { conn, peer } = both;
  const metered = meter(conn, { room: 2 });
  const writer = conn.writable.getWriter();
  const written = writer.write(new Uint8Array([1, 2, 3]));
  metered.allow(7);
  await written;
  assertEquals(metered.taken, 3);
  await writer.close();
  const buffer = new Uint8Array(10);
  assertEquals(await peer.read(buffer), 3);
  assertEquals(await peer.read(buffer), null);
});

Deno.test("meter() breaks a connection off", async () => {
  using both = await connection();
  const { conn } = both;
  const metered = meter(conn, { room: 0 });
  const waiting = conn.write(new Uint8Array(5));
  metered.fail(new Deno.errors.BrokenPipe("broken"));
  await assertRejects(() => waiting, Deno.errors.BrokenPipe);
  await assertRejects(
    () => conn.write(new Uint8Array(5)),
    Deno.errors.BrokenPipe,
  );
});

Deno.test("meter() lets no write wait on a connection that is closed", async () => {
  using both = await connection();
  const { conn } = both;
  meter(conn, { room: 0 });
  const waiting = conn.write(new Uint8Array(5));
  conn.close();
  await assertRejects(() => waiting, Deno.errors.Interrupted);
  await assertRejects(
    () => conn.write(new Uint8Array(5)),
    Deno.errors.BadResource,
  );
});
