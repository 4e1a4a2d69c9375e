import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/13_on_the_wire.ts");

/** How lesson 13 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "receiveTrace",
    call: "receiveTrace(server)",
    about:
      "Send packets, each behind its length: \\x00\\x05hello, whole or in parts; then /halfclose.",
    async run({ receiveTrace }, server) {
      const trace = await receiveTrace(server);
      return trace.map((bytes) => new TextDecoder().decode(bytes));
    },
    script: ["\\x00\\x05hello", "/halfclose"],
  },
];
