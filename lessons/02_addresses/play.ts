import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/02_addresses.ts");

/** `sockaddr_in` of 127.0.0.1, port 9821, as a little-endian host has it. */
const STRUCTURE =
  "\\x02\\x00\\x26\\x5d\\x7f\\x00\\x00\\x01\\0\\0\\0\\0\\0\\0\\0\\0";

/** How lesson 2 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "startWhoAmI",
    call: "startWhoAmI()",
    about:
      "It tells you your own address; compare its bytes with the kernel's row. /again makes a second client.",
    start: ({ startWhoAmI }) => startWhoAmI(),
    script: ["/states"],
  },
  {
    role: "client",
    name: "askWhoAmI",
    call: "askWhoAmI(server)",
    about: `Tell it an address, such as ${STRUCTURE}.`,
    run: ({ askWhoAmI }, server) => askWhoAmI(server),
    script: [STRUCTURE],
  },
];
