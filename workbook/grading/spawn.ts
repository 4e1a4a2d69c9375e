import { LIMITS } from "./limits.ts";
import { readablePath, ROOT } from "./place.ts";

/** Starts the process: loopback, and reading the workbook and the answer. */
export function spawnAnswer(answer: URL): Deno.ChildProcess {
  const root = readableRoot();
  const file = readablePath(answer.href);
  const inside = answer.href.startsWith(ROOT);
  return new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      "--cached-only",
      `--config=${root}deno.json`,
      "--allow-net=127.0.0.1,[::1]",
      `--allow-read=${inside ? root : `${root},${file}`}`,
      `--v8-flags=--max-old-space-size=${
        Math.round(LIMITS.memoryBytes / 2 ** 20)
      }`,
      new URL("workbook/grading/child.ts", ROOT).href,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function readableRoot(): string {
  return decodeURIComponent(new URL(ROOT).pathname)
    .replace(/^\/([A-Za-z]:)/, "$1");
}
