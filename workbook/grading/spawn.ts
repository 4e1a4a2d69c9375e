import { endsWithUs } from "../children.ts";
import { denoProgram } from "../deno_program.ts";
import { LIMITS } from "./limits.ts";
import { isKnownAnswer, KNOWN_ANSWERS, readablePath, ROOT } from "./place.ts";

/**
 * Starts the process: loopback, and reading the answer and the workbook, but
 * not the answers that the workbook knows: an exercise is work of one's own. It
 * starts in the folder of the workbook, so that no permission names that
 * folder: a comma in its path would end the permission.
 */
export function spawnAnswer(answer: URL): Deno.ChildProcess {
  const path = answer.href.startsWith(ROOT)
    ? answer.href.slice(ROOT.length)
    : undefined;
  const child = new Deno.Command(denoProgram(), {
    cwd: new URL(ROOT),
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      "--cached-only",
      "--config=deno.json",
      "--allow-net=127.0.0.1,[::1]",
      `--allow-read=${path ? "." : `.,${readablePath(answer.href)}`}`,
      // Whoever judges a known answer asks for it by its name.
      ...path && isKnownAnswer(path)
        ? []
        : [`--deny-read=${KNOWN_ANSWERS.join(",")}`],
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
