import type { Lesson } from "./lesson.ts";
import { fileUrl } from "./paths.ts";
import type { AnyPlay } from "./poke/play.ts";
import { playScript } from "./poke/script.ts";
import { Session } from "./poke/session.ts";
import { States } from "./poke/states.ts";
import { Recorder } from "./xray/recorder.ts";
import type { Xray } from "./xray/xray.ts";

/** What is traced: a submission and the exchange it has. */
export interface TraceOptions {
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
 *
 * @param options What is traced.
 */
export async function traceSubmission(options: TraceOptions): Promise<Xray> {
  const { lesson, play, file, signal } = options;
  const recorder = new Recorder();
  const states = await States.open();
  const session = await Session.open({
    ...options,
    submission: fileUrl(file),
    solution: `deno task xray ${lesson.number} --solution`,
    who: "peer",
    states,
    listener: recorder,
    onTrace: (text) => recorder.trace(text),
  });
  const stopped = Promise.withResolvers<void>();
  const stop = () => stopped.resolve();
  signal?.addEventListener("abort", stop);
  try {
    await Promise.race([
      playScript(session, play),
      session.over,
      stopped.promise,
    ]);
  } finally {
    signal?.removeEventListener("abort", stop);
    await session.close();
  }
  return {
    problem: await session.over,
    entries: recorder.entries(session.controlPort),
    unavailable: states.unavailable,
  };
}
