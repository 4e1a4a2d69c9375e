import { assertEquals } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { fileUrl } from "../paths.ts";
import { begunIn } from "./_ladder.ts";

Deno.test("begunIn() finds nothing begun in an exercise as it is given", async () => {
  for (const lesson of LESSONS) {
    const { text } = await lesson.scaffold();
    assertEquals(await begun(lesson, text), []);
  }
});

Deno.test("begunIn() finds the parts of which a hole is filled", async () => {
  const lesson = LESSONS[0];
  const { text } = await lesson.scaffold();
  const written = text.replace(/\btodo\("part 2/, 'done("part 2');
  assertEquals(await begun(lesson, written), [2]);
});

Deno.test("begunIn() takes a file that cannot be read for nothing begun", async () => {
  assertEquals(
    [...await begunIn(LESSONS[0], fileUrl(".handshake/no_such_file.ts"))],
    [],
  );
});

/** The parts that are begun in a text. */
async function begun(lesson: typeof LESSONS[number], text: string) {
  const url = fileUrl(`.handshake/begun-${crypto.randomUUID()}.ts`);
  await Deno.writeTextFile(url, text);
  try {
    return [...await begunIn(lesson, url)];
  } finally {
    await Deno.remove(url);
  }
}
