import { typeFaultsIn } from "../../workbook/study/type_errors.ts";
import { writeSubmission } from "../proof/written_submission.ts";
import type { KnownSubmission } from "./known_submissions.ts";

/**
 * Checks the types of submissions that are changes of the model answer; the
 * files are part of `deno task check`. A name that is not defined throws at
 * nearly every check: the submission would be caught for another fault than
 * its own.
 *
 * @param submissions The submissions.
 * @returns A sentence for each one that does not pass.
 */
export async function checkTypes(
  submissions: readonly KnownSubmission[],
): Promise<string[]> {
  const byFile = new Map<string, KnownSubmission>();
  await using files = new AsyncDisposableStack();
  for (const each of submissions) {
    const { lesson: { stem }, name, code } = each;
    if (!("text" in code)) continue;
    const file = await writeSubmission(`types_${stem}_${name}`, code.text);
    byFile.set(files.use(file).url.href, each);
  }
  if (byFile.size === 0) return [];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    // deno.json excludes the folder of these files.
    args: ["check", "--quiet", "--no-config", ...byFile.keys()],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return [];
  const output = new TextDecoder().decode(stderr);
  const errors = new Map<KnownSubmission, string>();
  for (const { file, message } of typeFaultsIn(output)) {
    const known = byFile.get(file);
    if (known && !errors.has(known)) errors.set(known, message);
  }
  if (errors.size === 0) return [`Cannot check the types: ${output}`];
  return [...errors].map(([{ place, name }, message]) =>
    `${place}: the code of ${name} has a type error: ${message}`
  );
}
