import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeMutants } from "./mutants.ts";
import { OPERATORS } from "./operators.ts";

/** What one operator makes of a program, each as the changed lines. */
function changes(operator: string, text: string): string[] {
  return makeMutants(text).filter((each) => each.operator === operator)
    .map(({ after }) => after);
}

/** For every operator a program and what happens to its changed lines. */
const EXAMPLES: Record<string, [text: string, after: string[]]> = {
  "drop-close": [
    "await conn.closeWrite();\nall.map((each) => each.close());",
    ["", "all.map((each) => undefined);"],
  ],
  "drop-await": [
    "await send();\nfor await (const conn of listener) {}",
    ["send();", "for (const conn of listener) {}"],
  ],
  "add-await": [
    "async function serve() {}\nasync function run() { serve(); }",
    ["async function run() { await serve(); }"],
  ],
  "remove-null-check": [
    "if (n === null) stop();\nwhile (n !== null) go();",
    ["if (false) stop();", "while (true) go();"],
  ],
  "break-after-first": [
    "while (true) { read(); }\nwhile (await read());",
    ["while (true) { read(); break; }", "while (await read()) { ; break; }"],
  ],
  "remove-try": ["try { a(); } finally { b(); }", ["{ a(); }"]],
  "drop-catch": [
    "try { a(); } catch { c(); } finally { b(); }",
    ["try { a(); } finally { b(); }"],
  ],
  "empty-catch": ["try { a(); } catch { c(); }", ["try { a(); } catch {}"]],
  "drop-finally": [
    "try { a(); } catch { c(); } finally { b(); }",
    ["try { a(); } catch { c(); }"],
  ],
  "finally-on-one-path": [
    "try { a(); } finally { b(); }",
    [
      "{ a();  b(); }",
      "try { a();  } catch (failure) { b(); throw failure; }",
    ],
  ],
  "drop-statement": ["{ a();\nif (b) c(); }", ["{", "}"]],
  "swap-statements": ["{ log(); write(); }", ["{ write(); log(); }"]],
  "return-early": [
    "function f() {\nconst a = 1;\nconst b = 2;\ng(a, b);\n}",
    ["return; const a = 1;", "return; g(a, b);"],
  ],
  "drop-return-value": ["const f = () => { return 1; };", [
    "const f = () => { return; };",
  ]],
  "negate-condition": ["if (ready()) go();", ["if (!(ready())) go();"]],
  "force-condition": [
    "const a = b ? 1 : 2;",
    ["const a = true ? 1 : 2;", "const a = false ? 1 : 2;"],
  ],
  "swap-comparison": [
    "a(b < c);\na(b === c);\na(b instanceof C);",
    ["a(b <= c);", "a(b >= c);", "a(b !== c);", "a(!(b instanceof C));"],
  ],
  "swap-logical": ["a(b && c || d);", [
    "a(((b && c) && d));",
    "a((b || c) || d);",
  ]],
  "drop-operand": ["a(b ?? c);", ["a(b);", "a(c);"]],
  "drop-sign": ["a(!b);", ["a(b);"]],
  "swap-endian": [
    'view.getUint16(0);\nview.setUint32(0, 1, big);\nis("little-endian");',
    [
      "view.getUint16(0, true);",
      "view.setUint32(0, 1, !(big));",
      'is("big-endian");',
    ],
  ],
  "flip-boolean": ["a(true);", ["a(false);"]],
  "buffer-of-one-byte": ["a(new Uint8Array(SIZE));", ["a(new Uint8Array(1));"]],
  "off-by-one": [
    "a(7);\nb.subarray(n);",
    ["a(8);", "a(6);", "b.subarray(n + 1);", "b.subarray(n - 1);"],
  ],
  "swap-update": ["a++;\nb += 1;", ["a--;", "b -= 1;", "b = 1;"]],
  "drop-unsigned-shift": ["a(b >>> 0);", ["a(b);"]],
  "swap-arithmetic": ["a((b + c) * d);", [
    "a((b + c) / d);",
    "a((b - c) * d);",
  ]],
  "swap-method": ["Promise.all(work);", ["Promise.race(work);"]],
  "drop-call": ["a(bytes.slice(1));", ["a(bytes);"]],
  "drop-argument": ["parseInt(a, 16);", ["parseInt(a);"]],
  "swap-arguments": ["carry(a, b);", ["carry(b, a);"]],
  "drop-property": ["f({ a: 1, b });", ["f({ b });", "f({ a: 1 });"]],
  "plain-error": ["throw new RangeError(a);", ["throw new Error(a);"]],
  "share-state": [
    "function f() { const all = []; }",
    ["function f() { const all = (shared_all ??= []); }"],
  ],
  "change-character": ['a("exit");', ['a("exjt");']],
  "change-word": [
    "a(`\n1 -\n2 -\n3 -\n4 -\n5 -\n`);",
    ["- -", "1 x", "- -", "2 x", "- -", "3 x", "- -", "4 x", "- -", "5 x"],
  ],
  "empty-text": ['a("exit");', ['a("");']],
  "loosen-pattern": [
    "a(/^x?$/g);",
    ["a(/x?$/g);", "a(/^x$/g);", "a(/^x?/g);", "a(/^x?$/);"],
  ],
  "drop-default": ["function f(a = 1) {}", ["function f(a) {}"]],
  "drop-element": ["a([b, c]);", ["a([c]);", "a([b, ]);"]],
};

