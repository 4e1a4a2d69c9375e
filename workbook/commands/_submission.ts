import { resolve } from "node:path";
import { pathUrl } from "../paths.ts";

/**
 * The address of a submission that a learner named.
 *
 * @param file As it was typed: relative to the folder it was typed in, which
 * `deno task` passes on in `INIT_CWD`.
 */
export function submissionUrl(file: string): URL {
  return pathUrl(resolve(Deno.env.get("INIT_CWD") ?? "", file));
}
