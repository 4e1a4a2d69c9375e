import { assertEquals, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { Log } from "./log.ts";

const form = { chunk: "Server recv: ", quit: "Client quit!!!" };

/** The fault of a log that has one line more than was answered. */
async function faultOf(log: Log) {
  log.add("Server recv: a");
  log.add("Server recv: b");
  const error = await assertRejects(() => log.expectChunks(1), Wrong);
  return [error.fault.what, error.fault.expected, error.fault.lookAt];
}

Deno.test("a log names what it counts: chunks", async () => {
  assertEquals(await faultOf(new Log(form)), [
    "1 chunk was answered, 2 logged",
    "one line for each chunk, one reply for each chunk",
    "how often is log() called for one read",
  ]);
});

Deno.test("a log names what it counts: messages", async () => {
  assertEquals(await faultOf(new Log({ ...form, unit: "message" })), [
    "1 message was answered, 2 logged",
    "one line for each message, one reply for each message",
    "how often is log() called for one message",
  ]);
});

/** A log of these chunks. */
function logOf(...chunks: string[]): Log {
  const log = new Log(form);
  for (const chunk of chunks) log.add(`${form.chunk}${chunk}`);
  return log;
}

Deno.test("a log may have a sign for each piece of a character that reads split", async () => {
  await logOf("a\ufffd", "\ufffd漢\ufffd\ufffd", "\ufffdb")
    .expectText("aé漢🙂b", 3);
  await assertRejects(() => logOf("a\ufffd").expectText("ab", 1), Wrong);
  await assertRejects(() => logOf("aé").expectText("aéb", 1), Wrong);
  await assertRejects(() => logOf("aéb").expectText("aé", 1), Wrong);
});

Deno.test("a wrong log of a very long message is wrong as any other, and cut", async () => {
  const text = "word é ".repeat(300_000);
  await logOf(`${text.slice(0, -2)}\ufffd `).expectText(text, 1);
  const error = await assertRejects(
    () => logOf(text.slice(0, -1)).expectText(text, 1),
    Wrong,
  );
  const { cause, what, expected, came } = error.fault;
  assertEquals([cause, what, expected, came], [
    "wrong-value",
    "the logged chunks, joined, are not what was sent: they differ from character 2099999 on",
    '"é word é "',
    '"é word é"',
  ]);
});

Deno.test("a long line that is cut is shown where it differs", async () => {
  const line = "word é ".repeat(9_000);
  const error = await assertRejects(
    () => logOf("a", line.slice(0, 62_995)).expectExactly(["a", line]),
    Wrong,
  );
  const { what, expected, came } = error.fault;
  assertEquals([what, expected, came], [
    "line 2 of the log is another one: it differs from character 63008 on",
    '"ord é word é "',
    '"ord é wo"',
  ]);
});
