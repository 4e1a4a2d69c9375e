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
const { port1, port2 } = new MessageChannel();
let worked = 0;
let last = performance.now();

/** Computes until there is something to say. */
function compute(): void {
  for (const told = worked; worked - told < TOLD_MS;) {
    const now = performance.now();
    if (now - last < PAUSE_MS) worked += now - last;
    last = now;
  }
  scope.postMessage(worked);
  // In a task of its own, at once: between two a browser can end this Worker.
  // A loop goes on for two seconds after that.
  port2.postMessage(undefined);
}

port1.onmessage = compute;
compute();
