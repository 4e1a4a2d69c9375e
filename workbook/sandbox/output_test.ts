import { assertEquals } from "@std/assert";
import { Output, pieceMark } from "./output.ts";

const WORD = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

/** What is collected of a text that comes in chunks of so many bytes. */
async function collect(text: string, size: number, limit = Infinity) {
  const bytes = new TextEncoder().encode(text);
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) {
    chunks.push(bytes.subarray(i, i + size));
  }
  const output = new Output(limit);
  let told = "";
  await output.collect(
    ReadableStream.from(chunks),
    WORD,
    (more) => told += more,
  );
  return { output, told };
}

const TEXT = `loading\n${pieceMark(WORD, 0)}one é${
  pieceMark(WORD, 12)
}\0two\n\0${pieceMark(WORD, 3)}`;

for (const size of [1, 2, 7, 1000]) {
  Deno.test(`Output divides what is printed, in chunks of ${size} bytes`, async () => {
    const { output, told } = await collect(TEXT, size);
    assertEquals(output.ofPiece(0), "one é");
    assertEquals(output.ofPiece(12), "\0two\n\0");
    assertEquals(output.ofPiece(3), "");
    assertEquals(output.text, "loading\none é\0two\n\0");
    assertEquals(told, output.text);
  });
}

Deno.test("Output keeps the beginning and the end, and counts the rest", async () => {
  const { output } = await collect(
    "x".repeat(9_999) + "y",
    1_000,
    9_999,
  );
  assertEquals(output.text, "x".repeat(4_000));
  assertEquals(output.tail, "x".repeat(3_999) + "y");
  assertEquals([output.bytes, output.isCut], [10_000, true]);
  // By itself that is no fault: it is the reason when nothing else ends the program.
  assertEquals(output.fault?.cause, "too-much-output");
  assertEquals((await collect("x", 1, 9_999)).output.fault, undefined);
});
