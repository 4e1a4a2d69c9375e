/**
 * Time that passes in a check while nobody speaks.
 *
 * @module
 */
import { installClock } from "../../network/install_clock.ts";
import { pattern } from "../../pattern.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { hexAndText } from "../../terminal/bytes.ts";
import {
  afterCheck,
  failFor,
  note,
  session,
  whereToLook,
} from "./check_context.ts";
import type { End } from "./peer_faults.ts";
import { LeapClock } from "./leap_clock.ts";
import type { Peer } from "./peer.ts";
import { endText, readFailed, resetInstead } from "./peer_faults.ts";
import {
  isPending,
  settle,
  skipTime,
  useClock,
  wordsArrive,
} from "./waiting.ts";

/** An hour, and some: a limit of an hour that is looked at every ten minutes is over, too. */
const HOUR_MS = 75 * 60_000;

/**
 * Whether time is virtual in the check that runs: no other program takes any of
 * it, so that a deadline is exact. It is not for a submission whose sockets are
 * of `node:`.
 */
export function isVirtual(): boolean {
  return session.reset !== undefined;
}

/** Lets {@linkcode passTime} skip an hour in this check, also on real sockets; before the submission is called. */
export function allowSkipping(): void {
  if (isVirtual()) return;
  const clock = new LeapClock();
  const restore = installClock(clock);
  useClock({ pass: (ms, signal) => clock.pass(ms, signal) });
  afterCheck(() => {
    useClock();
    clock.stop();
    restore();
  });
}

/** `250 ms`, `3 s`, `10 min`, `24 h`. */
function duration(ms: number): string {
  const whole = Math.round(ms);
  if (whole < 1_000) return `${whole} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** The fault of a submission that did something while nobody spoke. */
function notSilent(came: Uint8Array | End, ms: number): Fault {
  const after = `after ${duration(ms)} in which nobody spoke`;
  const lookAt = whereToLook() ??
    "what is done after a time: which timer is set, or who looks at a clock";
  if (came === "reset") {
    return {
      ...resetInstead(whereToLook()),
      what: `the connection was reset ${after}`,
      expected: "it stays open, however long nobody speaks",
    };
  }
  if (!(came instanceof Uint8Array) && came !== "fin") {
    return {
      ...readFailed(came),
      expected: "it stays open, however long nobody speaks",
    };
  }
  return came === "fin"
    ? {
      cause: "closed-early",
      what: `the connection was ended ${after}`,
      expected: "it stays open, however long nobody speaks",
      came: "end of stream (FIN)",
      lookAt,
    }
    : {
      cause: "wrong-bytes",
      what: `bytes came ${after}`,
      expected: "nothing",
      came,
      lookAt,
    };
}

/** `1,700 ms`, as scripts write it. */
export function inMs(ms: number): string {
  const digits = String(Math.round(ms));
  // toLocaleString() loads the languages of the world: 9 ms in each process.
  return `${digits.replace(pattern(/\B(?=(?:\d{3})+$)/g), ",")} ms`;
}

/**
 * Lets time pass, in which nobody has a reason to do anything.
 *
 * @param peers Those to whom nothing may come meanwhile, and whose connections
 * must stay open. What has come to one before is for other steps.
 * @param ms How much; more than an hour by default.
 * @throws {Wrong} If something comes.
 */
export async function passTime(
  peers: Iterable<Peer> = [],
  ms: number = HOUR_MS,
): Promise<void> {
  const over = new AbortController();
  // A call that fails ends its check: what is closed then is no fault.
  afterCheck(() => over.abort());
  const listening = [...peers];
  if (ms === HOUR_MS) {
    // What has arrived is what a read has given.
    for (const peer of listening) void peer.peek();
    await wordsArrive();
  }
  const began = performance.now();
  let broken: Fault | undefined;
  for (const peer of listening) {
    const next = peer.peek();
    if (!await isPending(next)) continue;
    next.then((came) => {
      if (over.signal.aborted) return;
      broken = {
        ...notSilent(came, performance.now() - began),
        lookAt: whereToLook(),
      };
      // A connection that is closed too early fails in other places, too.
      failFor(broken);
      note(
        `${peer.name} ← ${
          came instanceof Uint8Array ? hexAndText(came) : endText(came)
        }`,
      );
      over.abort();
    });
  }
  note(ms === HOUR_MS ? "an hour passes" : `${inMs(ms)} pass`);
  await skipTime(ms, over.signal);
  await settle();
  over.abort();
  if (broken) throw new Wrong(broken);
}

/**
 * Lets so much time pass in a virtual check. No wait counts it.
 *
 * @param ms Milliseconds.
 */
export async function elapse(ms: number): Promise<void> {
  await skipTime(ms, new AbortController().signal);
}
