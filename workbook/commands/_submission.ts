import { resolve } from "node:path";
import { pathUrl } from "../paths.ts";
import { typed, UsageError } from "../usage_error.ts";

/**
 * The address of a submission that a learner named.
 *
 * @param file As it was typed: relative to the folder it was typed in, which
 * `deno task` passes on in `INIT_CWD`.
 * @throws {UsageError} If nothing was typed: a variable of the shell was empty.
 */
export function submissionUrl(file: string): URL {
  // It would be the folder where it was typed.
  if (file === "") {
    throw new UsageError(
      `Cannot use ${typed(file)} as a path: name a file or a folder`,
    );
  }
  return pathUrl(resolve(Deno.env.get("INIT_CWD") ?? "", file));
}
