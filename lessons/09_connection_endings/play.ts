import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/09_connection_endings.ts");

/** How lesson 9 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "drain",
    call: "drain(conn)",
    about:
      "Send text, then end: /close or /halfclose is a FIN, /reset is an RST.",
    async run({ drain }, server) {
      const conn = await Deno.connect({ ...server });
      try {
        return await drain(conn);
      } finally {
        conn.close();
      }
    },
    script: ["hello", "/halfclose"],
  },
  {
    role: "client",
    name: "closeGracefully",
    call: "closeGracefully(conn, { drainMs: 5000 })",
    about:
      "It has sent FIN. Send what you like; /halfclose within 5 seconds, or wait.",
    async run({ closeGracefully }, server) {
      const conn = await Deno.connect({ ...server });
      return await closeGracefully(conn, { drainMs: 5000 });
    },
    script: ["late", "/halfclose"],
  },
];
