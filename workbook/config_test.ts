import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { LESSONS } from "./catalogue.ts";
import { fileUrl } from "./paths.ts";

const read = (path: string) => Deno.readTextFileSync(fileUrl(path));
const config = JSON.parse(read("deno.json"));

describe("the configuration", () => {
  it("describes every task, and grants none everything", () => {
    for (
      const [name, task] of Object.entries<Record<string, string>>(config.tasks)
    ) {
      assert(task.description, name);
      assert(!/(^| )(-A|--allow-all)( |$)/.test(task.command), name);
    }
  });

  it("names every version of a package exactly", () => {
    for (const specifier of Object.values<string>(config.imports)) {
      if (!specifier.startsWith("npm:")) continue;
      assert(/@\d+\.\d+\.\d+(\/|$)/.test(specifier), specifier);
    }
  });
});

describe("the catalogue", () => {
  it("numbers the lessons from 1, in the order of their stems", () => {
    LESSONS.forEach(({ number, stem }, i) => {
      assertEquals(number, i + 1);
      assertEquals(Number(stem.slice(0, 2)), number);
    });
  });

  it("names files that are there", () => {
    for (const lesson of LESSONS) {
      for (const path of Object.values(lesson.files)) {
        assert(Deno.statSync(path.url).isFile, path.path);
      }
    }
  });

  it("lists every grader in what bare deno test runs", () => {
    const all = read("tests/mod.ts");
    for (const { stem } of LESSONS) assert(all.includes(`./${stem}_test.ts`));
  });

  it("has a line for each lesson in the README", () => {
    const text = read("README.md");
    for (const lesson of LESSONS) {
      assert(text.includes(lesson.files.text.path), lesson.stem);
    }
  });
});
