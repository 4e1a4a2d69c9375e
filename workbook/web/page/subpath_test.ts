import { buildIfStale, SITE } from "../build.ts";
import { assertEquals } from "@std/assert";
import {
  endVisits,
  openLesson,
  solution,
  untilControlled,
  verdictIs,
  visit,
  write,
} from "./testing/browser.ts";

// The page as files below a path of a plain server, which knows nothing of it.

/** Where the page is put: `https://host/courses/tcp/`. */
const PATH = "/courses/tcp/";

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  ts: "text/plain",
};

let server: Deno.HttpServer<Deno.NetAddr> | undefined;

Deno.test.afterAll(async () => {
  await endVisits();
  await server?.shutdown();
});

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

async function servedBelow(): Promise<string> {
  await buildIfStale();
  server ??= Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    answer,
  );
  return `http://127.0.0.1:${server.addr.port}${PATH}`;
}

visit(
  "below a path a lesson is opened, judged, and opened again without a network",
  async (visit) => {
    const { page, address } = visit;
    await openLesson(visit, "1/1");
    await write(page, await solution("01_byte_order"));
    await verdictIs(page, "right");
    await untilControlled(page);
    await page.context().setOffline(true);
    await page.reload();
    await verdictIs(page, "right");
    await page.getByRole("link", { name: "Handshake" }).click();
    await page.locator(".lessons li", { hasText: "mastered" }).waitFor();
    assertEquals(new URL(page.url()).pathname, new URL(address).pathname);
  },
  { serve: servedBelow },
);
