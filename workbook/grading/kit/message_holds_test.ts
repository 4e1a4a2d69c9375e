import { assert } from "@std/assert";
import { messageHolds } from "./message_holds.ts";

Deno.test("messageHolds() knows a value in each of its spellings", () => {
  assert(messageHolds("the port 70000 is above 65535", "70000"));
  assert(messageHolds("the port 70,000 is above 65,535", "65535"));
  assert(messageHolds("the port 70_000", "70000"));
  assert(messageHolds(`the port ${(70_000).toLocaleString("de")}`, "70000"));
  assert(messageHolds(`the port ${(70_000).toLocaleString("fr")}`, "70000"));
  assert(messageHolds(`no address: ${JSON.stringify("a\\b")}`, "a\\b"));
  assert(messageHolds(`no address: ${Deno.inspect("a\tb")}`, "a\tb"));
});

Deno.test("messageHolds() knows that a value is missing", () => {
  assert(!messageHolds("the port 7000 is no port", "70000"));
  assert(!messageHolds("no address: a", "a\\b"));
  assert(!messageHolds("the port 7.0123e+4 is no port", "70123"));
  assert(!messageHolds("the port 5.306e+3 is no port", "5306"));
});
