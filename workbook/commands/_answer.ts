import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The address of an answer that a learner named.
 *
 * @param file As it was typed: relative to the folder it was typed in, which
 * `deno task` passes on in `INIT_CWD`.
 */
export function answerUrl(file: string): URL {
  return pathToFileURL(resolve(Deno.env.get("INIT_CWD") ?? "", file));
}
