import type { Fault } from "./fault.ts";
import { isKnownAnswer, readablePath, ROOT } from "./place.ts";

/**
 * The fault of an answer that uses an answer of the workbook.
 *
 * @param message What Deno refused: `Requires read access to "/…/solutions/…"`.
 * @param at Place in the answer.
 * @returns `undefined` if it is about something else.
 */
export function ownWork(message: string, at?: string): Fault | undefined {
  const [, path] = message.match(/^Requires read access to "([^"]+)"/) ?? [];
  if (path === undefined || !URL.canParse(path, ROOT)) return;
  const file = readablePath(new URL(path, ROOT).href);
  if (!isKnownAnswer(file)) return;
  return {
    cause: "not-allowed",
    what: `the answer uses ${file}`,
    expected: "functions that you wrote yourself",
    lookAt: "deno task hint  helps on, a step at a time",
    at,
  };
}
