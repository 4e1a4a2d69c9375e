import { endsWithUs } from "../child_processes.ts";
import type { Lesson } from "../lesson.ts";
import { ROOT } from "../paths.ts";
import { denoCommand } from "../sandbox/command.ts";
import { LIMITS } from "../sandbox/limits.ts";
import { endTraced } from "../sandbox/tracer.ts";
import { ownSockets } from "./own_sockets.ts";
import { StraceReader, type SystemCall } from "./strace.ts";
import { timeline } from "./timeline.ts";
import type { Xray } from "./xray.ts";

/** A demonstration that takes longer than this under the tracer is ended, in milliseconds. */
const DEMO_MS = 60_000;

/** Status of a program that SIGHUP, SIGINT or SIGTERM ended. */
const INTERRUPTED = [129, 130, 143];

/**
 * Runs a lesson's demonstration under the tracer.
 *
 * @param lesson The lesson.
 * @param tracer The tracer and its options.
 * @param signal Ends it early.
 */
export async function xrayDemo(
  lesson: Lesson,
  [command, ...options]: readonly string[],
  signal?: AbortSignal,
): Promise<Xray> {
  const reader = new StraceReader();
  const calls: SystemCall[] = [];
  const child = endsWithUs(
    new Deno.Command(command, {
      cwd: new URL(ROOT),
      args: [
        ...options,
        ...denoCommand({
          program: "workbook/xray/demo_child.ts",
          memoryBytes: LIMITS.memoryBytes,
          // Only TCP is traced: a Unix-domain socket would need a file to write.
          net: lesson.demoNet?.filter((host) => !host.startsWith("unix:")),
          more: ["--allow-run=cat"],
        }),
        lesson.stem,
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn(),
  );
  let isLate = false;
  const end = () => endTraced(child);
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, DEMO_MS);
  signal?.addEventListener("abort", end);
  const decoder = new TextDecoder();
  for await (const chunk of child.stderr) {
    calls.push(...reader.push(decoder.decode(chunk, { stream: true })));
  }
  const { success, code } = await child.status;
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  const entries = timeline(ownSockets(calls));
  // Ctrl-C reaches the whole group: the child may know of it first.
  const isInterrupted = !isLate && INTERRUPTED.includes(code);
  if (success || signal?.aborted || isInterrupted) return { entries };
  const sentence = isLate
    ? `The demo did not end within ${DEMO_MS} ms under the tracer`
    : `The demo failed with status ${code}: ${
      reader.foreign[0] ?? "it did not say why"
    }`;
  return { entries, problem: { status: 3, sentence } };
}
