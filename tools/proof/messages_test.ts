import { assert, assertEquals } from "@std/assert";
import { commonMessage, matchesPinned, messageOf } from "./messages.ts";

const run = (port: number, came: string, exchange: string) =>
  messageOf({
    name: "answers",
    outcome: "wrong",
    ms: 3,
    fault: { cause: "wrong-bytes", expected: "OK", came, lookAt: "write()" },
    transcript: [{ ms: port / 1000, text: `${exchange} 127.0.0.1:${port}` }],
  });

Deno.test("messageOf() leaves out times and the ports that the kernel chose", () => {
  assertEquals(run(40_001, "NO", "to"), [
    "answers",
    "  + to 127.0.0.1:PORT",
    "  expected  OK",
    "  came      NO",
    "  look at   write()",
  ]);
});

Deno.test("messageOf() leaves out every port of the kernel's range, and no other", () => {
  for (const port of [32_768, 32_785, 32_799, 32_800, 33_000, 50_123, 60_999]) {
    assert(run(port, "NO", "to").join("\n").includes("127.0.0.1:PORT"));
  }
  for (const port of [32_767, 61_000]) {
    assert(run(port, "NO", "to").join("\n").includes(`127.0.0.1:${port}`));
  }
});

Deno.test("messageOf() keeps a port that a lesson names", () => {
  assert(run(9821, "23846", "to").join("\n").includes("9821"));
  assert(run(9821, "23846", "to").join("\n").includes("23846"));
});

Deno.test("matchesPinned() takes the same message and no other", () => {
  const pinned = commonMessage([
    run(40_001, "NO", "to"),
    run(40_002, "NO", "to"),
  ]);
  assert(matchesPinned(run(40_003, "NO", "to"), pinned));
  assert(!matchesPinned(run(40_003, "NN", "to"), pinned));
  assert(!matchesPinned(run(40_003, "NO", "from"), pinned));
  assert(!matchesPinned(run(40_003, "NO", "to").slice(0, -1), pinned));
});

Deno.test("matchesPinned() takes a failure in the background whenever it is noticed", () => {
  const crash = (
    lines: number,
    what = "the submission failed in the background",
  ) =>
    messageOf({
      name: "answers",
      outcome: "wrong",
      ms: 3,
      fault: { cause: "crashed", what },
      transcript: Array.from(
        { length: lines },
        (_, i) => ({ ms: i, text: `client → ${i}` }),
      ),
    });
  const pinned = commonMessage([crash(3), crash(3)]);
  for (const lines of [0, 2, 3, 5]) assert(matchesPinned(crash(lines), pinned));
  const [name, , ...rest] = crash(3);
  assert(!matchesPinned([name, "  + client → 7", ...rest], pinned));
  assert(!matchesPinned(crash(3, "another"), pinned));
});

Deno.test("commonMessage() frees what differs, and nothing else", () => {
  const pinned = commonMessage([run(40_001, "a", "x"), run(40_002, "b", "y")]);
  assertEquals(pinned, [
    "answers",
    "  + …",
    "  expected  OK",
    "  came      …",
    "  look at   write()",
  ]);
  assert(matchesPinned(run(40_003, "c", "z"), pinned));
  assert(!matchesPinned(run(40_003, "c", "z").slice(0, -1), pinned));
});
