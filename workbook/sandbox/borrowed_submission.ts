import type { Fault } from "./fault.ts";
import { readablePath, ROOT } from "../paths.ts";
import { isKnownSubmission } from "./paths.ts";

/**
 * The fault of a submission that uses a submission of the workbook.
 *
 * @param message What Deno refused: `Requires read access to "/…/solutions/…"`.
 * @param at Place in the submission.
 * @returns `undefined` if it is about something else.
 */
export function borrowedSubmission(
  message: string,
  at?: string,
): Fault | undefined {
  const [, path] = message.match(/^Requires read access to "([^"]+)"/) ?? [];
  if (path === undefined || !URL.canParse(path, ROOT)) return;
  const file = readablePath(new URL(path, ROOT).href);
  if (!isKnownSubmission(file)) return;
  return {
    cause: "not-allowed",
    what: `the submission uses ${file}`,
    expected: "functions that you wrote yourself",
    lookAt: "deno task hint  helps on, a step at a time",
    at,
  };
}
