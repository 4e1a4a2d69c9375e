/**
 * Whether anything is left that could happen. On real sockets silence proves
 * nothing by itself: it is waited for. But where no timer runs, no byte is on its
 * way and the process has hardly computed for many turns of the event loop, no
 * answer can come any more, and the wait need not take its whole time.
 *
 * @module
 */
import type { SocketRow } from "../../kernel/mod.ts";
import { timersLeft } from "../../network/time_calls.ts";
import { session } from "./check_context.ts";
import { leap } from "./patience.ts";
import { bytesMoved } from "./progress.ts";

/**
 * After so many turns of the waiting clock without anything the kernel is asked.
 * They take 100 ms at least, and longer on a machine that is busy: far more
 * than a file takes to be read, which nobody here sees.
 */
const QUIET_TURNS = 20;

/**
 * Who computes in so many turns for longer, on whichever thread, is at work: a
 * loop of messages or immediates, a digest, the loading of a module. The turns
 * themselves take 3 to 7 ms. Where they take more, waits take their whole time.
 */
const IDLE_MS = 10;

/** The ports of this check: every connection has one of them at one end. */
const ports: number[] = [];

/** What the grader has still to do by itself, at a moment. */
let deedsLeft = 0;
let quietTurns = 0;
let moved = 0;
let isAsking = false;

/** How long this process had computed when the turns began, in milliseconds. */
let computedBefore = 0;

/** Whether it was at work since something happened. On a busy machine it may now wait for a core, and nobody sees that: then the wait takes its whole time. */
let wasAtWork = false;

/** Remembers a port that is listened on, or connected to. */
export function usePort(port: number): void {
  if (!ports.includes(port)) ports[ports.length] = port;
}

/** A check ends: its ports are no longer of interest. */
export function forgetPorts(): void {
  ports.length = 0;
}

/** The grader itself does something later: until then it is not quiet. */
export async function busyUntil<T>(work: Promise<T>): Promise<T> {
  deedsLeft++;
  try {
    return await work;
  } finally {
    deedsLeft--;
  }
}

/** Something begins, or has happened: from now on the turns are counted anew. */
export function notQuiet(): void {
  quietTurns = 0;
  wasAtWork = false;
}

/** Whether something may happen that this process sees coming. */
function isBusy(): boolean {
  const before = moved;
  moved = bytesMoved();
  return moved !== before || timersLeft() > 0 || deedsLeft > 0 ||
    session.usesNodeSockets === true;
}

/** How long this process has computed until now, in milliseconds; 0 where nobody says. */
const computed = (): number => session.computedMs?.() ?? 0;

/** Whether the kernel has still to do something with a connection. Without its queue nobody knows. */
function isOnItsWay({ state, sendQueue }: SocketRow): boolean {
  if (state === "LISTEN") return false;
  return sendQueue !== 0 || state === "SYN_SENT" || state === "SYN_RCVD";
}

/** Whether the kernel says that nothing is on its way. */
async function isStill(): Promise<boolean> {
  try {
    const rows = await session.kernel!.rows(ports);
    return !rows.some(isOnItsWay);
  } catch {
    // Not every machine shows its table.
    return false;
  }
}

/** A turn of the real waiting clock is over. */
export async function countTurn(): Promise<void> {
  if (!session.kernel || isAsking) return;
  if (isBusy()) return notQuiet();
  if (wasAtWork) return;
  if (++quietTurns === 1) computedBefore = computed();
  if (quietTurns < QUIET_TURNS) return;
  wasAtWork = computed() - computedBefore > IDLE_MS;
  if (wasAtWork) return;
  isAsking = true;
  const still = await isStill();
  isAsking = false;
  const isQuiet = quietTurns >= QUIET_TURNS && !isBusy();
  notQuiet();
  if (still && isQuiet) leap();
}
