import { delay, isPending } from "./waiting.ts";
import { afterCheck } from "./check_context.ts";

/** A timer of a submission that is no longer than this is impatience, in milliseconds. */
const IMPATIENCE_MS = 5_000;

/**
 * Lets time pass for the submission only, until the check ends: short timers that
 * it sets fire at once, so that a submission which gives up after a second need
 * not be waited for.
 */
export function hurryTimers(): void {
  const real = globalThis.setTimeout;
  const hurried = (run: () => void, ms = 0) =>
    real(run, ms <= IMPATIENCE_MS ? 0 : ms);
  Object.assign(globalThis, { setTimeout: hurried });
  const { timeout } = AbortSignal;
  const hurriedSignal = (ms: number): AbortSignal => {
    const controller = new AbortController();
    const reason = new DOMException("Signal timed out.", "TimeoutError");
    hurried(() => controller.abort(reason), ms);
    return controller.signal;
  };
  Object.assign(AbortSignal, { timeout: hurriedSignal });
  afterCheck(() => {
    Object.assign(globalThis, { setTimeout: real });
    Object.assign(AbortSignal, { timeout });
  });
}

/** Whether a call is pending after its hurried timers have fired. */
export async function isPatient(work: Promise<unknown>): Promise<boolean> {
  await delay(1);
  return await isPending(work);
}
