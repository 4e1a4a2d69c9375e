import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/10_accept_queue.ts");

/** Echoes what comes, until `bye` or the end of the stream. */
async function echo(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1024);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    const chunk = buffer.subarray(0, n);
    await conn.write(chunk);
    if (new TextDecoder().decode(chunk) === "bye") return;
  }
}

/** How lesson 10 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "acceptLoop",
    call: "acceptLoop(listener, { maxConcurrent: 1, … })",
    about:
      "It echoes, one client at a time. /again makes a second client; bye ends the first.",
    start({ acceptLoop }, show) {
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const stopping = new AbortController();
      const finished = acceptLoop(listener, {
        maxConcurrent: 1,
        signal: stopping.signal,
        async handle(conn) {
          show(
            `handle() begins: port ${(conn.remoteAddr as Deno.NetAddr).port}`,
          );
          await echo(conn);
          show("handle() ends");
        },
      });
      return {
        addr: listener.addr as Deno.NetAddr,
        stop() {
          stopping.abort();
          return finished;
        },
      };
    },
    script: ["hello", "bye"],
  },
];
