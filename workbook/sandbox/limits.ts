/**
 * Every limit of a submission, with its reason. Times are in milliseconds of a
 * machine that is not busy: a wait counts turns of the event loop, so that a
 * busy machine gives a submission more time.
 */
export interface Limits {
  /** How long a peer waits for something a submission must do at once. Right submissions need about 1 ms on loopback; 600 is far beyond the slowest of 1000 runs on a busy machine. Where nothing is left that could happen it waits 100: see `grading/kit/quiet.ts`. */
  readonly replyMs: number;
  /** How long 16 MB may take to pass through a submission. A right one needs about 30 ms. */
  readonly transferMs: number;
  /** One check, everything included. Longer than any wait inside a check, so that the wait names the reason. */
  readonly checkMs: number;
  /** The same, measured by the parent process: a submission may break the clock of its own process. Four times `checkMs`, for a busy machine. */
  readonly checkHardMs: number;
  /** Judging one submission, all its checks and processes. The longest lesson needs about 1 s; 1000 timers that fire without a pause make that a minute. */
  readonly wholeMs: number;
  /** Length of the file of a submission, in bytes. One that a learner writes has a few thousand; reading 50 MB takes longer than `blockedMs`. */
  readonly fileBytes: number;
  /** Starting a process, before anything of the submission runs. It needs 0.1 s, and 3 s when Deno has to transpile the workbook first. */
  readonly startMs: number;
  /** Loading the submission: reading, transpiling, and the code at its top level. */
  readonly loadMs: number;
  /** How long the event loop may be blocked before the submission counts as an endless loop, if it was computing meanwhile. Right submissions block it for less than 20 ms. */
  readonly blockedMs: number;
  /** The same for a process that does not compute: it waits for a core of a busy machine, or is blocked in one call. */
  readonly blockedHardMs: number;
  /** How long the wrong checks of one submission may take together before the rest is not judged. A learner mends the first one first. */
  readonly wrongMs: number;
  /** How many checks may end by force (hang, crash, endless loop) before the rest is not judged. */
  readonly forcedEnds: number;
  /** All that a submission may print, in bytes, if it has to be stopped: then its output is named as the reason. A learner reads less than 20 kB. */
  readonly outputBytes: number;
  /** Memory of the process that runs a submission, in bytes. Checks with 16 MB both ways need about 200 MB. */
  readonly memoryBytes: number;
  /** Sockets a submission may hold open at once. The busiest check needs about 110. */
  readonly openSockets: number;
}

const limits = {
  replyMs: 600,
  transferMs: 2_000,
  checkMs: 8_000,
  checkHardMs: 32_000,
  wholeMs: 90_000,
  fileBytes: 1_000_000,
  startMs: 30_000,
  loadMs: 8_000,
  blockedMs: 1_500,
  blockedHardMs: 6_000,
  wrongMs: 5_000,
  forcedEnds: 4,
  outputBytes: 1_000_000,
  memoryBytes: 1_000_000_000,
  openSockets: 400,
};

/** The limits of this process. */
export const LIMITS: Limits = limits;

/**
 * Fixes the limits of a process that runs a submission, before it loads a
 * grader. Nothing can change them afterwards.
 *
 * @param changed Limits that differ from the usual ones: tests shorten them.
 */
export function fixLimits(changed: Partial<Limits> = {}): void {
  Object.freeze(Object.assign(limits, changed));
}
