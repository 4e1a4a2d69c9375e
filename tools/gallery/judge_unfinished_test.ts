import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { buildsOn, holesIn } from "../../workbook/scaffold.ts";
import { unfinishedOf } from "./judge_unfinished.ts";

for (const lesson of LESSONS) {
  Deno.test(`the exercises of lesson ${lesson.number} on the way have the holes of later parts only`, async () => {
    const all = await unfinishedOf(lesson);
    assert(all.length > 0);
    for (const { written, text } of all) {
      const left = holesIn(text).map(({ part }) => part);
      assertEquals(left.filter((part) => buildsOn(written, part)), []);
      assertEquals(text.includes("End of part"), false);
      assertEquals(text.includes('"../../'), false);
    }
  });
}
