import { assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { defineLesson } from "../../workbook/lesson.ts";
import { findMissing } from "./missing_files.ts";

Deno.test("findMissing() names each file that a lesson lacks, and how to get it", async () => {
  const lesson = defineLesson({
    number: 99,
    stem: "99_nothing",
    title: "Nothing",
    theme: "none",
  });
  const sentences = await findMissing(lesson);
  assertEquals(sentences.length, 6);
  assertEquals(
    sentences[2],
    "lessons/99_nothing/guide.ts: Cannot find the questions and hints of lesson 99: write it, or bring it back with  git checkout -- lessons/99_nothing/guide.ts",
  );
  assertEquals(
    sentences[3],
    "lessons/99_nothing/exercise.ts: Cannot find the exercise of lesson 99: write it, or bring it back with  deno task scaffolds 99",
  );
});

Deno.test("findMissing() finds every file of the lessons", async () => {
  for (const lesson of LESSONS) assertEquals(await findMissing(lesson), []);
});
