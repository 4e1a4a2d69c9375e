import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/04_client_flow.ts");

/** What `converse` has to say. */
const MESSAGES = ["hello", "how are you", "exit"];
/** The deadline of `dial`, in milliseconds. */
const TIMEOUT_MS = 5_000;

/** How lesson 4 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "client",
    name: "dial",
    also: ["converse"],
    call:
      'dial(server, { timeoutMs: 5000 }), then converse(conn, ["hello", "how are you", "exit"])',
    about:
      "Answer each message with OK!!!, whole or in pieces; or leave it waiting.",
    async run({ dial, converse }, server) {
      const dialled = await dial(server, { timeoutMs: TIMEOUT_MS });
      return dialled.ok ? await converse(dialled.conn, MESSAGES) : dialled;
    },
    script: ["OK!!!", "OK!!!", "OK!!!"],
  },
];
