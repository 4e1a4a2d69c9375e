import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fileUrl } from "./paths.ts";
import { refusal, tellFileFault } from "./file_fault.ts";

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

Deno.test("a path with quotes of its own is named", () => {
  const path = fileURLToPath(fileUrl('lessons/it\'s a "copy".md'));
  for (const quote of ["'", '"']) {
    assertEquals(
      tellFileFault(
        new Deno.errors.IsADirectory(
          `Is a directory (os error 21): readfile ${quote}${path}${quote}`,
        ),
      ),
      `Cannot use lessons/it's a "copy".md: a folder stands in its place; move it away, then try again`,
    );
  }
});

Deno.test("a module that may not be read is named", () => {
  const address = fileUrl("lessons/it's.ts").href;
  assertEquals(
    tellFileFault(
      new TypeError(
        `Import '${address}' failed.\n    0: Permission denied (os error 13)`,
      ),
    ),
    "Cannot use lessons/it's.ts: you may not read or write it; allow that, then try again",
  );
});

Deno.test("a refusal has its own next step", () => {
  const step = (code: string) =>
    refusal(Object.assign(new Error("x"), { code }))?.split("; ")[1];
  assertEquals(step("ENOSPC"), "make room, then try again");
  assertEquals(step("EDQUOT"), "make room, then try again");
  assertEquals(step("EROFS"), "make it writable, then try again");
  assertEquals(step("EACCES"), "allow that, then try again");
  assertEquals(step("EISDIR"), "move it away, then try again");
  assertEquals(step("ECONNRESET"), undefined);
});

Deno.test("a deno that cannot be started is told with the place to look at", () => {
  assertEquals(
    tellFileFault(
      new Deno.errors.NotFound("Failed to spawn 'deno': entity not found"),
    ),
    "Cannot start deno: it is in no folder of PATH; add the folder that holds it, then try again",
  );
});

Deno.test("a limit of open files is told as one, whatever met it", () => {
  const full = (message: string) =>
    tellFileFault(Object.assign(new Error(message), { code: "EMFILE" }));
  const next =
    "too many files are open; allow more with  ulimit -n 1024  , then try again";
  assertEquals(
    full(
      "Failed to spawn '/it's here/deno': Too many open files (os error 24)",
    ),
    `Cannot start deno: ${next}`,
  );
  assertEquals(
    full("Too many open files (os error 24)"),
    `Cannot go on: ${next}`,
  );
});

Deno.test("a machine without loopback is told as such", () => {
  assertEquals(
    tellFileFault(
      Object.assign(new Error("Network is unreachable (os error 101)"), {
        code: "ENETUNREACH",
      }),
    ),
    "Cannot reach 127.0.0.1: the loopback interface of this machine is down; switch it on, then try again",
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
