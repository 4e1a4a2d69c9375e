import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { ChunkSource } from "./chunk_source.ts";

/** A source, and what a script lets it do. */
function ruled() {
  const source = new ChunkSource("the source", () => "f(source)");
  const act = (line: string, ...given: unknown[]) =>
    source.actions[line](...given as never[]);
  return { source, act, it: source[Symbol.asyncIterator]() };
}

Deno.test("a source gives what it is told, and waits until it is told more", async () => {
  const { source, act, it } = ruled();
  const first = it.next();
  act("the source gives …", "ab", "c");
  assertEquals(new TextDecoder().decode((await first).value), "ab");
  assertEquals((await it.next()).value.length, 1);
  const last = it.next();
  act("the source ends");
  assertEquals((await last).done, true);
  assertEquals(source.bytes.length, 3);
});

Deno.test("a source fails after its last chunk", async () => {
  const { act, it } = ruled();
  act("the source gives …", "ab");
  act("the source fails with …", new Error("over"));
  await it.next();
  await assertRejects(() => it.next(), Error, "over");
});

Deno.test("a source knows who asks too early", async () => {
  const { source, act, it } = ruled();
  const queue = { taken: 0 };
  source.watch(queue, 3);
  act("the source gives only …", "abc", "de");
  const { "pulled ahead": ahead } = source.facts;
  await it.next();
  queue.taken = 1;
  await it.next();
  ahead([]);
  await it.next();
  assertThrows(() => ahead([]), Wrong);
});

Deno.test("next() needs its iterator", async () => {
  const { next } = ruled().it;
  await assertRejects(async () => await next(), TypeError);
});
