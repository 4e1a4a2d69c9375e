import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/07_byte_stream.ts");

/** How lesson 7 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "startLineServer",
    call: "startLineServer({ log })",
    about:
      "A line ends with \\n: type hello\\nex, then it\\n. /bytes sends the next line byte by byte.",
    start: ({ startLineServer }, show) =>
      startLineServer({ log: (line) => show(`logs ${JSON.stringify(line)}`) }),
    script: ["hello\\nex", "it\\n"],
  },
  {
    role: "client",
    name: "readExactly",
    call: "readExactly(conn, 4), again and again until null",
    about:
      "Send any bytes, in any pieces; /halfclose after a multiple of 4, or inside.",
    async run({ readExactly }, server, show) {
      using conn = await Deno.connect({ ...server });
      while (true) {
        const bytes = await readExactly(conn, 4);
        if (bytes === null) return null;
        show(`reads ${JSON.stringify(new TextDecoder().decode(bytes))}`);
      }
    },
    script: ["abcdef", "gh", "/halfclose"],
  },
  {
    role: "client",
    name: "FrameDecoder",
    call: "new FrameDecoder(100).push(chunk), for each chunk",
    about:
      "Send frames: \\x00\\x00\\x00\\x05hello, whole or in parts. What does \\xff\\xff\\xff\\xff do?",
    async run({ FrameDecoder }, server, show) {
      using conn = await Deno.connect({ ...server });
      const decoder = new FrameDecoder(100);
      const buffer = new Uint8Array(1024);
      for (let n; (n = await conn.read(buffer)) !== null;) {
        for (const payload of decoder.push(buffer.subarray(0, n))) {
          show(`payload ${JSON.stringify(new TextDecoder().decode(payload))}`);
        }
        show(`pending ${decoder.pending}`);
      }
      return null;
    },
    script: ["\\x00\\x00\\x00\\x05hel", "lo", "/halfclose"],
  },
];
