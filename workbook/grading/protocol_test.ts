import { assertEquals } from "@std/assert";
import { linesOf } from "../sandbox/lines.ts";
import { decodeReport, encodeReport, type Report } from "./protocol.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("a report survives the way", () => {
  const report: Report = {
    type: "end",
    check: 3,
    ms: 1.5,
    fault: {
      cause: "wrong-bytes",
      expected: new Uint8Array([79, 75]),
      came: "nothing\nat all",
    },
  };
  const line = text(encodeReport(report));
  assertEquals(line.indexOf("\n"), line.length - 1);
  assertEquals<unknown>(decodeReport(line), report);
});

Deno.test("long bytes arrive cut, with their whole length", () => {
  const came = new Uint8Array(16_000_000).fill(7);
  const line = text(encodeReport({
    type: "end",
    check: 0,
    ms: 1,
    fault: { cause: "wrong-bytes", came },
  }));
  assertEquals(line.length < 1000, true);
  const { fault } = decodeReport(line) as { fault: { came: Uint8Array } };
  assertEquals(fault.came.length, came.length);
  assertEquals(fault.came.subarray(0, 64), came.subarray(0, 64));
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
