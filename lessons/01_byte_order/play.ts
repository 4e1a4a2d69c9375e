import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/01_byte_order.ts");

/** How lesson 1 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "exchangeHeader",
    call: "exchangeHeader(server, { type: 1, length: 9821, id: 256 })",
    about:
      "Reply with 7 bytes of your own, such as \\x02\\x00\\x05\\x00\\x00\\x00\\x07.",
    run: ({ exchangeHeader }, server) =>
      exchangeHeader(server, { type: 1, length: 9821, id: 256 }),
    script: ["\\x02\\x00\\x05\\x00\\x00\\x00\\x07"],
  },
  {
    role: "client",
    name: "receiveHeader",
    call: "receiveHeader(conn), again and again until null",
    about:
      "Send headers of 7 bytes: whole, after /bytes, two at once, or cut short by /halfclose.",
    async run({ receiveHeader }, server, show) {
      using conn = await Deno.connect({ ...server });
      while (true) {
        const header = await receiveHeader(conn);
        show(`receives ${JSON.stringify(header)}`);
        if (header === null) return null;
      }
    },
    script: [
      "\\x01\\x26\\x5d\\x00\\x00\\x01\\x00",
      "/bytes",
      "\\x02\\x00\\x05\\x00\\x00\\x00\\x07",
      "/halfclose",
    ],
  },
];
