import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/11_time_wait.ts");

/** How lesson 11 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "politeHandler",
    call: "politeHandler(conn, { closeWithinMs: 5000 })",
    about:
      "Send text, then exit. Then end first, with /close, or wait 5 seconds.",
    start({ politeHandler }, show) {
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const serving = (async () => {
        for await (const conn of listener) {
          // One client at a time: there is one hand that types.
          await politeHandler(conn, { closeWithinMs: 5000 }).then(
            () => show("resolves"),
            (error) => show(`rejects with ${error}`),
          );
        }
      })();
      return {
        addr: listener.addr,
        async stop() {
          listener.close();
          await serving;
        },
      };
    },
    script: ["hello", "exit", "/close"],
  },
];
