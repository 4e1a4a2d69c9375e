import { assertEquals } from "@std/assert";
import { messageFault } from "./exit_fault.ts";
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
