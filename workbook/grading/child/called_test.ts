import { assertEquals } from "@std/assert";
import { forgetCalls, isFromSubmission, watchCalls } from "./called.ts";

/** Port 1 of loopback: nobody listens. */
const NOBODY = { hostname: "127.0.0.1", port: 1 };

/**
 * Functions that throw or reject. Their frames are of this file, which is no
 * submission: only the call tells whose the error is.
 */
const EXPORTS: Record<string, () => unknown> = {
  "an Error": () => {
    throw new Error("x");
  },
  "a frozen Error": () => {
    throw Object.freeze(new Error("x"));
  },
  "an Error without a trace": () => {
    const error = new Error("x");
    delete error.stack;
    throw error;
  },
  "a text": () => {
    // deno-lint-ignore no-throw-literal
    throw "x";
  },
  "nothing": () => {
    // deno-lint-ignore no-throw-literal
    throw undefined;
  },
  "a function": () => {
    throw () => {};
  },
  "a trap": () => {
    const refuse = () => {
      throw new Error("nobody may look");
    };
    throw new Proxy({}, { get: refuse, getPrototypeOf: refuse });
  },
  "an Error of Deno": () =>
    Deno.listen({ hostname: "127.0.0.1", port: 100_000 }),
  "a DOMException": () => AbortSignal.abort().throwIfAborted(),
  "a rejection": () => Promise.reject(new Error("x")),
  "a rejection with a frozen Error": () =>
    Promise.reject(Object.freeze(new Error("x"))),
  "a rejection with a text": () => Promise.reject("x"),
  "a rejection of an async function": async () => {
    await null;
    throw new Error("x");
  },
  "a rejection of Deno": () => Deno.connect(NOBODY),
  "a rejection of a timer": () =>
    new Promise((_, reject) => setTimeout(reject, 1, new Error("x"))),
  "a rejection of a promise that cannot be chained": () => {
    const promise = Promise.reject(new Error("x"));
    promise.then = () => {
      throw new Error("nobody may listen");
    };
    return promise;
  },
};

for (const [what, run] of Object.entries(EXPORTS)) {
  Deno.test(`isFromSubmission() knows that a call of it threw ${what}`, async () => {
    forgetCalls();
    const submission = watchCalls({ run });
    try {
      await (async () => await submission.run())();
    } catch (error) {
      return assertEquals(await isFromSubmission(error), true);
    }
    throw new Error("the function must throw");
  });
}

Deno.test("isFromSubmission() knows that an Error of nobody's call is ours", async () => {
  forgetCalls();
  const submission = watchCalls({
    run: () => Promise.reject(new Error("another")),
  });
  await submission.run().catch(() => {});
  const ours = await Deno.connect(NOBODY).catch((error) => error);
  for (const error of [new Error("x"), ours]) {
    assertEquals(await isFromSubmission(error), false);
  }
});

Deno.test("watchCalls() leaves the exports as they are", () => {
  class Class {
    constructor(readonly value: number) {}
  }
  function add(this: unknown, a: number, b = 0) {
    return [this, a + b];
  }
  const watched = watchCalls({ Class, add, text: "x" });
  assertEquals(watched.text, "x");
  assertEquals([watched.add.name, watched.add.length], ["add", 1]);
  assertEquals(watched.add.call("this", 1, 2), ["this", 3]);
  const made = new watched.Class(3);
  assertEquals([made instanceof Class, made.value], [true, 3]);
});

Deno.test("watchCalls() hands out the very promise that a function returns", () => {
  const promise = Promise.resolve();
  assertEquals(watchCalls({ run: () => promise }).run(), promise);
});
