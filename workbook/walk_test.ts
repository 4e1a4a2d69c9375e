import { assert, assertEquals, assertThrows } from "@std/assert";
import { countWords, findWalkGaps, MOST_WORDS, readWalk } from "./walk.ts";

const step = (number: number, task?: string, words = 10) =>
  `## ${number} · Title ${number}

${"word ".repeat(words).trim()}

**See.** The row.
${task === undefined ? "" : `\n**Do.** ${task}\n`}`;

const text = (...steps: string[]) =>
  `# 3 · The server flow\n\nWhat it finds out.\n\n${
    steps.join("\n")
  }\n## Reference\n\n### Sources\n\nRFC 9293.\n`;

const FIVE = [
  step(1, "`deno task poke 3`"),
  step(2, "Part 1: listen"),
  step(3),
  step(4, "Part 2: one client. Read, then write."),
  step(5, "Beyond: what the world does"),
];

Deno.test("readWalk() tells intro, steps, tasks, parts and reference", () => {
  const walk = readWalk(text(...FIVE), "README.md");
  assertEquals(walk.title, "3 · The server flow");
  assertEquals(walk.intro, "What it finds out.");
  assertEquals(walk.reference, "### Sources\n\nRFC 9293.");
  assertEquals(walk.steps.map(({ part }) => part), [
    undefined,
    { key: 1, title: "listen" },
    undefined,
    { key: 2, title: "one client" },
    { key: "beyond", title: "what the world does" },
  ]);
  assertEquals(walk.steps[0].task, "`deno task poke 3`");
  assertEquals(walk.steps[2].task, undefined);
  assertEquals(walk.steps[1].line, 13);
  assertEquals(findWalkGaps(walk, "README.md", [1, 2, "beyond"]), []);
});

Deno.test("readWalk() takes a heading in a code block for code", () => {
  const walk = readWalk(
    text(FIVE[0] + "\n```sh\n## 9 · no heading\n```\n"),
    "README.md",
  );
  assertEquals(walk.steps.length, 1);
});

Deno.test("readWalk() names file and line of a heading that does not fit", () => {
  const fails = (source: string, message: string) =>
    assertThrows(() => readWalk(source, "r.md"), SyntaxError, message);
  fails("Hello\n", "r.md:1: Cannot find the title");
  fails(
    text(step(2)),
    "r.md:5: Cannot have step 2 here: the next one is step 1",
  );
  fails(text("## Idea\n"), 'r.md:5: Cannot read the heading "## Idea"');
  fails(
    text(step(1)) + "\n## 2 · Late\n",
    "Cannot have step 2 behind the Reference",
  );
});

Deno.test("countWords() counts prose, not code, tables and headings", () => {
  assertEquals(
    countWords(
      "### Not this\n\nTwo words.\n\n```ts\nconst x = 1;\n```\n\n| a | b |\n| - | - |\n| c | d |\n\n- one\n- [two three](https://x.y/z)\n",
    ),
    5,
  );
});

Deno.test("findWalkGaps() finds a step that is too long, and says where", () => {
  const steps = [...FIVE];
  steps[2] = step(3, undefined, MOST_WORDS);
  const [gap] = findWalkGaps(readWalk(text(...steps), "r.md"), "r.md", [
    1,
    2,
    "beyond",
  ]);
  assertEquals(
    gap,
    "r.md:21: step 3 has 153 words; at most 150 are wanted: shorten it, or move some to the Reference",
  );
});

Deno.test("findWalkGaps() finds a picture that is too wide for a terminal", () => {
  const wide = (columns: number) => {
    const picture = `\`\`\`text\nclient\n${"─".repeat(columns)}\n\`\`\`\n`;
    const steps = FIVE.with(2, `${FIVE[2]}\n${picture}`);
    return findWalkGaps(readWalk(text(...steps), "r.md"), "r.md", [
      1,
      2,
      "beyond",
    ]);
  };
  assertEquals(wide(80), []);
  assertEquals(wide(81), [
    `r.md:21: step 3 shows a line of 81 columns; at most 80 are wanted: shorten  ${
      "─".repeat(81)
    }`,
  ]);
});

Deno.test("findWalkGaps() finds steps without See or Do, and parts without a step", () => {
  const gaps = (steps: string[], parts: Array<number | "beyond">) =>
    findWalkGaps(readWalk(text(...steps), "r.md"), "r.md", parts).join("\n");
  const two = FIVE.with(3, step(4));
  assert(gaps(two, [1, "beyond"]).includes("step 4 has nothing to do"));
  assert(
    gaps([step(1), ...FIVE.slice(1)], [1, 2, "beyond"]).includes(
      "step 1 has nothing to do",
    ),
  );
  assert(
    gaps(FIVE, [1, 2, 3, "beyond"]).includes(
      "part 3 of the exercise is in 0 steps",
    ),
  );
  assert(
    gaps(FIVE, [1, "beyond"]).includes("part 2 is no part of the exercise"),
  );
  assert(gaps(FIVE.slice(0, 3), [1]).includes("the lesson has 3 steps"));
  const blind = FIVE.with(0, FIVE[0].replace("**See.**", "See"));
  assert(
    gaps(blind, [1, 2, "beyond"]).includes("step 1 has no line  **See.**"),
  );
});
