import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Guide, Prediction } from "../guide.ts";
import { createStyle } from "../terminal/style.ts";
import type { Demo } from "./events.ts";
import { ask, call, Opened, say, step } from "./kit.ts";
import { playDemo, type Playing } from "./play.ts";

const style = createStyle({ colour: false, width: 80 });

const GUIDE: Guide = {
  questions: ["first", "second"].map((id) => ({
    id,
    question: `What does the ${id} call give?`,
    options: ["nothing", "a number"],
    right: 1,
    why: `It gave a number: ${id}.`,
    about: "misconception 1",
  })),
  hints: {},
};

/** Three steps, the second in two pieces; each opens something. */
function fakeDemo(): { demo: Demo; open: Set<string>; reached: string[] } {
  const open = new Set<string>();
  const reached: string[] = [];
  const make = (name: string) => {
    open.add(name);
    reached.push(name);
    return { close: () => void open.delete(name) };
  };
  return {
    open,
    reached,
    async *demo() {
      using opened = new Opened();
      opened.keep(make("listener"));
      yield step(1, "Listen");
      yield ask("first");
      yield call("first()", 1);
      opened.keep(make("client"));
      yield step(2, "Connect");
      yield ask("second");
      yield step(2, "Connect again");
      yield call("second()", 2);
      yield step(3, "Close");
      opened.keep(make("server"));
      yield say("The end.");
    },
  };
}

/** Plays with typed lines instead of a terminal. */
async function play(
  demo: Demo,
  playing: Partial<Playing> = {},
  lines: string[] = [],
) {
  let text = "";
  const predictions: Prediction[] = [];
  const isFound = await playDemo(demo, GUIDE, style, {
    wait: false,
    onPrediction: (prediction) => {
      predictions.push(prediction);
      return Promise.resolve();
    },
    screen: {
      write: (part) => void (text += part),
      readLine: () => Promise.resolve(lines.shift() ?? null),
    },
    ...playing,
  });
  return { text, predictions, isFound };
}

Deno.test("playDemo() shows every step, and closes what the demo opened", async () => {
  const { demo, open, reached } = fakeDemo();
  const { text, isFound } = await play(demo);
  for (const title of ["1  Listen", "2  Connect", "3  Close", "The end."]) {
    assert(text.includes(title), text);
  }
  assertEquals(isFound, true);
  assertEquals(reached, ["listener", "client", "server"]);
  assertEquals(open.size, 0);
});

Deno.test("playDemo() shows one step alone, in all its pieces", async () => {
  const { demo, open, reached } = fakeDemo();
  const { text } = await play(demo, { only: 2 });
  assertEquals(
    text,
    `  2  Connect

     Predict  What does the second call give?
              a) nothing
              b) a number

     Connect again
       Deno   second()
       result 2

     Answer   a number
              It gave a number: second.
`,
  );
  assertEquals(reached, ["listener", "client"]);
  assertEquals(open.size, 0);
});

Deno.test("playDemo() plays the last step alone", async () => {
  const { demo, open } = fakeDemo();
  const { text } = await play(demo, { only: 3 });
  assertEquals(text, "  3  Close\n\n     The end.\n");
  assertEquals(open.size, 0);
});

Deno.test("playDemo() says that no step has a number", async () => {
  const { demo, open } = fakeDemo();
  const { text, isFound } = await play(demo, { only: 4 });
  assertEquals({ text, isFound }, { text: "", isFound: false });
  assertEquals(open.size, 0);
});

Deno.test("playDemo() reports each prediction", async () => {
  const { demo } = fakeDemo();
  const lines = ["a", "", "x", "b", "", ""];
  const { text, predictions } = await play(demo, { wait: true }, lines);
  assertEquals(predictions, [
    { id: "first", guess: 0, right: false },
    { id: "second", guess: 1, right: true },
  ]);
  assert(text.includes("You said: nothing"), text);
  assertEquals(lines, []);
});

Deno.test("playDemo() asks no question of another step, and waits for no key before the first", async () => {
  const { demo } = fakeDemo();
  const lines = ["b", ""];
  const { predictions } = await play(demo, { wait: true, only: 2 }, lines);
  assertEquals(predictions, [{ id: "second", guess: 1, right: true }]);
  assertEquals(lines, []);
});

Deno.test("playDemo() shows the rest without waiting when the input has ended", async () => {
  const { demo, open } = fakeDemo();
  const { text, predictions } = await play(demo, { wait: true });
  assertEquals(predictions, []);
  assert(text.includes("The end."), text);
  assertEquals(open.size, 0);
});

Deno.test("playDemo() closes what the demo opened when it is interrupted at a key", async () => {
  const { demo, open, reached } = fakeDemo();
  const interrupted = new AbortController();
  const screen = {
    write: () => {},
    readLine: () => {
      interrupted.abort(new Error("Ctrl-C"));
      return new Promise<null>(() => {});
    },
  };
  const { signal } = interrupted;
  await assertRejects(
    () => play(demo, { wait: true, signal, screen }),
    Error,
    "Ctrl-C",
  );
  assertEquals(reached, ["listener"]);
  assertEquals(open.size, 0);
});

Deno.test("playDemo() closes what the demo opened when it is interrupted in a call", async () => {
  const interrupted = new AbortController();
  const { promise: called, resolve: comeBack } = Promise.withResolvers<void>();
  let isOpen = false;
  const demo: Demo = async function* () {
    using opened = new Opened();
    opened.keep({ close: () => void (isOpen = false) });
    isOpen = true;
    yield step(1, "A call that takes its time");
    queueMicrotask(() => {
      interrupted.abort(new Error("Ctrl-C"));
      comeBack();
    });
    await called;
    yield say("Never shown.");
  };
  let shown = "";
  const screen = {
    write: (text: string) => void (shown += text),
    readLine: () => Promise.resolve(null),
  };
  await assertRejects(
    () => play(demo, { signal: interrupted.signal, screen }),
    Error,
    "Ctrl-C",
  );
  assertEquals(shown.includes("Never shown."), false);
  assertEquals(isOpen, false);
});

Deno.test("playDemo() closes what the demo opened when the demo fails", async () => {
  let isOpen = true;
  const demo: Demo = async function* () {
    using opened = new Opened();
    opened.keep({ close: () => void (isOpen = false) });
    yield step(1, "Listen");
    throw new Error("No port is free");
  };
  await assertRejects(() => play(demo), Error, "No port is free");
  assertEquals(isOpen, false);
});
