import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/08_buffers.ts");

const bytes = (text: string) => new TextEncoder().encode(text);

async function* lines() {
  for (const line of ["one ", "two ", "three"]) {
    await Promise.resolve();
    yield bytes(line);
  }
}

/** Waits until you end the connection. */
async function untilClosed(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(100);
  while (await conn.read(buffer) !== null);
}

/** How lesson 8 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "writeAll",
    call: 'writeAll(conn, "hello")',
    about: "It has resolved before you do anything. End with /close.",
    async run({ writeAll }, server, show) {
      using conn = await Deno.connect({ ...server });
      await writeAll(conn, bytes("hello"));
      show("writeAll() has resolved: its kernel has taken 5 bytes");
      await untilClosed(conn);
    },
    script: ["/close"],
  },
  {
    role: "client",
    name: "writeParts",
    call: 'writeParts(conn, ["GET ", "", "/in", "dex"])',
    about: "How many times do bytes come? End with /close.",
    async run({ writeParts }, server, show) {
      using conn = await Deno.connect({ ...server });
      await writeParts(conn, ["GET ", "", "/in", "dex"].map(bytes));
      show("writeParts() has resolved");
      await untilClosed(conn);
    },
    script: ["/close"],
  },
  {
    role: "client",
    name: "pump",
    call: 'pump(["one ", "two ", "three"], conn, { maxQueuedBytes: 8 })',
    about:
      "Its source gives three chunks, which may come together; it returns how many bytes they have. End with /close.",
    async run({ pump }, server, show) {
      using conn = await Deno.connect({ ...server });
      const count = await pump(lines(), conn, { maxQueuedBytes: 8 });
      show(`pump() returns ${count}`);
      await untilClosed(conn);
    },
    script: ["/close"],
  },
];
