import { assertEquals } from "@std/assert";
import { rememberRuntime, restoreRuntime } from "./integrity.ts";

Deno.test("restoreRuntime() finds nothing where nothing was changed", () => {
  const snapshot = rememberRuntime();
  assertEquals(restoreRuntime(snapshot), []);
  // What the runtime makes when it is first used is no change.
  new Response("x");
  new CompressionStream("gzip");
  assertEquals(restoreRuntime(snapshot), []);
});

Deno.test("restoreRuntime() names what was replaced, and puts it back", () => {
  const snapshot = rememberRuntime();
  const { listen } = Deno;
  const { every } = Array.prototype;
  const { setTimeout } = globalThis;
  const { log } = console;
  Object.assign(Deno, { listen: () => {} });
  Object.assign(Array.prototype, { every: () => true });
  Object.assign(globalThis, { setTimeout: () => 0 });
  console.log = () => {};
  const names = restoreRuntime(snapshot);
  assertEquals(
    [...names].sort(),
    ["Array.prototype.every", "Deno.listen", "console.log", "setTimeout"],
  );
  assertEquals(Deno.listen, listen);
  assertEquals(Array.prototype.every, every);
  assertEquals(globalThis.setTimeout, setTimeout);
  assertEquals(console.log, log);
  assertEquals(restoreRuntime(snapshot), []);
});

Deno.test("restoreRuntime() finds a method that was added or deleted", () => {
  const snapshot = rememberRuntime();
  Object.assign(Array.prototype, { last() {} });
  const { flat } = Array.prototype;
  Reflect.deleteProperty(Array.prototype, "flat");
  assertEquals(
    restoreRuntime(snapshot).sort(),
    ["Array.prototype.flat", "Array.prototype.last"],
  );
  assertEquals(Array.prototype.flat, flat);
  assertEquals("last" in Array.prototype, false);
});

Deno.test("restoreRuntime() lets a submission have global variables of its own", () => {
  const snapshot = rememberRuntime();
  Object.assign(globalThis, { counter: 1 });
  assertEquals(restoreRuntime(snapshot), []);
  Reflect.deleteProperty(globalThis, "counter");
});

Deno.test("restoreRuntime() takes no part of node: for a change", async () => {
  const snapshot = rememberRuntime();
  await import("node:worker_threads");
  await import("node:module");
  assertEquals(restoreRuntime(snapshot), []);
});

Deno.test("restoreRuntime() cannot be caught by a setter", () => {
  const snapshot = rememberRuntime();
  Object.defineProperty(Array.prototype, "0", {
    set() {},
    configurable: true,
  });
  // An index makes the prototype, an array itself, longer.
  assertEquals(restoreRuntime(snapshot), ["Array.prototype.length"]);
  assertEquals(Object.hasOwn(Array.prototype, "0"), false);
});

Deno.test("restoreRuntime() watches what it is given as well", () => {
  const more = { call() {} };
  const { call } = more;
  const snapshot = rememberRuntime([["more", more]]);
  more.call = () => {};
  assertEquals(restoreRuntime(snapshot), ["more.call"]);
  assertEquals(more.call, call);
});
