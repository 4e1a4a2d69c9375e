import { assert, assertEquals, assertRejects } from "@std/assert";
import { fakeRow } from "../../kernel/_fake.ts";
import type { SocketRow } from "../../kernel/mod.ts";
import { holdTime } from "../../network/time_calls.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp, session } from "./check_context.ts";
import { countMoved } from "./progress.ts";
import { busyUntil } from "./quiet.ts";
import { silentServer } from "./silent_server.ts";
import { delay, eventually, settle, within } from "./waiting.ts";

/** Longer than anybody waits for a test. */
const LONG_MS = 100_000;

/** How long a wait takes to its end, in milliseconds, where it is not quiet. */
const WHOLE_MS = 400;

const NEVER = new Promise<never>(() => {});
const LATE = { cause: "no-reply" } as const;

/** One row of the kernel's table. */
const row = (more: Partial<SocketRow> = {}): SocketRow => ({
  ...fakeRow(4000, 5000),
  receiveQueue: 5,
  ...more,
});

/** Runs a test while the kernel shows these rows, and the timers of programs are counted. */
async function withRows(
  rows: SocketRow[],
  run: () => Promise<void>,
): Promise<void> {
  const putBack = holdTime();
  session.kernel = { rows: () => Promise.resolve(rows) };
  beginCheck();
  try {
    await run();
  } finally {
    session.kernel = undefined;
    putBack();
  }
}

/** Expects that a wait takes all its time, whatever happens meanwhile. */
async function takesItsTime(): Promise<void> {
  const began = performance.now();
  await assertRejects(() => within(NEVER, WHOLE_MS, LATE), Wrong);
  const ms = performance.now() - began;
  assert(ms >= WHOLE_MS - 5, `a wait of ${WHOLE_MS} ms took ${ms}`);
}

Deno.test("a wait ends when nothing is left that could happen", async () => {
  const listener = row({ state: "LISTEN", sendQueue: 511, receiveQueue: 1 });
  await withRows([row(), listener, row({ state: "TIME_WAIT" })], async () => {
    await assertRejects(() => within(NEVER, LONG_MS, LATE), Wrong);
    await assertRejects(() => eventually(() => false, LONG_MS, LATE), Wrong);
  });
});

Deno.test("the wait that would end first ends first; the others go on from there", async () => {
  await withRows([], async () => {
    const ends: string[] = [];
    const wait = (name: string, ms: number) =>
      within(NEVER, ms, LATE).catch(() => ends.push(name));
    const longest = wait("longest", 3 * LONG_MS);
    await Promise.all([wait("longer", 2 * LONG_MS), wait("short", LONG_MS)]);
    assertEquals(ends, ["short", "longer"]);
    await longest;
  });
});

Deno.test("a check that waits for no step has all its time", async () => {
  await withRows([], async () => {
    const began = performance.now();
    await assertRejects(() => within(NEVER, WHOLE_MS, LATE, false), Wrong);
    const ms = performance.now() - began;
    assert(ms >= WHOLE_MS - 5, `a check of ${WHOLE_MS} ms took ${ms}`);
  });
});

for (
  const [what, more] of [
    ["bytes that are not acknowledged", { sendQueue: 1 }],
    ["a queue that the system does not tell", { sendQueue: null }],
    ["a SYN that is not answered", { state: "SYN_SENT" }],
    ["a handshake that is not complete", { state: "SYN_RCVD" }],
  ] as const
) {
  Deno.test(`a wait takes its time while the kernel shows ${what}`, async () => {
    await withRows([row(more)], takesItsTime);
  });
}

Deno.test("a wait takes its time while a timer of a program runs", async () => {
  await withRows([], async () => {
    const timer = setTimeout(() => {}, LONG_MS);
    await takesItsTime();
    clearTimeout(timer);
    const again = setInterval(() => {}, 10);
    await takesItsTime();
    clearInterval(again);
    await assertRejects(() => within(NEVER, LONG_MS, LATE), Wrong);
  });
});

Deno.test("a wait takes its time while the grader has still something to do", async () => {
  await withRows([], async () => {
    const deed = Promise.withResolvers<void>();
    const doing = busyUntil(deed.promise);
    await takesItsTime();
    deed.resolve();
    await doing;
  });
});

Deno.test("a wait takes its time while this process computes", async () => {
  await withRows([], async () => {
    let asked = 0;
    // At work for a moment only: it may wait for a core afterwards.
    session.computedMs = () => Math.min(asked++, 1) * 50;
    try {
      await takesItsTime();
      // Only the turns themselves.
      session.computedMs = () => 5 * asked++;
      await assertRejects(() => within(NEVER, LONG_MS, LATE), Wrong);
    } finally {
      session.computedMs = undefined;
    }
  });
});

Deno.test(
  "a wait takes its time while a connect is under way that the kernel does not show",
  {
    // Other systems round the backlog up, or answer a full queue with RST.
    ignore: Deno.build.os !== "linux",
  },
  async () => {
    await withRows([], async () => {
      await silentServer();
      await takesItsTime();
      await cleanUp();
      await settle();
      await assertRejects(() => within(NEVER, LONG_MS, LATE), Wrong);
    });
  },
);

Deno.test("a wait does not end while bytes move", async () => {
  await withRows([], async () => {
    let isMoving = true;
    const move = async () => {
      while (isMoving) {
        countMoved(1);
        await delay(1);
      }
    };
    const moving = move();
    await takesItsTime();
    isMoving = false;
    await moving;
  });
});

Deno.test("a wait takes its time where the kernel's table cannot be read", async () => {
  await withRows([], async () => {
    session.kernel = { rows: () => Promise.reject(new Error("no table")) };
    await takesItsTime();
  });
});

Deno.test("sockets of node: have timers that nobody counts", async () => {
  await withRows([], async () => {
    session.usesNodeSockets = true;
    try {
      await takesItsTime();
    } finally {
      session.usesNodeSockets = undefined;
    }
  });
});
