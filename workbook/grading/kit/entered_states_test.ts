import { assertEquals, assertRejects } from "@std/assert";
import { fakeRow } from "../../kernel/_fake.ts";
import type { TcpState } from "../../tcp/mod.ts";
import { fixLimits } from "../../sandbox/limits.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp, session } from "./check_context.ts";
import { EnteredStates } from "./entered_states.ts";
import { show } from "./expect.ts";

fixLimits({ replyMs: 30 });

/** A kernel in which each port that is entered has a row, until it is closed. */
function fakeKernel() {
  const open = new Map<number, TcpState>();
  session.kernel = {
    rows: () =>
      Promise.resolve(
        Array.from(open, ([port, state]) => fakeRow(port, 9, state)),
      ),
  };
  const states = new EnteredStates({ ESTABLISHED: "which end is open" });
  const enter = (
    state: TcpState,
    port: number,
    { shows = state, frees = true } = {},
  ) =>
    states.enter(
      state,
      () => {
        open.set(port, shows);
        const close = () => frees && open.delete(port);
        return Promise.resolve({ came: { port, close } });
      },
      `enterState("${state}")`,
    );
  beginCheck();
  return { open, states, enter };
}

/** The fault of what is awaited. */
const faultOf = async (work: Promise<unknown>) =>
  (await assertRejects(() => work, Wrong)).fault;

Deno.test("states that are held are shown, closed one after the other, and freed", async () => {
  const { open, states, enter } = fakeKernel();
  await Promise.all([
    enter("ESTABLISHED", 40),
    enter("LISTEN", 50),
    enter("CLOSE_WAIT", 60),
  ]);
  await states.shown();
  assertEquals(await states.closeOne(), true);
  assertEquals(states.lastClosed?.port, 50);
  assertEquals([...open.keys()], [40, 60]);
  while (await states.closeOne()) await states.shown();
  await states.freed();
});

Deno.test("a state that the kernel does not show is told with its rows", async () => {
  const { states, enter } = fakeKernel();
  await enter("ESTABLISHED", 40, { shows: "TIME_WAIT" });
  assertEquals(await faultOf(states.shown({ when: "1 s later" })), {
    cause: "wrong-state",
    did: 'enterState("ESTABLISHED") → port 40, 1 s later',
    expected: "a row with local port 40 that stays in ESTABLISHED",
    came: "127.0.0.1:40 > 127.0.0.1:9 TIME_WAIT",
    lookAt: "which end is open",
  });
  const other = fakeKernel();
  await other.enter("CLOSED", 40, { shows: "LISTEN" });
  assertEquals(
    (await faultOf(other.states.shown())).expected,
    "the promise rejects, or port 40 is in CLOSED",
  );
});

Deno.test("two connections to two servers may have one port, where each has a row", async () => {
  const { states, enter } = fakeKernel();
  await enter("ESTABLISHED", 40);
  await enter("FIN_WAIT_2", 40);
  const showRows = (...rows: [remote: number, state: TcpState][]) => {
    session.kernel = {
      rows: () =>
        Promise.resolve(
          rows.map(([remote, state]) => fakeRow(40, remote, state)),
        ),
    };
  };
  showRows([9, "ESTABLISHED"], [10, "FIN_WAIT_2"]);
  await states.shown();
  for (
    const others of [
      [[10, "CLOSE_WAIT"]],
      [[10, "FIN_WAIT_2"], [0, "LISTEN"]],
    ] as [number, TcpState][][]
  ) {
    showRows([9, "ESTABLISHED"], ...others);
    assertEquals((await faultOf(states.shown())).came, "port 40 for both");
  }
});

Deno.test("a row that was there before is not the submission's", async () => {
  const { open, states, enter } = fakeKernel();
  open.set(40, "ESTABLISHED");
  await states.leaveOutOld();
  await enter("ESTABLISHED", 40);
  assertEquals((await faultOf(states.shown())).came, "no row with that port");
  await cleanUp();
});

Deno.test("two states have ports of their own", async () => {
  const { states, enter } = fakeKernel();
  await Promise.all([enter("LISTEN", 40), enter("ESTABLISHED", 40)]);
  const fault = await faultOf(states.shown());
  assertEquals(fault.cause, "wrong-port");
  assertEquals(
    fault.did,
    'enterState("LISTEN") and enterState("ESTABLISHED")',
  );
});

Deno.test("what is still held after close() is told, and so is what is no state", async () => {
  const { states, enter } = fakeKernel();
  await enter("ESTABLISHED", 40, { frees: false });
  await states.shown();
  await states.closeOne();
  const fault = await faultOf(states.freed());
  assertEquals(fault.came, "127.0.0.1:40>127.0.0.1:9 ESTABLISHED");
  for (const came of [{ port: 40 }, undefined, null, 40]) {
    const none = () => Promise.resolve({ came });
    assertEquals(
      (await faultOf(states.enter("LISTEN", none, "f()"))).came,
      show(came),
    );
  }
  assertEquals(
    await new EnteredStates({}).enter("LISTEN", async () => {}, "f()"),
    undefined,
  );
});
