/**
 * The workbook's own server, if the page comes from it: `deno task web`.
 *
 * @module
 */
import type { CheckResult, Verdict } from "../../../grading/verdict.ts";
import { decodeMessage } from "../../../sandbox/messages.ts";
import type { Standing } from "../../../study/standing.ts";
import type { Saved, Version } from "./version.ts";

const KEY = "handshake/token";

/** A browser sends at most 64 KiB for a page that is gone, all requests together. */
const MOST_KEPT_ALIVE = 60_000;

/** The calls of the server. */
export interface Server {
  /** Where the exercises stand that were judged as they are now, by stem. */
  standings(): Promise<Record<string, Standing>>;
  readExercise(stem: string): Promise<Version>;
  /**
   * Saves the file.
   *
   * @param isLast Whether the page goes away: the request is sent all the same.
   */
  saveExercise(
    stem: string,
    text: string,
    base: string,
    isLast?: boolean,
  ): Promise<Saved>;
  /**
   * Says where the file stands that was judged in the page.
   *
   * @param base The name of the content that was judged: of another, nothing is remembered.
   */
  remember(stem: string, standing: Standing, base: string): Promise<void>;
  /** Judges the file on real sockets. */
  judge(
    stem: string,
    onCheck: (check: CheckResult) => void,
    signal: AbortSignal,
  ): Promise<Verdict>;
}

/** Takes the token out of the address: it is not to stay in the history. */
function takeToken(): string | null {
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (token !== undefined) {
    sessionStorage.setItem(KEY, token);
    history.replaceState(null, "", `${location.pathname}#/`);
  }
  return sessionStorage.getItem(KEY);
}

/** The server, if the page has a token for it. */
export function findServer(): Server | undefined {
  const token = takeToken();
  if (token === null) return;
  const call = async (path: string, options: RequestInit = {}) => {
    const response = await fetch(new URL(path, document.baseURI), {
      ...options,
      headers: { ...options.headers, "handshake-token": token },
    });
    if (response.ok || response.status === 409) return response;
    throw new Error((await response.text()).trim());
  };
  return {
    async standings() {
      return await (await call("api/standings")).json();
    },
    async readExercise(stem) {
      return await (await call(`api/exercise/${stem}`)).json();
    },
    async saveExercise(stem, text, base, isLast = false) {
      const response = await call(`api/exercise/${stem}`, {
        method: "PUT",
        // A longer one would be refused by the browser, and not sent at all.
        keepalive: isLast && new Blob([text]).size <= MOST_KEPT_ALIVE,
        headers: { "content-type": "text/plain", "if-match": `"${base}"` },
        body: text,
      });
      const other = await response.json();
      return response.status === 409
        ? { how: "conflict", other }
        : { how: "saved", name: other.name };
    },
    async remember(stem, standing, base) {
      const response = await call(`api/verdict/${stem}`, {
        method: "PUT",
        headers: {
          "content-type": "application/json",
          "if-match": `"${base}"`,
        },
        body: JSON.stringify(standing),
      });
      // Until it is read, the browser keeps the connection for it.
      await response.text();
    },
    async judge(stem, onCheck, signal) {
      const response = await call(`api/judge/${stem}`, {
        method: "POST",
        signal,
      });
      let verdict: Verdict | undefined;
      for await (const line of linesOf(response.body!)) {
        const message = decodeMessage(line) as
          | { check: CheckResult }
          | { verdict: Verdict }
          | { error: string };
        if ("error" in message) throw new Error(message.error);
        if ("check" in message) onCheck(message.check);
        else verdict = message.verdict;
      }
      if (!verdict) throw new Error("The server ended before the verdict");
      return verdict;
    },
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>) {
  const reader = body.pipeThrough(
    new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
  ).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
