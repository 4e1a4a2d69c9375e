/**
 * What the head of a request says, as plain fields: of what a submission gave,
 * and of a text of the grader.
 *
 * @module
 */
import { show } from "./expect.ts";
import { isInstance } from "./instance.ts";

/** What a head says, with its headers as plain fields; `null` if it is not complete. */
export type PlainHead = Record<string, unknown> | null;

/** What a submission says of a head: of what parseRequestHead gave, or respond got. */
export function plainHead(head: unknown): PlainHead {
  if (head === null) return null;
  const { method, target, version, headers } = Object(head);
  const isMap = isInstance(headers, Map);
  // What is no head at all is shown as it is.
  if (!isMap && typeof headers !== "object") return head as PlainHead;
  return {
    method,
    target,
    version,
    headers: isMap ? Object.fromEntries(headers) : `no Map: ${show(headers)}`,
  };
}

/** `a: b; c: d` as fields. */
export const headerFields = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("; ").map((each) => [
      each.slice(0, each.indexOf(":")),
      each.slice(each.indexOf(":") + 1).trimStart(),
    ]),
  );

/** `GET / HTTP/1.1` or `GET / HTTP/1.1 with a: b; c: d` as what a head says. */
export function headOf(text: string): PlainHead {
  const [first, headers] = text.split(" with ");
  const [method, target, version, more] = first.split(" ");
  if (!version || more) {
    throw new RangeError(
      `"${first}" is no head; write GET / HTTP/1.1 with a: b`,
    );
  }
  return {
    method,
    target,
    version,
    headers: headers ? headerFields(headers) : {},
  };
}

/** Where to look when parseRequestHead gave something else than what was due. */
export function lookAtHead(
  came: unknown,
  due: unknown,
  _: unknown,
  asked?: string,
): string | undefined {
  if (isInstance(came, Error) && !isInstance(came, SyntaxError)) {
    return "which error is thrown here, and of which class";
  }
  if (typeof Object(came).headers === "string") {
    return "of which kind is headers: is it a Map";
  }
  if (came === undefined) return;
  if (came !== null || due === null) return asked;
  return Object(due).method
    ? "which bytes end a head"
    : "null says that more must come: can that make a head of it";
}
