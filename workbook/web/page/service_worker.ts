/**
 * Keeps the files of the page, so that it works without a network. The files
 * of a version never change; the first file is asked for anew where it can be.
 *
 * @module
 */
import { WORKER_POLICY } from "../policies.ts";
import { withTries } from "./again.ts";

/** What of the service worker's global object is used. */
interface Scope {
  addEventListener(
    type: "install" | "activate" | "fetch",
    react: (event: FetchEvent) => void,
  ): void;
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

interface FetchEvent {
  request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const scope = globalThis as unknown as Scope;
const base = new URL(scope.registration.scope);

async function install(): Promise<void> {
  const { version, files } = await withTries(listOfFiles);
  const cache = await caches.open(version);
  // What came before the line went is there: the files of a version never change.
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = files.map((path) => new URL(path, base).href)
    .filter((url) => !kept.has(url));
  await Promise.all(
    [base.href, ...missing].map((url) => withTries(() => cache.add(url))),
  );
  for (const name of await caches.keys()) {
    if (name !== version) await caches.delete(name);
  }
  await scope.skipWaiting();
}

/** What belongs to the page as the server has it now. */
async function listOfFiles(): Promise<{ version: string; files: string[] }> {
  const list = await fetch(new URL("files.json", base), { cache: "no-store" });
  if (!list.ok) throw new TypeError(`The list of files: ${list.status}`);
  return await list.json();
}

async function respond(request: Request): Promise<Response> {
  const isFirst = request.mode === "navigate";
  if (isFirst) {
    try {
      return await fetch(request);
    } catch {
      const known = await caches.match(base.href);
      if (known) return known;
      throw new TypeError("There is no network, and the page was not kept");
    }
  }
  // What is loaded a second time has another query.
  const kept = await caches.match(request, { ignoreSearch: true });
  const response = kept ?? await fetch(request);
  return request.url.endsWith("/worker/start.js")
    ? withPolicy(response)
    : response;
}

/** A plain server of files does not say what the Worker may not do. */
function withPolicy({ body, status, headers }: Response): Response {
  const own = new Headers(headers);
  own.set("content-security-policy", WORKER_POLICY);
  return new Response(body, { status, headers: own });
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener(
  "activate",
  (event) => event.waitUntil(scope.clients.claim()),
);
scope.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const path = url.slice(base.href.length);
  if (method !== "GET" || !url.startsWith(base.href)) return;
  if (path.startsWith("api/")) return;
  event.respondWith(respond(event.request));
});
