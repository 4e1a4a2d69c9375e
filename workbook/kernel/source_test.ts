import { assert, assertEquals, assertRejects } from "@std/assert";
import { fakeRow, fakeTable } from "./_fake.ts";
import { newRowsOnly } from "./new_rows_only.ts";
import { kernelView, localKernel, readSocketTable } from "./source.ts";
import { KernelUnavailable } from "./unavailable.ts";
import { until } from "./until.ts";

const command = Deno.build.os === "linux" ? "cat" : "netstat";

Deno.test({
  name: "kernelView() says which permission is missing, and does not prompt",
  permissions: { run: false },
  async fn() {
    assertEquals(await kernelView(), {
      available: false,
      reason:
        `Cannot read the kernel's socket table: ${command} is not installed here, ` +
        `or may not be run without --allow-run=${command}`,
    });
  },
});

Deno.test({
  name: "readSocketTable() throws KernelUnavailable without the permission",
  permissions: { run: false },
  async fn() {
    await assertRejects(
      () => readSocketTable(),
      KernelUnavailable,
      `--allow-run=${command}`,
    );
  },
});

Deno.test("kernelView() says whether another table can be read", async () => {
  assertEquals(await kernelView(fakeTable([])), { available: true });
  const source = {
    rows: () =>
      Promise.reject(new KernelUnavailable("Cannot reach the parent")),
  };
  assertEquals(await kernelView(source), {
    available: false,
    reason: "Cannot reach the parent",
  });
});

Deno.test("kernelView() does not throw whatever the table throws", async () => {
  const source = {
    rows: () => {
      throw new Error("broken");
    },
  };
  assertEquals(await kernelView(source), {
    available: false,
    reason: "broken",
  });
});

Deno.test("readSocketTable() reads another table when it is given one", async () => {
  const rows = [fakeRow(9821, 0)];
  assertEquals(await readSocketTable(fakeTable(rows)), rows);
});

for (const command of ["ss", "cat"]) {
  Deno.test({
    name: `on Linux ${command} alone shows a listener and a connection`,
    permissions: { run: [command], net: ["127.0.0.1"] },
    ignore: Deno.build.os !== "linux",
    async fn() {
      const { available } = await kernelView();
      // Not every machine has ss.
      if (!available) return;
      const source = await newRowsOnly();
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = listener.addr;
      using client = await Deno.connect({ hostname: "127.0.0.1", port });
      await client.write(new Uint8Array(3));
      const { localAddr } = client;
      const ends = (local: number, remote: number) => ({
        family: "ipv4" as const,
        local: { hostname: "127.0.0.1", port: local },
        remote: { hostname: "127.0.0.1", port: remote },
      });
      const rows = await until(
        ([, , server]) => server?.receiveQueue === 3,
        { ports: [port, localAddr.port], source },
      );
      assertEquals(rows, [
        {
          ...ends(port, 0),
          remote: { hostname: "0.0.0.0", port: 0 },
          state: "LISTEN",
          receiveQueue: 1,
          sendQueue: 0,
          owned: true,
        },
        {
          ...ends(localAddr.port, port),
          state: "ESTABLISHED",
          receiveQueue: 0,
          sendQueue: 0,
          owned: true,
        },
        // Nobody has accepted it.
        {
          ...ends(port, localAddr.port),
          state: "ESTABLISHED",
          receiveQueue: 3,
          sendQueue: 0,
          owned: false,
        },
      ]);
    },
  });
}

Deno.test("localKernel either shows rows or says why not", async () => {
  const view = await kernelView();
  if (view.available) assert(Array.isArray(await localKernel.rows()));
  else {assert(
      view.reason.startsWith("Cannot read the kernel's socket table: "),
    );}
});
