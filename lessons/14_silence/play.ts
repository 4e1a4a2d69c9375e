import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/14_silence.ts");

/** The deadline of each read, in milliseconds. */
const TIMEOUT_MS = 5_000;

/** How lesson 14 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "readWithin",
    call: "readWithin(conn, buffer, 5000), three times",
    about:
      "Say nothing for 5 seconds, then send a word: which call gets it? /close ends the stream.",
    async run({ readWithin }, server, show) {
      const conn = await Deno.connect({ ...server });
      const buffer = new Uint8Array(100);
      const decoder = new TextDecoder();
      const given: unknown[] = [];
      try {
        for (let call = 1; call <= 3; call++) {
          const n = await readWithin(conn, buffer, TIMEOUT_MS);
          const what = typeof n === "number"
            ? JSON.stringify(decoder.decode(buffer.subarray(0, n)))
            : n;
          show(`gets ${what} from call ${call}`);
          given.push(n);
          if (n === null) break;
        }
        return given;
      } finally {
        conn.close();
      }
    },
    script: ["hello", "late", "bye"],
  },
  {
    role: "client",
    name: "keepAlive",
    call: "keepAlive(conn, { everyMs: 3000, deadAfterMs: 15000 })",
    about:
      "You are pinged every 3 seconds. Send anything within 15 seconds, or you are taken for dead.",
    async run({ keepAlive }, server) {
      const conn = await Deno.connect({ ...server });
      const { dead, stop } = keepAlive(conn, {
        everyMs: 3_000,
        deadAfterMs: 15_000,
      });
      try {
        await dead;
        return "dead has resolved";
      } finally {
        stop();
        conn.close();
      }
    },
    script: ["here", "/close"],
  },
];
