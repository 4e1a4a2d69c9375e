import { assertEquals, assertRejects } from "@std/assert";
import { greet, hangUp } from "./connection.ts";
import { encodeMessage } from "./messages.ts";

const NEVER = new Promise(() => {});
const HERE = { hostname: "127.0.0.1", port: 0 };

Deno.test("greet() hangs up on everybody who does not know the token", async () => {
  const listener = Deno.listen(HERE);
  const { hostname, port } = listener.addr;
  const greeted = greet(listener, "the token", NEVER);
  const strangers = [];
  for (
    const words of ["", "x".repeat(100_000), "null\n", '{"type":"done"}\n{"ty']
  ) {
    const conn = await Deno.connect({ hostname, port });
    conn.write(new TextEncoder().encode(words)).catch(() => {});
    strangers.push(conn);
  }
  const child = await Deno.connect({ hostname, port });
  await child.write(
    encodeMessage({ type: "hello", token: "the token", pid: 7 }),
  );
  await child.write(encodeMessage({ type: "beat" }));
  const { conn, lines, pid } = await greeted;
  assertEquals(pid, 7);
  assertEquals(await lines.next(), { done: false, value: '{"type":"beat"}' });
  for (const stranger of strangers) {
    // End of stream, or a reset because of unread bytes.
    assertEquals(
      await stranger.read(new Uint8Array(1)).catch(() => null),
      null,
    );
    stranger.close();
  }
  hangUp(child);
  await lines.return(undefined);
  hangUp(conn);
});

Deno.test("greet() gives up when the listener is closed", async () => {
  const listener = Deno.listen(HERE);
  const greeted = greet(listener, "the token", NEVER);
  listener.close();
  await assertRejects(() => greeted, Error);
});

Deno.test("greet() gives up when the child has ended and the system lets nobody connect", async () => {
  const listener = Deno.listen(HERE);
  const { connect } = Deno;
  const refuse = (): Promise<never> =>
    Promise.reject(new Deno.errors.AddrNotAvailable("no port is left"));
  Deno.connect = refuse;
  try {
    await assertRejects(
      () => greet(listener, "the token", Promise.resolve()),
      Deno.errors.Interrupted,
    );
  } finally {
    Deno.connect = connect;
  }
});

Deno.test("greet() hears a child that has ended before it was accepted", async () => {
  const listener = Deno.listen(HERE);
  const child = await Deno.connect({
    hostname: HERE.hostname,
    port: listener.addr.port,
  });
  await child.write(
    encodeMessage({ type: "hello", token: "the token", pid: 7 }),
  );
  await child.write(encodeMessage({ type: "done" }));
  child.close();
  const { conn, lines } = await greet(
    listener,
    "the token",
    Promise.resolve(),
  );
  assertEquals(await Array.fromAsync(lines), ['{"type":"done"}']);
  hangUp(conn);
});

Deno.test("greet() gives up when the child has ended without a greeting", async () => {
  const listener = Deno.listen(HERE);
  const silent = await Deno.connect({
    hostname: HERE.hostname,
    port: listener.addr.port,
  });
  await assertRejects(
    () => greet(listener, "the token", Promise.resolve()),
    Deno.errors.Interrupted,
    "it has ended",
  );
  silent.close();
});
