import { assertEquals, assertStrictEquals } from "@std/assert";
import { Words } from "./payload.ts";
import { playTag } from "./play_tag.ts";
import type { Step, Vocabulary } from "./step.ts";

/** A template whose scripts are kept. */
function kept(vocabulary: () => Partial<Vocabulary> = () => ({})) {
  const scripts: Array<readonly Step[]> = [];
  const play = playTag(
    new Words(),
    () => ({
      peers: ["client"],
      facts: [],
      actions: [],
      isCall: false,
      ...vocabulary(),
    }),
    (steps) => Promise.resolve(void scripts.push(steps)),
  );
  return { play, scripts };
}

Deno.test("a script in a loop is read once", () => {
  const { play, scripts } = kept();
  for (let i = 0; i < 2; i++) play`client → ${"a"} ← OK!!!`;
  const [first, second] = scripts;
  assertEquals(first.length, 2);
  assertStrictEquals(second, first);
});

Deno.test("a script with other values is read anew", () => {
  const { play, scripts } = kept();
  for (const word of ["a", "b"]) play`client → ${word}`;
  assertEquals(
    scripts.map(([step]) => step.verb === "send" && step.payload),
    [[{ given: "a" }], [{ given: "b" }]],
  );
});

Deno.test("a script is read anew when it may name something else", () => {
  let facts = ["open"];
  const { play, scripts } = kept(() => ({ facts }));
  const playAgain = () => play`open = 0`;
  playAgain();
  facts = ["open", "lines"];
  playAgain();
  assertEquals(scripts[0] === scripts[1], false);
});
