import { assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import { TCP_EVENTS, transitions } from "../../tcp/mod.ts";
import { allArcs, arcsFrom } from "./arcs.ts";
import { stepsOf } from "./steps.ts";
import { eventInWords, hexDump, lineOf, tellerOf, textOf } from "./wording.ts";

Deno.test("each step of a recording is a sentence", async () => {
  const recording = await recordServerFlow();
  const teller = tellerOf(recording);
  const told = stepsOf(recording).map((step) => teller.step(step));
  const port = recording.ends[0].local.split(":")[1];
  assertEquals(told.slice(0, 8), [
    "your program calls listen(127.0.0.1:0), line 93; your program is in LISTEN",
    "listen() returns a listener",
    "your program calls accept(), line 121",
    "client 1 is in SYN_SENT: connect()",
    "client 1 sends SYN",
    "SYN arrives at your program; your program is in SYN_RCVD: a SYN arrives",
    "your program sends SYN,ACK",
    "SYN,ACK arrives at client 1; client 1 is in ESTABLISHED: a SYN,ACK arrives",
  ]);
  for (
    const sentence of [
      'client 1 → "hello"',
      "client 1 sends ACK 5 bytes",
      'read() returns 5 "hello"',
      'your program calls write("OK!!!"), line 28',
      "client 1: receive queue 5 → 0",
      "Fault: the second client says nothing; expected hello; came nothing",
      "accept() fails: BadResource",
    ]
  ) assertEquals(told.includes(sentence), true, `${sentence} ${port}`);
});

Deno.test("every event of the state machine has words of its own", () => {
  const words = TCP_EVENTS.map(eventInWords);
  assertEquals(new Set(words).size, TCP_EVENTS.length);
});

Deno.test("hexDump() writes eight bytes a line", () => {
  const hex = Uint8Array.from({ length: 10 }, (_, i) => 60 + i).toHex();
  assertEquals(hexDump(hex).split("\n"), [
    "   0  3c 3d 3e 3f 40 41 42 43  <=>?@ABC",
    "   8  44 45                    DE",
  ]);
  assertEquals(hexDump(""), "");
  assertEquals(textOf("0a4f80"), "·O·");
});

Deno.test("lineOf() finds the line of a place", () => {
  assertEquals(lineOf("lessons/03_server_flow/exercise.ts:46:21"), 46);
  assertEquals(lineOf("exercise.ts"), 0);
});

Deno.test("the arcs of the diagram are the rows of the table that change the state", () => {
  const changing = transitions().filter(({ from, to }) => from !== to);
  const drawn = allArcs().flatMap(({ rows }) => rows);
  assertEquals(new Set(drawn), new Set(changing));
  assertEquals(drawn.length, changing.length);
  assertEquals(arcsFrom("CLOSE_WAIT").map(({ to }) => to), [
    "LAST_ACK",
    "CLOSED",
  ]);
});
