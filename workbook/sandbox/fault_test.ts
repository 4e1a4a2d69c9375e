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

Deno.test("faultRows() tells what many clients did, one after the other, once", () => {
  const clients = [1, 2, 3, 4].flatMap((n) => [
    `client ${n} connects`,
    `client ${n} resets`,
    `client ${n} closes`,
  ]);
  assertEquals(told(...clients, "client 5 connects"), [
    ["+0 ms", "client 1 connects"],
    ["+1 ms", "client 1 resets"],
    ["+2 ms", "client 1 closes"],
    ["", "… the same again, several times"],
    ["+12 ms", "client 5 connects"],
  ]);
  // Who is still there is told: later lines speak of it.
  const present = ["client 1", "client 2", "client 3", "client 4"];
  assertEquals(told(...present.map((name) => `${name} connects`)).length, 4);
});

Deno.test("faultRows() tells what comes twice or three times as it is", () => {
  const lines = ["→ a", "→ a", "→ a", "← OK", "→ b", "← OK", "→ b", "← OK"];
  assertEquals(told(...lines).map(([, text]) => text), lines);
});
