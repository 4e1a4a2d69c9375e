import { assertEquals } from "@std/assert";
import { rememberRuntime, restoreRuntime } from "./integrity.ts";

Deno.test("restoreRuntime() finds nothing where nothing was changed", () => {
  rememberRuntime();
  assertEquals(restoreRuntime(), []);
  // What the runtime makes when it is first used is no change.
  new Response("x");
  new CompressionStream("gzip");
  assertEquals(restoreRuntime(), []);
});

Deno.test("restoreRuntime() names what was replaced, and puts it back", () => {
  rememberRuntime();
  const { listen } = Deno;
  const { every } = Array.prototype;
  const { setTimeout } = globalThis;
  const { log } = console;
  Object.assign(Deno, { listen: () => {} });
  Object.assign(Array.prototype, { every: () => true });
  Object.assign(globalThis, { setTimeout: () => 0 });
  console.log = () => {};
  const names = restoreRuntime();
  assertEquals(
    [...names].sort(),
    ["Array.prototype.every", "Deno.listen", "console.log", "setTimeout"],
  );
  assertEquals(Deno.listen, listen);
  assertEquals(Array.prototype.every, every);
  assertEquals(globalThis.setTimeout, setTimeout);
  assertEquals(console.log, log);
  assertEquals(restoreRuntime(), []);
});

Deno.test("restoreRuntime() finds a method that was added or deleted", () => {
  rememberRuntime();
  Object.assign(Array.prototype, { last() {} });
  const { flat } = Array.prototype;
  Reflect.deleteProperty(Array.prototype, "flat");
  assertEquals(
    restoreRuntime().sort(),
    ["Array.prototype.flat", "Array.prototype.last"],
  );
  assertEquals(Array.prototype.flat, flat);
  assertEquals("last" in Array.prototype, false);
});

Deno.test("restoreRuntime() lets an answer have global variables of its own", () => {
  rememberRuntime();
  Object.assign(globalThis, { counter: 1 });
  assertEquals(restoreRuntime(), []);
  Reflect.deleteProperty(globalThis, "counter");
});
