import { assertEquals } from "@std/assert";
import { faultRows } from "./fault.ts";

/** The rows of a transcript, each line a millisecond after the one before. */
const told = (...lines: string[]) =>
  faultRows({ cause: "no-reply" }, lines.map((text, ms) => ({ ms, text })));

Deno.test("faultRows() tells lines that repeat once", () => {
  const rounds = Array.from({ length: 20 }, () => ["→ a", "← OK"]).flat();
  assertEquals(told("begins", ...rounds, "→ exit", "← nothing"), [
    ["+0 ms", "begins"],
    ["+1 ms", "→ a"],
    ["+2 ms", "← OK"],
    ["", "… the same again, several times"],
    ["+41 ms", "→ exit"],
    ["+42 ms", "← nothing"],
  ]);
});

Deno.test("faultRows() tells what comes twice or three times as it is", () => {
  const lines = ["→ a", "→ a", "→ a", "← OK", "→ b", "← OK", "→ b", "← OK"];
  assertEquals(told(...lines).map(([, text]) => text), lines);
});
