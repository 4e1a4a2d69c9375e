/**
 * What the server of the page answers. It trusts no page but its own: another
 * site in the same browser may send requests here, too.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { encodeMessage } from "../sandbox/messages.ts";
import { judgeExercise, knownStanding } from "../study/progress.ts";
import type { Standing } from "../study/standing.ts";
import { readVersion, saveVersion } from "./exercises.ts";
import { parseStanding, rememberPage } from "./verdicts.ts";
import { PAGE_POLICY, WORKER_POLICY } from "./policies.ts";
import { LIMITS } from "../sandbox/limits.ts";

/** What a handler needs. */
export interface HandlerOptions {
  /** The folder of the built page. */
  site: URL;
  /** The port that the server listens on. */
  port: number;
  /** Whoever knows it may write and run. */
  token: string;
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  ts: "text/plain; charset=utf-8",
};

/** A request that is refused, and why. */
class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/**
 * Makes the handler.
 *
 * @param options What it needs.
 * @returns Answers one request; it never rejects.
 */
export async function createHandler(
  options: HandlerOptions,
): Promise<(request: Request) => Promise<Response>> {
  const { site, port, token } = options;
  const list = await Deno.readTextFile(new URL("files.json", site));
  const { files } = JSON.parse(list) as { files: string[] };
  // A path is looked up, never put together.
  const known = new Map(
    [...files, "index.html", "files.json", "service_worker.js"]
      .map((path) => [`/${path}`, new URL(path, site)]),
  );
  known.set("/", new URL("index.html", site));
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const answer = async (request: Request): Promise<Response> => {
    checkSender(request, hosts);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/")) {
      checkToken(request, token);
      return await api(request, pathname.slice("/api/".length));
    }
    const file = known.get(pathname);
    if (!file) throw new Refusal(404, "There is no such file");
    if (request.method !== "GET" && request.method !== "HEAD") {
      throw new Refusal(405, "A file can only be read");
    }
    return await fileResponse(file, pathname);
  };
  return async (request) => {
    try {
      return secured(await answer(request));
    } catch (error) {
      if (error instanceof Refusal) {
        return secured(
          new Response(`${error.message}\n`, { status: error.status }),
        );
      }
      console.error(error);
      return secured(new Response("The server failed\n", { status: 500 }));
    }
  };
}

/**
 * Another name for this machine may lead here (DNS rebinding), and a page of
 * another site may send a request: both are refused.
 */
function checkSender({ headers }: Request, hosts: readonly string[]): void {
  const host = headers.get("host") ?? "";
  if (!hosts.includes(host)) throw new Refusal(403, "This is another host");
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) {
    throw new Refusal(403, "This is another origin");
  }
  const site = headers.get("sec-fetch-site") ?? "none";
  const isVisit = headers.get("sec-fetch-mode") === "navigate";
  if (site !== "same-origin" && site !== "none" && !isVisit) {
    throw new Refusal(403, "This is another site");
  }
}

/** Compares in a time that does not tell how much of the token is right. */
function checkToken({ headers }: Request, token: string): void {
  const given = headers.get("handshake-token") ?? "";
  let difference = given.length ^ token.length;
  for (let i = 0; i < token.length; i++) {
    difference |= token.charCodeAt(i) ^ given.charCodeAt(i);
  }
  if (difference !== 0) {
    throw new Refusal(401, "Open the address that the terminal shows");
  }
}

async function api(request: Request, path: string): Promise<Response> {
  if (path === "standings" && request.method === "GET") {
    return Response.json(await standings());
  }
  const [call, stem, ...more] = path.split("/");
  const lesson = LESSONS.find((each) => each.stem === stem);
  if (!lesson || more.length > 0) throw new Refusal(404, "No such lesson");
  switch (`${request.method} ${call}`) {
    case "GET exercise":
      return Response.json(await readVersion(lesson));
    case "PUT exercise":
      return await save(request, lesson);
    case "PUT verdict":
      return await remember(request, lesson);
    case "POST judge":
      return judging(request, lesson);
    default:
      throw new Refusal(404, "No such call");
  }
}

/** What is remembered of the exercises as they are now, by stem. */
async function standings(): Promise<Record<string, Standing>> {
  const known: Record<string, Standing> = {};
  for (const lesson of LESSONS) {
    const standing = await knownStanding(lesson);
    if (standing) known[lesson.stem] = standing;
  }
  return known;
}

async function save(request: Request, lesson: Lesson): Promise<Response> {
  const base = contentNamed(request);
  const saved = await saveVersion(lesson, await bodyText(request), base);
  return Response.json(saved.now, { status: saved.isSaved ? 200 : 409 });
}

/** The content that a request is about. */
function contentNamed({ headers }: Request): string {
  const [, name] = /^"([0-9a-f]+)"$/.exec(headers.get("if-match") ?? "") ?? [];
  if (name !== undefined) return name;
  throw new Refusal(428, "Say which content it began with");
}

/** Remembers the verdict of the page on the file as it is. */
async function remember(request: Request, lesson: Lesson): Promise<Response> {
  const judged = contentNamed(request);
  const standing = parseStanding(await bodyText(request));
  if (!standing) throw new Refusal(400, "It is no verdict");
  const isRemembered = await rememberPage(lesson, standing, judged);
  return Response.json({ isRemembered });
}

/** The body as text, up to the length that an exercise may have. */
async function bodyText(request: Request): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (bytes > LIMITS.fileBytes) {
        throw new Refusal(413, `At most ${LIMITS.fileBytes} bytes`);
      }
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(400, "It is no UTF-8");
    throw error;
  }
}

/** Judges the exercise on real sockets: a line for each check, then the verdict. */
function judging(request: Request, lesson: Lesson): Response {
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (message: object) => {
        if (!signal.aborted) controller.enqueue(encodeMessage(message));
      };
      try {
        const verdict = await judgeExercise(lesson, {
          signal,
          onCheck: (check) => send({ check }),
        });
        send({ verdict });
      } catch (error) {
        send({ error: error instanceof Error ? error.message : `${error}` });
      }
      if (!signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, {
    headers: { "content-type": "application/x-ndjson" },
  });
}

async function fileResponse(file: URL, path: string): Promise<Response> {
  const type = TYPES[path === "/" ? "html" : path.split(".").at(-1)!];
  const isVersioned = /^\/[0-9a-f]{16}\//.test(path);
  return new Response(await Deno.readFile(file), {
    headers: {
      "content-type": type,
      "cache-control": isVersioned
        ? "public, max-age=31536000, immutable"
        : "no-cache",
      "content-security-policy": path.endsWith("/worker/start.js")
        ? WORKER_POLICY
        : `${PAGE_POLICY}; frame-ancestors 'none'`,
    },
  });
}

/** What every answer says. */
function secured(response: Response): Response {
  const { headers } = response;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-embedder-policy", "require-corp");
  headers.set("cross-origin-resource-policy", "same-origin");
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", "default-src 'none'");
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}
