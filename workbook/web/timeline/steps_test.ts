import { assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import { openingStep, stepAt, stepsOf } from "./steps.ts";

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

Deno.test("stepAt() finds the last step of a moment", async () => {
  const recording = await recordServerFlow();
  const steps = stepsOf(recording);
  const at = (index: number) => recording.events[steps[index].first].at;
  assertEquals(stepAt(recording, steps, -1), -1);
  assertEquals(stepAt(recording, steps, 1e9), steps.length - 1);
  const middle = stepAt(recording, steps, 400);
  assertEquals(at(middle) < 1 && at(middle + 1) > 499, true);
});
