import { endsWithUs } from "../children.ts";
import { LIMITS } from "./limits.ts";
import { readablePath, ROOT } from "./place.ts";

/**
 * Starts the process: loopback, and reading the workbook and the answer. It
 * starts in the folder of the workbook, so that no permission names that
 * folder: a comma in its path would end the permission.
 */
export function spawnAnswer(answer: URL): Deno.ChildProcess {
  const inside = answer.href.startsWith(ROOT);
  const child = new Deno.Command("deno", {
    cwd: new URL(ROOT),
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      "--cached-only",
      "--config=deno.json",
      "--allow-net=127.0.0.1,[::1]",
      `--allow-read=${inside ? "." : `.,${readablePath(answer.href)}`}`,
      `--v8-flags=--max-old-space-size=${
        Math.round(LIMITS.memoryBytes / 2 ** 20)
      }`,
      new URL("workbook/grading/child.ts", ROOT).href,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return endsWithUs(child);
}
