import type { Play } from "../../workbook/poke/play.ts";

type Submission = typeof import("../../solutions/15_web_server.ts");

/** How lesson 15 is played by hand. */
export const plays: Play<Submission>[] = [
  {
    role: "server",
    name: "startWebServer",
    call: "startWebServer({ respond })",
    about:
      "A line ends with \\r\\n, and an empty line ends the head: send GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n. /again makes a second client.",
    start: ({ startWebServer }) =>
      startWebServer({
        respond: ({ method, target, body }) => ({
          status: 200,
          headers: { "Content-Type": "text/plain; charset=utf-8" },
          body: `${method} ${target}, ${body.length} bytes of body\n`,
        }),
        // Who types needs time.
        headTimeoutMs: 600_000,
      }),
    script: ["GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"],
  },
];
