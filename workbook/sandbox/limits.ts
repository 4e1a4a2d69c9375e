/**
 * Every limit of the grader, with its reason. Times are in milliseconds of a
 * machine that is not busy: a wait counts turns of the event loop, so that a
 * busy machine gives a submission more time (see `patience.ts`).
 */
export const LIMITS = Object.freeze(
  {
    /** How long a peer waits for something a submission must do at once. Right submissions need about 1 ms on loopback; 600 is far beyond the slowest of 1000 runs on a busy machine. */
    replyMs: 600,
    /** How long 16 MB may take to go through a submission. A right one needs about 30 ms. */
    transferMs: 2_000,
    /** One check, everything included. Longer than any wait inside a check, so that the wait tells the reason. */
    checkMs: 8_000,
    /** The same by the clock on the wall, as the parent measures it: a submission may break the clock of its own process. Four times `checkMs`, for a busy machine. */
    checkHardMs: 32_000,
    /** Judging one submission, all its checks and processes. The longest lesson needs about 1 s; 1000 timers that fire without a pause make that a minute. */
    wholeMs: 90_000,
    /** Length of the file of a submission, in bytes. One that a learner writes has some thousand; reading 50 MB takes longer than `blockedMs`. */
    fileBytes: 1_000_000,
    /** Loading the submission: reading, transpiling, and the code at its top level. */
    loadMs: 8_000,
    /** How long the event loop may stand still before the submission is called an endless loop, if it was computing meanwhile. Right submissions block it for less than 20 ms. */
    blockedMs: 1_500,
    /** The same for a process that does not compute: it waits for a core of a busy machine, or is blocked in one call. */
    blockedHardMs: 6_000,
    /** How long the wrong checks of one submission may take together before the rest is not judged. A learner mends the first one first. */
    wrongMs: 5_000,
    /** How many checks may end by force (hang, crash, endless loop) before the rest is not judged. */
    forcedEnds: 4,
    /** All that a submission prints, in bytes, before it is stopped. A learner reads less than 20 kB. */
    outputBytes: 1_000_000,
    /** Memory of the process that runs a submission, in bytes. Checks with 16 MB both ways need about 200 MB. */
    memoryBytes: 1_000_000_000,
    /** Sockets a submission may hold open at once. The busiest check needs about 110. */
    openSockets: 400,
  } as const,
);
