import { assertEquals } from "@std/assert";
import { keyOfWork } from "./source_key.ts";

Deno.test("what is built has the name of its sources, and none if they were changed meanwhile", async () => {
  let sources = "a";
  const name = () => Promise.resolve(sources);
  assertEquals(await keyOfWork(() => Promise.resolve(), name), "a");
  const edited = await keyOfWork(() => {
    sources = "b";
    return Promise.resolve();
  }, name);
  assertEquals(edited, "");
});
