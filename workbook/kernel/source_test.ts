import { assert, assertEquals, assertRejects } from "@std/assert";
import { fakeRow, fakeTable } from "./_fake.ts";
import { kernelView, localKernel, readSocketTable } from "./source.ts";
import { KernelUnavailable } from "./unavailable.ts";

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

Deno.test("localKernel either shows rows or says why not", async () => {
  const view = await kernelView();
  if (view.available) assert(Array.isArray(await localKernel.rows()));
  else {assert(
      view.reason.startsWith("Cannot read the kernel's socket table: "),
    );}
});
