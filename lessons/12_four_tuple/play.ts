import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/12_four_tuple.ts");

/** How lesson 12 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "startChat",
    call: "startChat()",
    about:
      "/again makes a second client, /to 1 speaks as the first one again. A line ends with \\n: send hello\\n.",
    start: ({ startChat }) => startChat(),
    script: ["/again", "hello\\n"],
  },
];
