/**
 * The steps in which one goes through a recording. A state, a queue or a timer
 * that changes belongs to what caused it: it is no step of its own.
 *
 * @module
 */
import type { RecordedEvent, Recording } from "./recording.ts";

/** Events that are one step. */
export interface Step {
  /** Index of its first event. */
  first: number;
  /** How many events have happened when it is over. */
  end: number;
}

/** Whether an event is the consequence of the one before it. */
function belongs(event: RecordedEvent, step: readonly RecordedEvent[]) {
  const [cause] = step;
  if (event.at !== cause.at) return false;
  // A read has taken its bytes before it comes back.
  const isQueues = step.every(({ kind }) => kind === "queue");
  if (isQueues && event.kind === "return") return true;
  if (event.kind === "queue" || event.kind === "timer") return true;
  // A step shows one state; an arrow is drawn from what was before it.
  return event.kind === "state" && event.lane === cause.lane &&
    !step.some(({ kind }) => kind === "state");
}

/**
 * Divides a recording into steps.
 *
 * @param recording The recording.
 * @returns The steps; every event is in one of them.
 */
export function stepsOf({ events, gap }: Recording): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < events.length; index++) {
    const last = steps.at(-1);
    const begins = last === undefined || gap?.after === index ||
      !belongs(events[index], events.slice(last.first, index));
    if (begins) steps.push({ first: index, end: index + 1 });
    else last.end = index + 1;
  }
  return steps;
}

/**
 * The step at which a recording opens: that of its fault, if it has one, and
 * otherwise the last.
 *
 * @returns Its index; -1 for an empty recording.
 */
export function openingStep(
  { events }: Recording,
  steps: readonly Step[],
): number {
  const fault = events.findIndex(({ kind }) => kind === "fault");
  if (fault < 0) return steps.length - 1;
  return steps.findIndex(({ end }) => end > fault);
}
