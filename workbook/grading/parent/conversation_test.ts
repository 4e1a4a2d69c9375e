import { assertEquals } from "@std/assert";
import { Life } from "../../sandbox/life.ts";
import { Conversation } from "./conversation.ts";
import { Results } from "./results.ts";

Deno.test("a conversation keeps the beginning and the end of a long exchange", async () => {
  const talk = new Conversation(new Results(), 0, async () => {});
  const life = new Life(1);
  for (let ms = 0; ms < 1_000; ms++) {
    await talk.hear({ type: "note", line: { ms, text: "read" } }, life);
  }
  const told = talk.notes.map(({ ms }) => ms);
  assertEquals(told.length, 60);
  assertEquals([told[0], told[29], told[59]], [0, 29, 999]);
});
