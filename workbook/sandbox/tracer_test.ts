import { assertEquals, assertStringIncludes } from "@std/assert";
import { findTracer } from "./tracer.ts";

Deno.test("findTracer() names the system that has no strace", async () => {
  for (
    const [os, name] of [
      ["darwin", "macOS"],
      ["windows", "Windows"],
      ["freebsd", "freebsd"],
    ] as const
  ) {
    const tracer = await findTracer(os);
    assertEquals(tracer, {
      available: false,
      reason:
        `Cannot trace system calls: the system is ${name}, and strace is a tool of Linux`,
    });
  }
});

Deno.test("findTracer() asks for nothing, and says which permission is missing", async () => {
  const { state } = await Deno.permissions.query({
    name: "run",
    command: "strace",
  });
  if (state === "granted") return;
  const tracer = await findTracer("linux");
  assertEquals(tracer.available, false);
  if (!tracer.available) {
    assertStringIncludes(tracer.reason, "--allow-run=strace");
  }
});
