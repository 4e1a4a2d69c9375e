import { assertEquals } from "@std/assert";
import {
  longRecording,
  recordServerFlow,
} from "../../../tools/testing/recordings.ts";
import type { Recording } from "./recording.ts";
import { after, BEGINNING, stateAt } from "./state_at.ts";

Deno.test("stateAt() gives each moment as if all events before it had been told one by one", async () => {
  const recording = await longRecording(1_000);
  const at = stateAt(recording);
  let picture = BEGINNING;
  assertEquals(at(0), picture);
  recording.events.forEach((event, index) => {
    picture = after(picture, event);
    assertEquals(at(index + 1), picture);
  });
});

Deno.test("stateAt() takes the nearest moment for one that is not there", async () => {
  const recording = await recordServerFlow();
  const { length } = recording.events;
  const at = stateAt(recording);
  assertEquals(at(-5), BEGINNING);
  assertEquals(at(length + 5), at(length));
});

Deno.test("stateAt() tells states, queues, calls that wait and segments on their way", async () => {
  const recording = await recordServerFlow();
  const at = stateAt(recording);
  const { events, segments } = recording;
  const hello = segments.find(({ hex }) => hex === "68656c6c6f")!;
  const sent = events.findIndex((event) =>
    event.kind === "sent" && event.segment === hello.id
  );
  const during = at(sent + 1);
  assertEquals(during.underWay, [hello.id]);
  const lane = hello.from;
  const sender = during.ends.find((end) => end.lane === lane)!;
  assertEquals([sender.state, sender.send], ["ESTABLISHED", 5]);
  const arrived = events.findIndex((event) =>
    event.kind === "arrived" && event.segment === hello.id
  );
  const then = at(arrived + 2);
  assertEquals(then.underWay, []);
  const receiver = then.ends.findLast((end) => end.lane === hello.to)!;
  assertEquals([receiver.state, receiver.receive], ["ESTABLISHED", 5]);
});

Deno.test("a timer of a SYN ends with SYN_SENT; that of TIME_WAIT runs", async () => {
  const recording = await recordServerFlow();
  const { ends } = stateAt(recording)(recording.events.length);
  const first = ends.find(({ lane }) => lane === 1)!;
  assertEquals(first.state, "TIME_WAIT");
  assertEquals(first.timer?.event, "timeout_2msl");
  for (const { state, timer } of ends) {
    assertEquals(timer !== undefined, state === "TIME_WAIT");
  }
});

Deno.test("behind a gap everything stands as it stood there", () => {
  const recording: Recording = {
    lanes: [{ name: "your program", isProgram: true }],
    ends: [{ lane: 0, local: "127.0.0.1:80" }],
    places: [],
    segments: [],
    events: [
      { kind: "state", at: 0, lane: 0, end: 0, state: "LISTEN" },
      { kind: "note", at: 9, text: "behind" },
    ],
    gap: { after: 1, count: 3, picture: { ...BEGINNING, underWay: [7] } },
  };
  const at = stateAt(recording);
  assertEquals(at(1).ends.length, 1);
  assertEquals([at(2).ends.length, at(2).underWay], [0, [7]]);
});

Deno.test("of many sockets that are CLOSED the oldest are forgotten", () => {
  let picture = BEGINNING;
  for (let end = 0; end < 1_000; end++) {
    for (const state of ["ESTABLISHED", "CLOSED"] as const) {
      const event = { kind: "state", at: end, lane: 0, end, state } as const;
      picture = after(picture, event);
    }
  }
  assertEquals(picture.ends.length <= 64, true);
  assertEquals(picture.ends.at(-1)?.end, 999);
});
