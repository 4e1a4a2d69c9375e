import type { TranscriptLine } from "../../sandbox/fault.ts";
import { Output } from "../../sandbox/output.ts";
import { type ChildOptions, converse } from "./converse.ts";
import { Results } from "./results.ts";

/** How long the process may be silent, in milliseconds: that it never ends is known. */
const SILENT_MS = 500;

/**
 * The exchange of a check that ended its process, and so took with it the lines
 * that it held: the check runs once more, in a process that tells each line at
 * once.
 *
 * @param options What was run.
 * @param name The check.
 * @returns Its lines, up to where the process ended; none if it did not end so
 * again.
 */
export async function linesAgain(
  options: ChildOptions,
  name: string,
): Promise<TranscriptLine[]> {
  const { job, limits, results } = options;
  const { talk } = await converse({
    ...options,
    job: {
      ...job,
      from: 0,
      lastPart: undefined,
      only: name,
      schedules: results.schedule && [results.schedule],
      holdsLines: false,
    },
    results: new Results(),
    output: new Output(limits.outputBytes),
    limits: { ...limits, blockedMs: Math.min(limits.blockedMs, SILENT_MS) },
    deadline: performance.now() + limits.checkHardMs,
  });
  return talk.running ? talk.notes : [];
}
