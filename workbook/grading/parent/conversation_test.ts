import { assertEquals, assertRejects } from "@std/assert";
import { Nonsense } from "../../sandbox/messages.ts";
import { Life } from "../../sandbox/life.ts";
import type { Reply } from "../protocol.ts";
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

Deno.test("a conversation takes no check for left out where no message is cut", async () => {
  for (const profile of ["kind", undefined] as const) {
    for (const begins of [true, false]) {
      const talk = new Conversation(new Results(), 0, async () => {});
      const life = new Life(1);
      if (profile) {
        await talk.hear(
          { type: "schedule", schedule: { profile, seed: 1 } },
          life,
        );
      }
      await talk.hear(
        { type: "plan", checks: [{ name: "reads" }], holes: [] },
        life,
      );
      if (begins) await talk.hear({ type: "begin", check: 0 }, life);
      await assertRejects(
        () =>
          talk.hear({
            type: "end",
            check: 0,
            ms: 1,
            outcome: "ignored",
            ignored: "cut messages",
          }, life),
        Nonsense,
        "where no message is cut",
      );
    }
  }
});

Deno.test("a conversation knows the rows of the table that it kept last, and of no other", async () => {
  const replies: Reply[] = [];
  const talk = new Conversation(
    new Results(),
    0,
    (reply) => Promise.resolve(void replies.push(reply)),
  );
  const life = new Life(1);
  await talk.hear({ type: "keep", id: 0 }, life);
  await talk.hear({ type: "keep", id: 1 }, life);
  if (replies.every(({ type }) => type === "no rows")) return;
  await talk.hear({ type: "rows?", id: 2, kept: 1, ports: [] }, life);
  assertEquals(replies.map(({ type }) => type), ["kept", "kept", "rows"]);
  await assertRejects(
    () => talk.hear({ type: "rows?", id: 3, kept: 0 }, life),
    Nonsense,
    "rows of a table that is not kept",
  );
});
