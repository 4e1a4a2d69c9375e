import { fileURLToPath } from "node:url";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import { endsWithUs } from "../child_processes.ts";
import { makeFolder } from "../study/files.ts";
import { rememberPredictions } from "../study/predictions.ts";
import { PROGRESS_FILE } from "../study/progress.ts";
import type { Style } from "../terminal/mod.ts";
import { UsageError } from "../usage_error.ts";
import { playDemo } from "./play.ts";

/**
 * Plays a lesson's demonstration and remembers what was predicted. One that
 * needs more than loopback gets a process of its own, so that no other has it.
 *
 * @param lesson The lesson.
 * @param style The colours and the width.
 * @param wait Whether to wait for keys.
 */
export async function runDemo(
  lesson: Lesson,
  style: Style,
  wait: boolean,
): Promise<void> {
  if (!lesson.demoNet) return await playHere(lesson, style, wait);
  // It may put a socket file there; where that cannot be made it says so.
  await makeFolder(PROGRESS_FILE).catch(() => {});
  const child = new Deno.Command(Deno.execPath(), {
    // Then no path stands in a permission that could hold a comma.
    cwd: fileUrl("."),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-read=.",
      "--allow-write=.handshake",
      `--allow-net=${netFlag(lesson.demoNet)}`,
      "--allow-run=cat,netstat",
      fileUrl("workbook/cli.ts").href,
      "demo",
      String(lesson.number),
      ...wait ? ["--wait"] : [],
    ],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const { code } = await endsWithUs(child).status;
  if (code !== 0) {
    throw new UsageError(
      `Cannot go on: the demo of lesson ${lesson.number} ended with status ${code}; what it said stands above`,
    );
  }
}

/** Plays a demonstration in this process. */
export async function playHere(
  lesson: Lesson,
  style: Style,
  wait: boolean,
): Promise<void> {
  const [demo, guide] = await Promise.all([
    lesson.demo(),
    lesson.guide(),
  ]);
  await playDemo(demo, guide, style, {
    wait,
    onPrediction: (prediction) => rememberPredictions(lesson, [prediction]),
  });
}

/** The value of `--allow-net`. Paths must be absolute there, and Windows has no such sockets in Deno. */
function netFlag(more: readonly string[]): string {
  const hosts = more.flatMap((host) => {
    if (!host.startsWith("unix:")) return [host];
    const path = fileURLToPath(fileUrl(host.slice("unix:".length)));
    // Without the permission the demo says why it cannot show this socket.
    if (Deno.build.os === "windows" || path.includes(",")) return [];
    return [`unix:${path}`];
  });
  return ["127.0.0.1", "[::1]", ...hosts].join(",");
}
