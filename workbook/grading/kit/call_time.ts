/**
 * When a call settles: `resolves after 700 ms`, `throws TimedOut within 2 s`.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { afterCheck } from "./check_context.ts";
import { whenSettled } from "./outcome.ts";
import { inMs, isVirtual } from "./pass_time.ts";
import type { Due } from "./step.ts";
import { settle, skipTime } from "./waiting.ts";

/** How much later it may be. A virtual clock is exact, a busy machine is not. */
const lateMs = (): number => isVirtual() ? 10 : 400;

/** How much earlier it may be: what a peer has seen was on its way for a moment. */
const EARLY_MS = { withPeers: 20, alone: 1 };

/** The same where the script says when at the latest, too, in a line of its own: the lines before took a few turns of the clock. */
const EARLY_IN_RANGE_MS = 24;

/** The same by the clock of the machine, where a check may be late itself. */
const EARLY_REAL_MS = 2_000;

/** Lets time pass, until a promise settles. */
async function passUntilSettled(
  work: Promise<unknown>,
  ms: number,
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  afterCheck(end);
  whenSettled(work, end, end);
  await settle();
  if (!over.signal.aborted) await skipTime(ms, over.signal);
  await settle();
}

/**
 * Awaits that a call settles in its time. What it gives is not looked at.
 *
 * @param work The promise of the call.
 * @param due When it must settle.
 * @param telling The call and its promise as a learner would write them, and
 * what is expected of its peers until then: that nothing came to them.
 * @throws {Wrong} If it settles earlier or later.
 */
export async function settlesInTime(
  work: Promise<unknown>,
  { kind, ms, toMs = ms, isExact = false }: Due,
  { did, promise = "the promise", quiet = [] }: {
    did: string;
    promise?: string;
    quiet?: Array<() => Promise<void>>;
  },
): Promise<void> {
  const began = performance.now();
  let at: number | undefined;
  const remember = () => at ??= performance.now() - began;
  whenSettled(work, remember, remember);
  const expected = kind === "after"
    ? `it settles ${toMs > ms ? `${inMs(ms)} to ` : ""}${
      inMs(toMs)
    } after the last step`
    : `it settles within ${inMs(ms)} of the last step`;
  const exact = quiet.length > 0 && !isExact
    ? EARLY_MS.withPeers
    : EARLY_MS.alone;
  const tolerated = !isVirtual()
    ? EARLY_REAL_MS
    : toMs > ms && !isExact
    ? Math.max(EARLY_IN_RANGE_MS, exact)
    : exact;
  const early = kind === "after" ? Math.max(0, ms - tolerated) : 0;
  if (early > 0) {
    await passUntilSettled(work, early);
    if (at !== undefined && at < early) {
      throw new Wrong({
        cause: "too-early",
        did,
        what: `${promise} settled after ${inMs(at)}`,
        expected: `${expected}, and no earlier`,
      });
    }
    for (const expectQuiet of quiet) await expectQuiet();
  }
  await passUntilSettled(work, toMs - early + lateMs());
  // By the clock of a busy machine nobody can tell who was late.
  if (at !== undefined && (!isVirtual() || at <= toMs + lateMs())) return;
  throw new Wrong({
    cause: "too-slow",
    did,
    what: at === undefined
      ? `${promise} was still pending after ${inMs(toMs + lateMs())}`
      : `${promise} settled after ${inMs(at)}`,
    expected,
  });
}
