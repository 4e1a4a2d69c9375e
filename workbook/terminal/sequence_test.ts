import { assert, assertEquals } from "@std/assert";
import { type Exchange, sequenceDiagram } from "./sequence.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80 });

const CLOSING: Exchange = {
  client: "client 127.0.0.1:49474",
  server: "server 127.0.0.1:39473",
  segments: [
    {
      from: "client",
      label: "FIN, ACK",
      client: "FIN_WAIT_1",
      server: "CLOSE_WAIT",
    },
    { from: "server", label: "ACK", client: "FIN_WAIT_2" },
    { from: "server", label: "data, 5 bytes", lost: true },
    { from: "client", label: "data, 5 bytes", lost: true },
    {
      from: "server",
      label: "FIN, ACK, sequence number 4294967295, acknowledgment 1000",
      client: "TIME_WAIT",
      server: "LAST_ACK",
    },
    { from: "client", label: "ACK", server: "CLOSED, and the row is gone" },
  ],
};

Deno.test("a handshake is drawn without states where none are given", () => {
  const event: Exchange = {
    client: "client 49474",
    server: "server 39473",
    segments: [
      { from: "client", label: "SYN" },
      { from: "server", label: "SYN, ACK" },
      { from: "client", label: "ACK" },
    ],
  };
  assertEquals(sequenceDiagram(event, style, 2), [
    "  client 49474                                  server 39473",
    "        │ ── SYN ───────────────────────────────────► │",
    "        │ ◄────────────────────────────── SYN, ACK ── │",
    "        │ ── ACK ───────────────────────────────────► │",
  ]);
});

for (const width of [60, 80]) {
  Deno.test(`states, long labels and lost segments fit ${width} columns`, async (t) => {
    const narrow = createStyle({ colour: false, width });
    const lines = sequenceDiagram(CLOSING, narrow, 7);
    for (const line of lines) assert(textWidth(line) <= width, line);
    await t.assertSnapshot(lines.join("\n"));
  });
}

Deno.test("a lost segment stops short and is called lost", () => {
  const lines = sequenceDiagram(CLOSING, style);
  const lost = lines.filter((line) => line.includes("lost"));
  assertEquals(lost.length, 2);
  for (const line of lost) assert(!/[►◄]/.test(line), line);
  assert(/ lost x ─+ data, 5 bytes ── │$/.test(lost[0]), lost[0]);
  assert(/│ ── data, 5 bytes ─+ x lost +│$/.test(lost[1]), lost[1]);
});

Deno.test("a diagram needs no sign beyond ASCII", () => {
  const ascii = createStyle({ colour: false, width: 80, unicode: false });
  for (const line of sequenceDiagram(CLOSING, ascii)) {
    assert(/^[\x20-\x7e]*$/.test(line), line);
  }
});
