import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  exitFault,
  mayBeLoop,
  messageFault,
  outOfMemory,
} from "./exit_fault.ts";
import { fileUrl } from "../paths.ts";
import { Sandbox } from "./sandbox.ts";
import { LIMITS } from "./limits.ts";
import { decodeMessage, Nonsense, withoutToken } from "./messages.ts";

/** What a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
}

Deno.test("messageFault() blames the submission for what makes no sense", () => {
  for (
    const call of [
      () => decodeMessage("{"),
      () => withoutToken("{}", "token"),
      () => {
        throw new Nonsense("a second plan");
      },
    ]
  ) assertEquals(messageFault(thrownBy(call)).cause, "tampered");
  assertEquals(
    messageFault(new Nonsense("a second plan")).what,
    "what the program reports cannot be read: TypeError: a second plan",
  );
});

Deno.test("messageFault() tells an error of who hears it as the workbook's, with its trace", () => {
  const error = new TypeError("Cannot read properties of undefined");
  const { cause, trace } = messageFault(error);
  assertEquals([cause, trace], ["workbook-fault", error.stack]);
});

Deno.test("exitFault() knows each way in which Deno says that it crashed", () => {
  const status = { success: false, code: 1, signal: null };
  for (
    const output of [
      "Deno has panicked. This is a bug in Deno.",
      "{}\n\n=====\nDeno could not start: unable to create worker threads.",
    ]
  ) assertEquals(exitFault(status, output).cause, "crashed");
  assertEquals(exitFault(status, "Deno.exit(1)").cause, "exited");
});

/** Longer than any time between two signs of life of a process that works. */
const MUTE_MS = 5_000;

const KILLED = {
  success: false,
  code: 134,
  signal: "SIGABRT",
} as const satisfies Deno.CommandStatus;

Deno.test("a mute program that takes memory may be an endless loop, and is told as both", () => {
  for (
    const fault of [
      outOfMemory(1.2e9, LIMITS, MUTE_MS),
      exitFault(KILLED, "Fatal JavaScript out of memory", MUTE_MS),
    ]
  ) {
    assertEquals(fault.cause, "out-of-memory");
    assertStringIncludes(fault.what!, "endless loop");
    assertStringIncludes(fault.what!, `${MUTE_MS} ms`);
    assert(mayBeLoop(fault));
  }
});

Deno.test("a program that still speaks and takes memory is no loop", () => {
  const fault = outOfMemory(1.2e9, LIMITS, 0);
  assertEquals(fault.cause, "out-of-memory");
  assert(!fault.what!.includes("loop"));
  assert(!mayBeLoop(fault));
});

Deno.test("a process that ends before it reaches the workbook is no fault of the submission", async () => {
  const { ended } = new Sandbox({
    // It reports to nobody.
    program: "workbook/counted.ts",
    submission: fileUrl("lessons/03_server_flow/exercise.ts"),
    job: {},
    limits: LIMITS,
    onReport() {},
  });
  const ending = await ended;
  assert(ending.how === "exited");
  assertEquals(ending.fault.cause, "workbook-fault");
});
