/**
 * One of the servers of web_server_bench.ts, in a process of its own. It prints
 * its port.
 *
 * @module
 */
import { createServer } from "node:http";
import { startWebServer } from "../../solutions/15_web_server.ts";

const hostname = "127.0.0.1";
const headers = { "Content-Type": "text/plain" };
const body = "Hello from a bare socket\n";

switch (Deno.args[0]) {
  case "solution": {
    const server = startWebServer({
      respond: () => ({ status: 200, headers, body }),
    });
    console.log(server.addr.port);
    break;
  }
  case "Deno.serve":
    Deno.serve({
      hostname,
      port: 0,
      onListen: ({ port }) => console.log(port),
    }, () => new Response(body, { headers }));
    break;
  case "node:http": {
    const server = createServer((_, response) => {
      response.writeHead(200, headers).end(body);
    });
    server.listen(0, hostname, () => {
      console.log((server.address() as { port: number }).port);
    });
  }
}
