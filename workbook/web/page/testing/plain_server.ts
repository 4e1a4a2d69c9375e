/**
 * A plain server of files that knows nothing of the page, for tests.
 *
 * @module
 */
import { buildIfStale, SITE } from "../../build.ts";

/** Where the page is put: `https://host/courses/tcp/`. */
const PATH = "/courses/tcp/";

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  ts: "text/plain",
};

/** Ends the servers, whatever they are asked for at that moment. */
const end = new AbortController();
const ended: Array<Promise<void>> = [];

async function answer({ url }: Request): Promise<Response> {
  const { pathname } = new URL(url);
  const path = pathname === PATH ? "index.html" : pathname.slice(PATH.length);
  const type = TYPES[path.split(".").at(-1)!];
  if (!pathname.startsWith(PATH) || type === undefined) {
    return new Response(null, { status: 404 });
  }
  const body = await Deno.readFile(new URL(path, SITE));
  return new Response(body, { headers: { "content-type": type } });
}

/**
 * Serves the page below a path.
 *
 * @param isRefused Which requests get no file, but an error.
 * @returns Its address.
 */
export async function servePlain(
  isRefused: (request: Request) => boolean = () => false,
): Promise<string> {
  await buildIfStale();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: end.signal, onListen() {} },
    (request) =>
      isRefused(request)
        ? new Response(null, { status: 503 })
        : answer(request),
  );
  ended.push(server.finished);
  return `http://127.0.0.1:${server.addr.port}${PATH}`;
}

/** Ends the servers. */
export async function endPlain(): Promise<void> {
  end.abort();
  await Promise.all(ended.splice(0));
}
