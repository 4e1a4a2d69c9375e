import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/03_server_flow.ts");

/** How lesson 3 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "startServer",
    call: "startServer({ log })",
    about: "Send hello, then exit. /again makes a second client.",
    start: ({ startServer }, show) =>
      startServer({ log: (line) => show(`logs ${JSON.stringify(line)}`) }),
    script: ["hello", "exit"],
  },
];
