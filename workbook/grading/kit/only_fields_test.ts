import { assertEquals } from "@std/assert";
import { onlyFields } from "./only_fields.ts";

Deno.test("onlyFields() gives the named fields, also those of a class", () => {
  class Header {
    type = 1;
    note = "more";
    get id() {
      return this.type + 1;
    }
  }
  assertEquals<unknown>(onlyFields(new Header(), "type id"), {
    type: 1,
    id: 2,
  });
});

Deno.test("onlyFields() shows a field that is not there, and leaves alone what is no object", () => {
  assertEquals<unknown>(onlyFields({ a: 1 }, "a b"), { a: 1, b: undefined });
  assertEquals(onlyFields(null, "a"), null);
  assertEquals(onlyFields("text", "length"), "text");
});
