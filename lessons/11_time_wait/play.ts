import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/11_time_wait.ts");

/** How lesson 11 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "politeHandler",
    call: "politeHandler(conn, { closeWithinMs: 5000 })",
    about:
      "You are the client. Send text, then exit. End first, with /close, or wait 5 seconds.",
    async run({ politeHandler }, server) {
      const conn = await Deno.connect({ ...server });
      await politeHandler(conn, { closeWithinMs: 5000 });
      return "closed";
    },
    script: ["hello", "exit", "/close"],
  },
];
