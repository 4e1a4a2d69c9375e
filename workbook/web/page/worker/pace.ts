/**
 * The script of a Worker that computes without a pause, and says how long it
 * has computed. A loop beside it gets the same share of the cores: a page cannot
 * ask what another Worker has computed.
 *
 * @module
 */

/** A step that is longer than this, in milliseconds, was another program's time. */
const PAUSE_MS = 0.5;

/** Time computed between two messages, in milliseconds. */
const TOLD_MS = 50;

const scope = globalThis as unknown as { postMessage(ms: number): void };
let worked = 0;
let told = 0;
for (let last = performance.now();;) {
  const now = performance.now();
  if (now - last < PAUSE_MS) worked += now - last;
  last = now;
  if (worked - told < TOLD_MS) continue;
  told = worked;
  scope.postMessage(worked);
}
