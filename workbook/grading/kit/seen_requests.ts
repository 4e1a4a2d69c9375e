/**
 * What the `respond` of a web server was given: facts of a script.
 *
 * @module
 */
import { isBytes } from "../../sandbox/plain_bytes.ts";
import { countFact } from "./count_fact.ts";
import type { Fact } from "./exchange.ts";
import { equal, expect, show } from "./expect.ts";
import { headerFields, plainHead } from "./http_heads.ts";
import { latin1, latin1Text } from "./latin1.ts";

/** A request, as it was when respond was called. */
export type SeenRequest = Record<string, unknown>;

/** Takes down a request: who gave it may change it later. */
export function seenRequest(request: { body: unknown }): SeenRequest {
  const { body } = request;
  return {
    ...plainHead(request),
    body: isBytes(body) ? Uint8Array.from(body) : body,
  };
}

/**
 * Facts of the requests: how many there were, and the fields of the last one.
 *
 * @param one Tells what was done last.
 * @param seen The requests so far.
 */
export function factsOfRequests(
  one: { readonly did: string },
  seen: () => SeenRequest[],
): Record<string, Fact> {
  const field =
    (name: string, read: (items: string[]) => unknown): Fact => (items) => {
      const [came, due] = [seen().at(-1)?.[name], read(items)];
      equal(came, due, {
        did: `${one.did}: request.${name} in respond`,
        lookAt: isBytes(due) && !isBytes(came)
          ? `of which kind is request.${name}: is it a Uint8Array`
          : typeof due === "object" && typeof came === "string"
          ? `of which kind is request.${name}: is it a Map`
          : undefined,
      });
    };
  const text = ([item]: string[]) => item;
  return {
    method: field("method", text),
    target: field("target", text),
    version: field("version", text),
    headers: field("headers", (items) => headerFields(items.join("; "))),
    body: field("body", ([item]) => latin1(item)),
    /** How often respond was called. */
    requests: countFact("how often respond was called", () => seen().length),
    /** No request has a body that is not among these. */
    bodies: (items) => {
      const other = seen().find(({ body }) =>
        !(isBytes(body) && items.includes(latin1Text(body)))
      );
      expect(!other, {
        cause: "wrong-value",
        did: "which requests respond saw",
        expected: `only requests with the body ${items.map(show).join(" or ")}`,
        came: show(other),
      });
    },
  };
}
