import { fileURLToPath } from "node:url";
import { endsWithUs } from "../child_processes.ts";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import { makeFolder } from "../study/files.ts";
import { rememberPredictions } from "../study/predictions.ts";
import { PROGRESS_FILE } from "../study/progress_file.ts";
import type { Style } from "../terminal/mod.ts";
import { UsageError } from "../usage_error.ts";
import { playDemo } from "./play.ts";
import { WalkPrinter } from "./walk_text.ts";

/** Exit status of a program that Ctrl-C has ended: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/**
 * A second SIGINT so soon, in milliseconds, is of the same Ctrl-C: the terminal
 * sends one to every process, and `deno task` hands its own on.
 */
const SAME_KEY_MS = 500;

/** What of a demonstration is played. */
export interface RunOptions {
  /** Whether to wait for keys. */
  wait: boolean;
  /** Number of the only step to show; all by default. */
  only?: number;
  /** Whether the lesson's text is printed, each step before its part of the demo. */
  text?: boolean;
}

/**
 * Plays a lesson's demonstration and remembers what was predicted. One that
 * needs more than loopback gets its own process, so that nothing else has that
 * permission. At Ctrl-C the demo closes what it opened, and ends.
 *
 * @param lesson The lesson.
 * @param style The colours and the width.
 * @param options What is played.
 * @returns Whether it came to its end: not if Ctrl-C ended it.
 * @throws {UsageError} If the demo has no step `only`, or fails.
 */
export async function runDemo(
  lesson: Lesson,
  style: Style,
  options: RunOptions,
): Promise<boolean> {
  if (!lesson.demoNet) return await playHere(lesson, style, options);
  const { wait, only, text } = options;
  // The demo may put a socket file there; where that cannot be made it says so.
  await makeFolder(PROGRESS_FILE).catch(() => {});
  // Ctrl-C reaches both processes: this one waits until the demo has ended.
  using _ = onInterrupt(() => {});
  const child = new Deno.Command(Deno.execPath(), {
    // Paths in permissions can be relative here: none can hold a comma.
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
      ...text ? ["--text"] : [],
      ...only === undefined ? [] : ["--step", String(only)],
    ],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const { code } = await endsWithUs(child).status;
  if (code === 0) return true;
  if (code === INTERRUPTED) return false;
  throw new UsageError(
    `Cannot continue: the demo of lesson ${lesson.number} ended with status ${code}; its message is above`,
  );
}

/**
 * Plays a demonstration in this process.
 *
 * @param lesson The lesson.
 * @param style The colours and the width.
 * @param options What is played.
 * @returns Whether it came to its end: not if Ctrl-C ended it.
 * @throws {UsageError} If the demo has no step `only`.
 */
export async function playHere(
  lesson: Lesson,
  style: Style,
  { wait, only, text = false }: RunOptions,
): Promise<boolean> {
  const [demo, guide] = await Promise.all([lesson.demo(), lesson.guide()]);
  const printer = text ? await WalkPrinter.open(lesson, style) : undefined;
  const interrupted = new AbortController();
  using _ = onInterrupt(() => interrupted.abort());
  try {
    const isFound = await playDemo(demo, guide, style, {
      wait,
      only,
      onStep: (step) => printer?.upTo(step),
      onPrediction: (prediction) => rememberPredictions(lesson, [prediction]),
      signal: interrupted.signal,
    });
    await printer?.end();
    if (isFound) return true;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    return false;
  }
  throw new UsageError(
    `Cannot play step ${only}: the demo of lesson ${lesson.number} has no such step`,
  );
}

/** Calls a function at the first Ctrl-C; a second one ends the program at once. */
function onInterrupt(react: () => void): Disposable {
  let pressedAt: number | undefined;
  const interrupt = () => {
    const now = performance.now();
    if (pressedAt === undefined) {
      pressedAt = now;
      react();
    } else if (now - pressedAt > SAME_KEY_MS) Deno.exit(INTERRUPTED);
  };
  const stop = () => Deno.removeSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGINT", interrupt);
  return {
    [Symbol.dispose]() {
      if (pressedAt === undefined) stop();
      else Deno.unrefTimer(setTimeout(stop, SAME_KEY_MS));
    },
  };
}

/**
 * The value of `--allow-net` for a demonstration. Paths must be absolute there,
 * and Windows has no such sockets in Deno.
 *
 * @param more What it needs beside loopback, as the catalogue names it.
 */
export function netFlag(more: readonly string[] = []): string {
  const hosts = more.flatMap((host) => {
    if (!host.startsWith("unix:")) return [host];
    const path = fileURLToPath(fileUrl(host.slice("unix:".length)));
    // Without the permission the demo says why it cannot show this socket.
    if (Deno.build.os === "windows" || path.includes(",")) return [];
    return [`unix:${path}`];
  });
  return ["127.0.0.1", "[::1]", ...hosts].join(",");
}
