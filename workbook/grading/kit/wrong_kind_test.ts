import { assertEquals, assertMatch } from "@std/assert";
import { NO_RETURN, SIGNED, wrongKind } from "./wrong_kind.ts";

Deno.test("nothing that came asks for a return, and is not null", () => {
  assertEquals(wrongKind(undefined, 5), NO_RETURN);
  assertMatch(wrongKind(undefined, null)!, /undefined is not null/);
  assertMatch(wrongKind(false, null)!, /false is not null/);
  assertMatch(wrongKind("", null)!, /a text is not null/);
});

Deno.test("a value of another kind asks for its kind, one of the right kind nothing", () => {
  assertMatch(wrongKind([1, 2], Uint8Array.of(1, 2))!, /Uint8Array/);
  assertMatch(wrongKind("5", 5)!, /a text of its digits/);
  assertMatch(wrongKind(["a", 5], { a: 5 })!, /an object/);
  assertMatch(wrongKind(Uint8Array.of(1), { a: 5 })!, /an object/);
  assertMatch(wrongKind("a", ["a"])!, /a list/);
  for (const value of [1, "a", ["b"], { c: 1 }, Uint8Array.of(2)]) {
    assertEquals(wrongKind(value, value), undefined);
  }
  assertEquals(wrongKind(-1, 1), undefined);
  assertEquals(wrongKind(null, { a: 5 }), undefined);
  assertEquals(wrongKind(new RangeError("5"), ["5"]), undefined);
});

Deno.test("a field without a value, of another kind, or with a sign asks for itself", () => {
  assertMatch(wrongKind({ tpye: 1, id: 2 }, { type: 1, id: 2 })!, /type/);
  assertMatch(wrongKind({ port: "80" }, { port: 80 })!, /its digits/);
  assertMatch(
    wrongKind({ name: [1] }, { name: "1" })!,
    /the field name: .+text/,
  );
  assertEquals(wrongKind([{ seq: -1 }], [{ seq: 2 ** 32 - 1 }]), SIGNED);
  assertEquals(wrongKind({ a: 1 }, { a: 1, b: undefined }), undefined);
});
