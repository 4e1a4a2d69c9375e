import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/06_half_close.ts");

/** How lesson 6 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "exchange",
    call: 'exchange(server, "hello")',
    about:
      "It sends a request and ends its direction; your reply ends with /halfclose or /close.",
    run: ({ exchange }, server) =>
      exchange(server, new TextEncoder().encode("hello")),
    script: ["HELLO", "/halfclose"],
  },
  {
    role: "client",
    name: "answerAfterEof",
    call: "answerAfterEof(conn)",
    about:
      "Send text, in as many lines as you like, then /halfclose: only then it answers.",
    async run({ answerAfterEof }, server) {
      await answerAfterEof(await Deno.connect({ ...server }));
    },
    script: ["hello ", "world", "/halfclose"],
  },
];
