import { assertEquals, assertRejects } from "@std/assert";
import { decodeMessage, encodeMessage, linesOf } from "./messages.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("decodeMessage() gives back what encodeMessage() was given, bytes too", () => {
  const message = {
    type: "end",
    check: 3,
    ms: 1.5,
    fault: {
      cause: "wrong-bytes",
      expected: new Uint8Array([79, 75]),
      came: "nothing\nat all",
    },
  };
  const line = text(encodeMessage(message));
  assertEquals(line.indexOf("\n"), line.length - 1);
  assertEquals(decodeMessage(line), message);
});

Deno.test("encodeMessage() cuts long bytes, and keeps their length", () => {
  const came = new Uint8Array(16_000_000).fill(7);
  const line = text(encodeMessage({ came }));
  assertEquals(line.length < 1000, true);
  const decoded = decodeMessage(line) as { came: Uint8Array };
  assertEquals(decoded.came.length, came.length);
  assertEquals(decoded.came.subarray(0, 64), came.subarray(0, 64));
});

Deno.test("linesOf() joins lines that come in pieces and splits those that come together", async () => {
  const pieces = ["a", "b\nc\nd", "é\n"].map((each) =>
    new TextEncoder().encode(each)
  );
  const bytes = pieces.flatMap((piece) => [...piece]);
  for (const chunks of [pieces, bytes.map((byte) => new Uint8Array([byte]))]) {
    const lines = await Array.fromAsync(linesOf(ReadableStream.from(chunks)));
    assertEquals(lines, ["ab", "c", "dé"]);
  }
});

Deno.test("linesOf() refuses a first line that is too long, ended or not", async () => {
  for (const first of ["12345", "12345\n"]) {
    const stream = ReadableStream.from([new TextEncoder().encode(first)]);
    await assertRejects(() => Array.fromAsync(linesOf(stream, 4)), RangeError);
  }
});
