import { assertMatch } from "@std/assert";
import { questionOf } from "./error_question.ts";
import { ROOT } from "../paths.ts";

const PLACE = "lessons/03_server_flow/exercise.ts:5:3";
const AT = new URL(PLACE, ROOT).href;

const { BrokenPipe, ConnectionReset, Interrupted } = Deno.errors;

/** An error that was made at a place. */
function made<E extends Error>(error: E, at = "ext:deno_net/01_net.js:1:1"): E {
  error.stack = `${error.name}: ${error.message}\n    at f (${at})`;
  return error;
}

const CASES: Array<[error: unknown, question: string, at?: string]> = [
  [
    new TypeError("Cannot read private member #rid from an object"),
    "loses what stands in front of the dot",
  ],
  [new ReferenceError("lenght is not defined"), "is it spelled as in", PLACE],
  [new TypeError("conn.close is not a function"), "without await", PLACE],
  [new Interrupted("x"), "^what the call was given"],
  [new Error("x on the model network: y"), "what its message advises", PLACE],
  [
    new BrokenPipe("x"),
    "closeWrite\\(\\), or because the peer is gone$",
    PLACE,
  ],
  [new RangeError("Maximum call stack size exceeded"), "arguments", PLACE],
  [made(new RangeError("x"), AT), "must it throw there", PLACE],
  [made(new TypeError("x"), AT), "^the line below: what was it given", PLACE],
  [made(new ConnectionReset("x")), "^the line below: what was it given", PLACE],
  ["no error", "^which throw gives this value"],
];

const IN_BACKGROUND: typeof CASES = [
  [made(new TypeError("x"), AT), "^the line below: what was", PLACE],
  [made(new Error("x"), AT), "must it throw there$", PLACE],
  [
    made(new RangeError("x"), `<anonymous>)\n  at f (${AT}`),
    "was it given",
    PLACE,
  ],
  [new TypeError("x is not iterable"), "a promise that nobody awaits"],
  [new BrokenPipe("x"), "closeWrite\\(\\).+; who awaits it"],
  [new Interrupted("x"), "still waits when its connection is closed"],
  [new ConnectionReset("x"), "a promise that nobody awaits", PLACE],
];

Deno.test("an error leads to the question of its class, its message and its place", () => {
  for (const [error, question, at] of CASES) {
    assertMatch(questionOf(error, "threw", at), new RegExp(question));
  }
});

Deno.test("an error in the background leads to who awaits it", () => {
  for (const [error, question, at] of IN_BACKGROUND) {
    const asked = questionOf(error, "crashed", at);
    assertMatch(asked, new RegExp(question));
  }
});
