import { endsWithUs } from "../child_processes.ts";
import { LIMITS } from "./limits.ts";
import { readablePath, ROOT } from "../paths.ts";
import { isKnownSubmission, KNOWN_SUBMISSIONS } from "./paths.ts";

/**
 * Starts the process: loopback, and reading the submission and the workbook, but
 * not the submissions that the workbook knows: an exercise is work of one's own. It
 * starts in the folder of the workbook, so that no permission names that
 * folder: a comma in its path would end the permission.
 */
export function spawnSubmission(submission: URL): Deno.ChildProcess {
  const path = submission.href.startsWith(ROOT)
    ? submission.href.slice(ROOT.length)
    : undefined;
  const child = new Deno.Command(Deno.execPath(), {
    cwd: new URL(ROOT),
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      "--cached-only",
      "--config=deno.json",
      "--allow-net=127.0.0.1,[::1]",
      `--allow-read=${path ? "." : `.,${readablePath(submission.href)}`}`,
      // Whoever judges a known submission asks for it by its name.
      ...path && isKnownSubmission(path)
        ? []
        : [`--deny-read=${KNOWN_SUBMISSIONS.join(",")}`],
      `--v8-flags=--max-old-space-size=${
        Math.round(LIMITS.memoryBytes / 2 ** 20)
      }`,
      new URL("workbook/grading/child/main.ts", ROOT).href,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return endsWithUs(child);
}
