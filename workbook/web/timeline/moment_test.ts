import { assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import { momentOf, stepOfMoment } from "./moment.ts";
import type { Recording } from "./recording.ts";
import { openingStep, stepsOf } from "./steps.ts";

const recording = await recordServerFlow();
const steps = stepsOf(recording);

/** The same run on a network where everything takes longer. */
const slower: Recording = {
  ...recording,
  events: recording.events.map((event) => ({ ...event, at: event.at * 2 + 7 })),
};

Deno.test("the moment of a step leads to the last step of its time", () => {
  steps.forEach((step, index) => {
    const found = stepOfMoment(recording, steps, momentOf(recording, step));
    const { at } = recording.events[step.first];
    assertEquals(recording.events[steps[found].first].at, at);
    assertEquals(found >= index, true);
  });
});

Deno.test("the fault of one run is the fault of another; a line of the transcript is the same line", () => {
  const fault = openingStep(recording, steps);
  const moment = momentOf(recording, steps[fault]);
  assertEquals(moment.isFault, true);
  assertEquals(stepOfMoment(slower, stepsOf(slower), moment), fault);
  const line = steps.findIndex(({ first }) =>
    recording.events[first].kind === "note"
  );
  const found = stepOfMoment(
    slower,
    steps,
    momentOf(recording, steps[line]),
  );
  assertEquals(found >= line && found < fault, true);
  assertEquals(momentOf(slower, steps[found]).lines, 1);
});

Deno.test("a run without the fault, or without the line, shows what is nearest", () => {
  const events = recording.events.filter(({ kind }) => kind !== "fault");
  const right = { ...recording, events };
  const rightSteps = stepsOf(right);
  const moment = momentOf(recording, steps[openingStep(recording, steps)]);
  const { at } = recording.events.find(({ kind }) => kind === "fault")!;
  const found = stepOfMoment(right, rightSteps, moment);
  assertEquals(events[rightSteps[found].first].at <= at, true);
  const beyond = { isFault: false, lines: 99, since: 0 };
  assertEquals(stepOfMoment(right, rightSteps, beyond), rightSteps.length - 1);
  assertEquals(stepOfMoment(right, rightSteps, momentOf(right, undefined)), -1);
});
