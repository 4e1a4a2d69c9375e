import { assertEquals, assertThrows } from "@std/assert";
import { applyChange, ChangeError, type Hunk } from "./change.ts";

const MODEL = `import type { A } from "../a.ts";

/** Serves one client. */
async function serve(conn: Deno.Conn) {
  // One decoder a connection.
  const decoder = new TextDecoder();

  while (true) {
    const n = await conn.read(buffer);
    if (n === null) return;
    // Only the first n bytes are new.
    log(n);
  }
}
/**
 * Closes it.
 */
function close() {
  log(n);
}
`;

/** A hunk from its lines, as a list has them; the first is line 10. */
function hunk(...lines: string[]): Hunk {
  return lines.map((each, i) => ({
    sign: each[0] as "-" | "+" | " ",
    text: each.slice(1),
    line: 10 + i,
  }));
}

function refused(hunks: Hunk[], line: number, message: string): void {
  const error = assertThrows(
    () => applyChange(MODEL, hunks),
    ChangeError,
    message,
  );
  assertEquals(error.line, line);
}

Deno.test("applyChange() replaces a line", () => {
  assertEquals(
    applyChange(MODEL, [
      hunk("-    if (n === null) return;", "+    if (n === 0) return;"),
    ]),
    MODEL.replace("n === null", "n === 0"),
  );
});

Deno.test("applyChange() takes lines out and puts lines in", () => {
  assertEquals(
    applyChange(MODEL, [
      hunk("-    if (n === null) return;"),
      hunk(" function close() {", "+  stop();", "+  end();"),
    ]),
    MODEL.replace("    if (n === null) return;\n", "")
      .replace("function close() {", "function close() {\n  stop();\n  end();"),
  );
});

Deno.test("applyChange() puts lines before and after all others", () => {
  const lines = 'import type { A } from "../a.ts";';
  assertEquals(
    applyChange("a();\n", [hunk("+first();", " a();", "+last();")]),
    "first();\na();\nlast();\n",
  );
  assertEquals(
    applyChange(MODEL, [hunk("+// x", ` ${lines}`)]),
    `// x\n${MODEL}`,
  );
});

Deno.test("applyChange() finds lines between which there are comments and blank lines", () => {
  const changed = MODEL.replace("  while (true) {", "  for (;;) {");
  assertEquals(
    applyChange(MODEL, [
      hunk(
        "   const decoder = new TextDecoder();",
        "-  while (true) {",
        "+  for (;;) {",
      ),
    ]),
    changed,
  );
  const commented = MODEL.replace(
    "  while (true) {",
    "  // Part 2. Read.\n  /* again */\n  while (true) {",
  );
  assertEquals(
    applyChange(commented, [
      hunk(
        "   const decoder = new TextDecoder();",
        "-  while (true) {",
        "+  for (;;) {",
      ),
    ]),
    commented.replace("  while (true) {", "  for (;;) {"),
  );
});

Deno.test("applyChange() passes over comments that are in the change only", () => {
  assertEquals(
    applyChange(MODEL, [
      hunk(" // Gone since.", "-    if (n === null) return;"),
    ]),
    MODEL.replace("    if (n === null) return;\n", ""),
  );
});

Deno.test("applyChange() distinguishes equal lines by the lines beside them", () => {
  assertEquals(
    applyChange(MODEL, [hunk(" function close() {", "-  log(n);")]),
    MODEL.replace("function close() {\n  log(n);\n", "function close() {\n"),
  );
});

Deno.test("applyChange() keeps the indentation of a line apart from its text", () => {
  refused(
    [hunk("-if (n === null) return;")],
    10,
    'Cannot find "if (n === null) return;" in the model answer: copy',
  );
});

Deno.test("applyChange() says where a change fits nowhere", () => {
  refused(
    [hunk(" function close() {", "-  log(m);")],
    11,
    'Cannot find "log(m);" in the model answer after the lines before it',
  );
});

Deno.test("applyChange() says where a change fits twice", () => {
  const error = assertThrows(
    () => applyChange("a();\nb();\na();\n", [hunk("+c();", "-a();")]),
    ChangeError,
    "Cannot choose between lines 1, 3 of the model answer",
  );
  assertEquals(error.line, 11);
});

Deno.test("applyChange() refuses a change without a place, or without effect", () => {
  refused([hunk("+  more();")], 10, "Cannot find where this change belongs");
  refused(
    [hunk(" function close() {")],
    10,
    'Cannot use a change without "-" and "+"',
  );
});

Deno.test("applyChange() refuses two hunks that take the same line out", () => {
  refused(
    [
      hunk("-    if (n === null) return;"),
      hunk(
        "     const n = await conn.read(buffer);",
        "-    if (n === null) return;",
      ),
    ],
    11,
    'Cannot take out "if (n === null) return;" twice',
  );
});
