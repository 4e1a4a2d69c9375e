import { ROOT } from "../paths.ts";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import { rowKey } from "../kernel/mod.ts";
import type { AnyPlay } from "../poke/play.ts";
import type { Problem } from "../poke/problem.ts";
import { denoCommand } from "../poke/sandbox.ts";
import { Session } from "../poke/session.ts";
import { States } from "../poke/states.ts";
import { readTyped, TypingError } from "../poke/input_line.ts";
import { wallClock } from "./clock.ts";
import { ownSockets } from "./own_sockets.ts";
import { endTraced, StraceReader, type SystemCall } from "./strace.ts";
import { type Entry, timeline } from "./timeline.ts";

/** A demonstration that takes longer than this under the tracer is ended, in milliseconds. */
const DEMO_MS = 60_000;

/** Status of a program that SIGHUP, SIGINT or SIGTERM ended. */
const INTERRUPTED = [129, 130, 143];

/** What was traced. */
export interface Xray {
  entries: Entry[];
  /** Why it is not complete, or empty. */
  problem?: Problem;
  /** Why there are no rows of the kernel. */
  unavailable?: string;
}

/** What is traced: a submission and the exchange it has. */
export interface SubmissionTraced {
  lesson: Lesson;
  play: AnyPlay;
  /** Its place among the lesson's plays. */
  index: number;
  /** The submission, relative to the workbook. */
  file: string;
  /** The tracer and its options. */
  tracer: string[];
  /** Ends it early. */
  signal?: AbortSignal;
}

/**
 * Runs a submission under the tracer, plays the lesson's small exchange with it,
 * and merges what both sides and the kernel did.
 */
export async function xraySubmission(options: SubmissionTraced): Promise<Xray> {
  const { lesson, play, file, signal } = options;
  const now = wallClock();
  const reader = new StraceReader();
  const calls: SystemCall[] = [];
  const seen: Entry[] = [];
  const states = await States.open();
  let last = "";
  const session = await Session.open({
    ...options,
    submission: fileUrl(file),
    solution: `deno task xray ${lesson.number} --solution`,
    who: "peer",
    states,
    listener: {
      line: (text) => void seen.push({ type: "peer", ms: now(), text }),
      rows(rows, labels) {
        const text = JSON.stringify(
          rows.map((row) => [rowKey(row), row.state, row.receiveQueue]),
        );
        if (text === last) return;
        last = text;
        seen.push({ type: "rows", ms: now(), rows, labels });
      },
    },
    onTrace: (text) => void calls.push(...reader.push(text)),
  });
  const stopped = new Promise<void>((resolve) => {
    signal?.addEventListener("abort", () => resolve());
  });
  try {
    await Promise.race([exchange(session, play), session.over, stopped]);
  } finally {
    await session.close();
  }
  const problem = await session.over;
  const traced = ownSockets(calls, session.controlPort);
  return {
    entries: timeline(traced, seen),
    problem,
    unavailable: states.unavailable,
  };
}

/** The lesson's small exchange, line by line. */
async function exchange(session: Session, play: AnyPlay): Promise<void> {
  await session.ready();
  for (const line of play.script) {
    if (session.isOver) return;
    try {
      await session.do(readTyped(line));
    } catch (error) {
      // The submission has ended the connection early: the trace shows it.
      if (!(error instanceof TypingError)) throw error;
    }
  }
  await session.finish();
  await session.stop();
}

/** Runs a lesson's demonstration under the tracer. */
export async function xrayDemo(
  lesson: Lesson,
  [command, ...options]: string[],
  signal?: AbortSignal,
): Promise<Xray> {
  const reader = new StraceReader();
  const calls: SystemCall[] = [];
  const demo = lesson.files.demo.url;
  const child = new Deno.Command(command, {
    cwd: new URL(ROOT),
    args: [
      ...options,
      ...denoCommand("workbook/xray/demo_child.ts", demo, {
        traced: true,
        // Only TCP is traced: a Unix-domain socket would need a file to write.
        net: lesson.demoNet?.filter((host) => !host.startsWith("unix:")),
        more: ["--allow-run=cat"],
      }),
      lesson.stem,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
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
