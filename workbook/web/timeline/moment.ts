/**
 * Finding a moment of one run in another run of the same check.
 *
 * @module
 */
import type { Recording } from "./recording.ts";
import type { Step } from "./steps.ts";

/**
 * A moment as two runs have it in common: the lines of the check's transcript
 * before it. How long a segment travels, and how many there are, differs.
 */
export interface Moment {
  /** Whether it is that of the fault. */
  isFault: boolean;
  /** How many lines of the transcript come before it; -1 before everything. */
  lines: number;
  /** Virtual milliseconds since the last of them. */
  since: number;
}

/** Where the lines of the transcript are, as indices of events. */
function linesOf({ events }: Recording): number[] {
  return events.flatMap(({ kind }, index) => kind === "note" ? [index] : []);
}

/**
 * A step as a moment.
 *
 * @param recording The recording.
 * @param step The step; `undefined` before the first.
 */
export function momentOf(
  recording: Recording,
  step: Step | undefined,
): Moment {
  if (step === undefined) return { isFault: false, lines: -1, since: 0 };
  const { events } = recording;
  const before = linesOf(recording).filter((index) => index < step.end);
  const began = before.length > 0 ? events[before.at(-1)!].at : 0;
  return {
    isFault: events.slice(step.first, step.end)
      .some(({ kind }) => kind === "fault"),
    lines: before.length,
    since: events[step.first].at - began,
  };
}

/**
 * The step that is nearest to a moment of another run.
 *
 * @param recording The recording.
 * @param steps Its steps.
 * @param moment The moment.
 * @returns Its index; -1 for before the first.
 */
export function stepOfMoment(
  recording: Recording,
  steps: readonly Step[],
  { isFault, lines, since }: Moment,
): number {
  if (lines < 0) return -1;
  const { events } = recording;
  const fault = events.findIndex(({ kind }) => kind === "fault");
  if (isFault && fault >= 0) return steps.findIndex(({ end }) => end > fault);
  const all = linesOf(recording);
  if (lines > all.length) return steps.length - 1;
  const from = lines === 0 ? 0 : all[lines - 1];
  const until = all[lines] ?? events.length;
  const latest = (lines === 0 ? 0 : events[from].at) + since;
  const found = steps.findLastIndex(({ first, end }) =>
    end > from && first < until && events[first].at <= latest
  );
  return found >= 0 ? found : steps.findIndex(({ end }) => end > from);
}
