import { assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import { openingStep, stepsOf } from "./steps.ts";

Deno.test("every event is in one step, in order", async () => {
  const recording = await recordServerFlow();
  const steps = stepsOf(recording);
  assertEquals(steps[0].first, 0);
  steps.forEach(({ first, end }, i) => {
    assertEquals(end, steps[i + 1]?.first ?? recording.events.length);
    assertEquals(first < end, true);
  });
});

Deno.test("a state belongs to the segment that brings it, or to the call", async () => {
  const recording = await recordServerFlow();
  const kinds = stepsOf(recording).map(({ first, end }) =>
    recording.events.slice(first, end)
      .map(({ kind }) => kind).filter((kind) => kind !== "queue").join(" ")
  );
  assertEquals(kinds.slice(0, 9), [
    "call state",
    "return",
    "call",
    "state timer",
    "sent",
    "arrived state",
    "sent",
    "arrived state",
    "sent",
  ]);
});

Deno.test("a recording opens at its fault, or at its end", async () => {
  const recording = await recordServerFlow();
  const steps = stepsOf(recording);
  const { first } = steps[openingStep(recording, steps)];
  assertEquals(recording.events[first].kind, "fault");
  const events = recording.events.filter(({ kind }) => kind !== "fault");
  const right = { ...recording, events };
  assertEquals(
    openingStep(right, stepsOf(right)),
    stepsOf(right).length - 1,
  );
  assertEquals(openingStep({ ...recording, events: [] }, []), -1);
});
