import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { PartKey } from "../../scaffold.ts";
import { NotStarted, todo } from "../../todo.ts";
import { type TcpEvent, type TcpState, transition } from "../../tcp/mod.ts";
import { sentSegments } from "../../tcp/mod.ts";
import { faultOfRow } from "../../../tools/testing/fault_of_row.ts";
import { reachedHole } from "./check_context.ts";
import { type Answer, stateRules } from "./state_rules.ts";

/** What RFC 9293 says; what has no rule changes nothing. */
function right(state: TcpState, event: TcpEvent): Answer {
  const rule = transition(state, event);
  return {
    state: rule?.to ?? state,
    sends: rule ? sentSegments(rule.action) : [],
  };
}

/** The fault of one row, if there is any. */
const faultOf = (
  row: string,
  nextState: (state: TcpState, event: TcpEvent) => unknown,
  part?: PartKey,
) => faultOfRow("nextState", nextState, row, stateRules(nextState), part);

Deno.test("a rule names what comes next, and what is sent", async () => {
  const rows = [
    "open_active in CLOSED → SYN_SENT, sends SYN",
    "rcv_fin in SYN_RCVD | ESTABLISHED → CLOSE_WAIT, sends ACK",
    "rcv_rst in SYN_SENT → CLOSED or LISTEN, sends anything",
    "timeout_rtx in FIN_WAIT_1 → the same state, sends FIN or nothing",
    "every pair without a rule → the same state and silence, or an error",
  ];
  for (const row of rows) assertEquals(await faultOf(row, right), undefined);
});

Deno.test("a wrong answer is told with what is wrong in it, and where RFC 9293 says so", async () => {
  const row = "rcv_fin in SYN_RCVD | ESTABLISHED → CLOSE_WAIT, sends ACK";
  const lookAt = async (answer: unknown) =>
    (await faultOf(row, () => answer))?.lookAt;
  const source = "RFC 9293 section 3.10.7.4 step 8";
  assertEquals(
    await lookAt({ state: "CLOSED", sends: ["ACK"] }),
    `which state comes next: ${source}`,
  );
  assertEquals(
    await lookAt({ state: "CLOSE_WAIT", sends: ["FIN", "ACK"] }),
    `which segments does it send: ${source}`,
  );
  assertEquals(
    await lookAt({ state: "CLOSE_WAIT", sends: "ACK" }),
    `sends is a list, empty if nothing is sent: ${source}`,
  );
  assertEquals(
    await lookAt({ next: "CLOSE_WAIT", sends: ["ACK"] }),
    "where does the field state get its value, and is its name spelled as it is expected",
  );
  assertEquals(
    await lookAt({ state: "SYN_RCVD", sends: [] }),
    `which of your rules answers this pair, or does none: ${source}`,
  );
  const fault = await faultOf(row, () => {
    throw new RangeError("no such pair");
  });
  assertEquals(fault?.came, "it threw RangeError: no such pair");
  assertEquals(fault?.lookAt, `what does it return for this pair: ${source}`);
  assertEquals(fault?.what, "wrong here, too: rcv_fin in ESTABLISHED");
});

Deno.test("a pair without a rule may throw, but not change anything", async () => {
  const row =
    "every pair without a rule → the same state and silence, or an error   ? where";
  const odd = (answer: Answer) => (state: TcpState, event: TcpEvent) => {
    if (transition(state, event)) throw new Error("it has a rule");
    return state === "LISTEN" && event === "timeout_rtx"
      ? answer
      : right(state, event);
  };
  const fault = await faultOf(row, odd({ state: "CLOSED", sends: [] }));
  assertEquals(fault?.did, 'nextState("LISTEN", "timeout_rtx")');
  assertEquals(fault?.expected, '{ state: "LISTEN", sends: [] }, or an error');
  assertEquals(fault?.lookAt, "where");
  const threw = await faultOf(row, () => {
    throw new Error("no rule");
  });
  assertEquals(threw, undefined);
});

Deno.test("what is no state, no segment and no rule is told with its line", async () => {
  const cases: Array<[row: string, said: string]> = [
    ["close in LISTEN → CLOSE", "no state and no segment is CLOSE"],
    ["close in LISTEN → CLOSED, sends RTS", "no state and no segment is RTS"],
    ["close in LISTN → CLOSED", "RFC 9293 has no rule for close in LISTN"],
    ["clos in LISTEN → CLOSED", 'no sentence says "clos in LISTEN"'],
  ];
  for (const [row, said] of cases) {
    let error: unknown;
    try {
      await faultOf(row, right);
    } catch (thrown) {
      error = thrown;
    }
    assertThrows(
      () => {
        throw error;
      },
      SyntaxError,
      said,
    );
  }
});

Deno.test("a pair that leads to a hole of a later part has no rule; one of its own part is not written", async () => {
  const row = "open_passive in CLOSED → LISTEN";
  const nextState = () => todo("part 3: which pairs close a connection?");
  const fault = await faultOf(row, nextState, 1);
  assertEquals(
    fault?.came,
    'no rule: the next one is not written, "part 3: which pairs close a connection?"',
  );
  assertEquals(reachedHole(), undefined);
  await assertRejects(
    async () => await faultOf(row, nextState, 3),
    NotStarted,
  );
});
