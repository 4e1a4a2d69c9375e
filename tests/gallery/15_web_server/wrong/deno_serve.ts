import type {
  Server,
  WebServerOptions,
} from "../../../../solutions/15_web_server.ts";

export { parseRequestHead } from "../../../../solutions/15_web_server.ts";

export function startWebServer(
  { port = 0, respond }: WebServerOptions,
): Server {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, onListen() {} },
    async (request) => {
      const { status, headers, body } = await respond({
        method: request.method,
        target: new URL(request.url).pathname,
        version: "HTTP/1.1",
        headers: new Map(request.headers),
        body: await request.bytes(),
      });
      return new Response(body as BodyInit, { status, headers });
    },
  );
  const { addr, finished } = server;
  return {
    addr: addr as Deno.NetAddr,
    finished,
    stop: () => server.shutdown(),
  };
}
