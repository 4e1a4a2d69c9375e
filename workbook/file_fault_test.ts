import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fileUrl } from "./catalogue.ts";
import { tellFileFault } from "./file_fault.ts";

/** What reading a file of the workbook throws. */
async function thrownBy(path: string): Promise<unknown> {
  return await Deno.readTextFile(fileUrl(path)).catch((error) => error);
}

Deno.test("a missing file of the workbook is named, with the way to bring it back", async () => {
  assertEquals(
    tellFileFault(await thrownBy("lessons/none.md")),
    "Cannot find lessons/none.md, a part of the workbook: bring it back with  git checkout -- lessons/none.md  or fetch the workbook anew",
  );
});

Deno.test("a missing module of the workbook is named", async () => {
  const address = fileUrl("lessons/none.ts").href;
  const error = await import(address).catch((error) => error);
  assertEquals(
    tellFileFault(error)?.split(":")[0],
    "Cannot find lessons/none.ts, a part of the workbook",
  );
});

Deno.test("a folder in the place of a file is named", async () => {
  assertEquals(
    tellFileFault(await thrownBy("lessons")),
    "Cannot use lessons: a folder stands in its place; move it away, then try again",
  );
});

Deno.test("a file that may not be used is named", () => {
  const path = fileURLToPath(fileUrl("mod.ts"));
  assertEquals(
    tellFileFault(
      new Deno.errors.PermissionDenied(
        `Permission denied (os error 13): readfile '${path}'`,
      ),
    ),
    "Cannot use mod.ts: you may not read or write it; allow that, then try again",
  );
});

Deno.test("a deno that cannot be started is told with the place to look at", () => {
  assertEquals(
    tellFileFault(
      new Deno.errors.NotFound("Failed to spawn 'deno': entity not found"),
    ),
    "Cannot start deno: it is in no folder of PATH; add the folder that holds it, then try again",
  );
});

Deno.test("errors of another kind are no file's fault", async () => {
  assertEquals(tellFileFault(new TypeError("x is not a function")), undefined);
  assertEquals(tellFileFault("a string"), undefined);
  assertEquals(
    tellFileFault(new Deno.errors.NotFound("no such file: '/elsewhere'")),
    undefined,
  );
  assertEquals(tellFileFault(await thrownBy("../none.md")), undefined);
});
