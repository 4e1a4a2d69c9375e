import { assertEquals } from "@std/assert";
import { holesElsewhere } from "./holes_elsewhere.ts";

const TEXT = `
export function read(text: string) {
  // Then write(), which is not called here.
  return parse(text);
}

function parse(text: string) {
  return text === "" ? todo("part 2: parse", text) : null;
}

/** Says todo("part 2: nothing"). */
export async function write() {
  await todo("part 2: write");
  todo("part 3: close");
}

const format = () => todo("part 2: format");
`;

Deno.test("holes of other pieces are counted by their part", () => {
  assertEquals(holesElsewhere(TEXT, ["read"], 2), 2);
  assertEquals(holesElsewhere(TEXT, ["write"], 2), 2);
  assertEquals(holesElsewhere(TEXT, ["read", "write"], 2), 1);
  assertEquals(holesElsewhere(TEXT, ["read"], 3), 1);
  assertEquals(holesElsewhere(TEXT, ["write"], 3), 0);
});

Deno.test("a function that is no piece may do anything", () => {
  assertEquals(holesElsewhere(TEXT, ["read", "close"], 2), 0);
});
