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
