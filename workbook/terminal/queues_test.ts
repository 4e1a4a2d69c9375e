import { assert, assertEquals } from "@std/assert";
import { formatQueues, formatRing } from "./queues.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80, unicode: false });

Deno.test("a bar is empty without a byte only, and full without room only", () => {
  const level = (bytes: number) =>
    formatQueues([{ name: "q", bytes, capacity: 1000 }], style)[0];
  assertEquals(level(0), "q  ....................  0 of 1000 bytes");
  assertEquals(level(1), "q  #...................  1 of 1000 bytes");
  assertEquals(level(999), "q  ###################.  999 of 1000 bytes");
  assertEquals(
    level(1000),
    "q  ####################  1000 of 1000 bytes, full",
  );
});

Deno.test("a queue may hold more than it has room for", () => {
  assertEquals(formatQueues([{ name: "q", bytes: 9, capacity: 5 }], style), [
    "q  ####################  9 of 5 bytes, full",
  ]);
});

Deno.test("the name of a queue is above its bar on a narrow terminal", () => {
  const narrow = { ...style, width: 40 };
  assertEquals(
    formatQueues([{ name: "send queue", bytes: 5, capacity: 10 }], narrow),
    ["send queue", "  ##########..........", "  5 of 10 bytes"],
  );
});

Deno.test("an arrow of a ring stops before a full buffer only", () => {
  const full = { bytes: 10, capacity: 10 };
  const free = { bytes: 5, capacity: 10 };
  const client = {
    name: "client",
    program: "reads",
    send: full,
    receive: free,
  };
  const server = {
    name: "server",
    program: "waits",
    send: free,
    receive: full,
  };
  const lines = formatRing(client, server, style, 2);
  assert(lines[2].includes("| ---------x |"), lines[2]);
  assert(lines[9].includes("| <--------- |"), lines[9]);
  for (const line of lines) assert(textWidth(line) <= 80, line);
});