for (const operator of Object.keys(OPERATORS)) {
  Deno.test(`${operator} changes what its example says`, () => {
    const [text, after] = EXAMPLES[operator];
    assertEquals(changes(operator, text), after);
  });
}

Deno.test("makeMutants() makes modules that can be parsed, no two alike", () => {
  const text = "async function f() { if (a) { await b.close(); } }";
  const texts = makeMutants(text).map((each) => each.text);
  assertEquals(new Set([text, ...texts]).size, texts.length + 1);
});

Deno.test("makeMutants() names each by its operator and a number", () => {
  const ids = makeMutants("a(1, 2);").map(({ id }) => id);
  assert(ids.includes("off-by-one.1"));
  assert(ids.includes("off-by-one.4"));
});

Deno.test("makeMutants() says function, line, and lines before and after", () => {
  const text = "const SIZE = 4;\n\nasync function read() {\n  await f();\n}\n";
  const [mutant] = makeMutants(text);
  const { id, owner, line, before, after } = mutant;
  assertEquals([id, owner, line, before, after], [
    "drop-await.1",
    "read",
    4,
    "await f();",
    "f();",
  ]);
  assertEquals(mutant.text, text.replace("await f", "f"));
});

Deno.test("makeMutants() shows a long change where it differs", () => {
  const long = `f(${Array(60).fill("abc").join(", ")}, 1);`;
  const [mutant] = makeMutants(long)
    .filter(({ operator }) => operator === "off-by-one");
  assert(mutant.before.startsWith("… "));
  assert(mutant.before.endsWith(", 1);"));
  assert(mutant.after.endsWith(", 2);"));
});

Deno.test("makeMutants() leaves types and imports as they are", () => {
  const text = 'import { a } from "./a.ts";\n' +
    'type B = "c" | 1;\ninterface D { e: 2 }\n' +
    "export const f = (g: 3) => g as 4;\n";
  assertEquals(makeMutants(text), []);
});

Deno.test("makeMutants() leaves the words of an error free", () => {
  const text = 'throw new Error("Cannot read: 5 bytes are missing");';
  assertEquals(makeMutants(text).map(({ id }) => id), ["drop-statement.1"]);
});

Deno.test("makeMutants() refuses what cannot be parsed", () => {
  assertThrows(() => makeMutants("const = 1;"), SyntaxError);
});
