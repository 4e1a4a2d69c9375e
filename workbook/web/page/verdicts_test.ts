import { assertEquals } from "@std/assert";
import { LESSONS } from "../../catalogue.ts";
import type { Lesson } from "../../lesson.ts";
import { judge } from "../../grading/parent/judge.ts";
import type { Verdict } from "../../grading/verdict.ts";
import { fileUrl } from "../../paths.ts";
import { endVisits, solution, visit } from "./testing/browser.ts";
import { judgeInPage, told } from "./testing/verdicts.ts";

// The page's verdicts are those of the terminal on the model network, with the
// same seed: word for word, up to the first wrong check.

Deno.test.afterAll(endVisits);

const SEED = 20_260_101;

/** Judges a text as `deno task grade N --model kind`. */
async function inTerminal({ stem }: Lesson, text: string): Promise<Verdict> {
  // Where the terminal judges a copy: one folder below the workbook.
  const path = `.handshake/page-${stem}.ts`;
  const file = fileUrl(path);
  await Deno.writeTextFile(file, text.replaceAll('"../../', '"../'));
  try {
    return await judge({
      stem,
      submission: file,
      schedules: [{ profile: "kind", seed: SEED }],
    });
  } finally {
    await Deno.remove(file);
  }
}

/** A change of a model answer that makes it wrong. */
interface Change {
  stem: string;
  from: string | RegExp;
  to: string;
}

const CHANGES: Change[] = [
  {
    stem: "03_server_flow",
    from: "writeAll(conn, OK)",
    to: "writeAll(conn, chunk)",
  },
  { stem: "03_server_flow", from: "listener.close();", to: "" },
  {
    stem: "03_server_flow",
    from: "const work = handle(conn);",
    to: "const work = handle(conn); await work;",
  },
  {
    stem: "03_server_flow",
    from: /(\): Server \{\n)/,
    to: "$1  null!.length;\n",
  },
  {
    stem: "01_byte_order",
    from: /(export function htons\([^]*?\{\n)/,
    to: '$1  throw new RangeError("é" as string);\n',
  },
];

for (const lesson of LESSONS) {
  visit(
    `lesson ${lesson.number}: the model answer and the exercise as it is given`,
    async ({ page }) => {
      const { text: given } = await lesson.scaffold();
      for (const text of [await solution(lesson.stem), given]) {
        const [page_, terminal] = await Promise.all([
          judgeInPage(page, lesson.stem, text, { seed: SEED }),
          inTerminal(lesson, text),
        ]);
        // What they say of each check tells more than the verdict, where they differ.
        assertEquals(told(page_), told(terminal));
        assertEquals(page_.status, terminal.status);
        assertEquals(page_.mastered, terminal.mastered);
      }
    },
    { shared: true },
  );
}

for (const { stem, from, to } of CHANGES) {
  const lesson = LESSONS.find((each) => each.stem === stem)!;
  visit(
    `lesson ${lesson.number}, wrong: ${to || "nothing"} for ${from}`,
    async ({ page }) => {
      const text = (await solution(stem)).replace(from, to);
      const verdict = await judgeInPage(page, stem, text, { seed: SEED });
      assertEquals(verdict.status, "wrong");
      assertEquals(told(verdict), told(await inTerminal(lesson, text)));
    },
    { shared: true },
  );
}
