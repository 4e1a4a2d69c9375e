import { assert, assertEquals } from "@std/assert";
import { fileUrl } from "../paths.ts";
import { importsOf } from "../../tools/testing/imports.ts";
import { isWorkbookChanged, NEVER_LOADED } from "./changes.ts";
import { denoCommand } from "./command.ts";
import { PARENT_GONE } from "./messages.ts";
import { endSpare, startProcess, startSpare, takeSpare } from "./spare.ts";

/** The command line of a process that judges this submission. */
const commandOf = (submission: string) =>
  denoCommand({
    program: "workbook/grading/child/main.ts",
    submission: fileUrl(submission),
    memoryBytes: 1_000_000_000,
  });
const COMMAND = commandOf("lessons/03_server_flow/exercise.ts");
const OTHER = commandOf("solutions/03_server_flow.ts");

/** Hands over no job: what a process sees whose parent is gone. */
async function endWithoutJob(child: Deno.ChildProcess): Promise<number> {
  const [{ code }] = await Promise.all([
    child.status,
    child.stdin.close(),
    child.stdout.cancel(),
    child.stderr.cancel(),
  ]);
  return code;
}

Deno.test("a process that gets no job ends by itself, as when its parent is gone", async () => {
  assertEquals(await endWithoutJob(startProcess(COMMAND)), PARENT_GONE);
});

Deno.test("takeSpare() gives a process once, and startSpare() starts no second one", async () => {
  startSpare(COMMAND);
  startSpare(COMMAND);
  const child = takeSpare(COMMAND);
  assert(child);
  assertEquals(takeSpare(COMMAND), undefined);
  assertEquals(await endWithoutJob(child), PARENT_GONE);
});

Deno.test("takeSpare() gives no process that may read what another one may not", () => {
  startSpare(COMMAND);
  assertEquals(takeSpare(OTHER), undefined);
  assertEquals(takeSpare(COMMAND), undefined);
});

Deno.test("takeSpare() gives no process that has ended", async () => {
  // This one ends at once: Deno knows no such option.
  const faulty = [...COMMAND.slice(0, 2), "--no-such-option"];
  for (let ms = 10;; ms *= 2) {
    startSpare(faulty);
    await new Promise((resolve) => setTimeout(resolve, ms));
    const child = takeSpare(faulty);
    if (!child) break;
    // The machine is busy: it has not come to its end yet.
    assert(ms < 10_000, "a process that has ended is given");
    assert(await endWithoutJob(child) !== PARENT_GONE);
  }
});

Deno.test("takeSpare() gives no process that has loaded another workbook", async () => {
  await using folder = await someWorkbook();
  startSpare(COMMAND);
  assertEquals(takeSpare(COMMAND, folder.root, 0), undefined);
  assertEquals(takeSpare(COMMAND), undefined);
  startSpare(COMMAND);
  const child = takeSpare(COMMAND, undefined, 0);
  assert(child);
  await endWithoutJob(child);
});

Deno.test("endSpare() ends the process that waits", () => {
  startSpare(COMMAND);
  endSpare();
  assertEquals(takeSpare(COMMAND), undefined);
});

/** A folder with as little as a workbook has. */
async function someWorkbook(): Promise<{ root: string } & AsyncDisposable> {
  await Deno.mkdir(fileUrl(".handshake"), { recursive: true });
  const path = await Deno.makeTempDir({ dir: ".handshake" });
  const root = new URL(`${path}/`, fileUrl("")).href;
  for (const folder of ["workbook/web/page", "workbook/grading/kit"]) {
    await Deno.mkdir(new URL(folder, root), { recursive: true });
  }
  for (
    const file of [
      "deno.json",
      "workbook/lesson.ts",
      "workbook/README.md",
      "workbook/web/page/a.ts",
    ]
  ) await Deno.writeTextFile(new URL(file, root), "1");
  return {
    root,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

Deno.test("isWorkbookChanged() sees what is written, put in place and gone, where it matters", async () => {
  await using folder = await someWorkbook();
  const { root } = folder;
  /** Whether a change is seen by who began just before it. */
  const isSeen = async (change: () => Promise<void>) => {
    // Longer ago than what a file system and a clock differ by.
    let began: number;
    do {
      began = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
    } while (isWorkbookChanged(began, root));
    await change();
    return isWorkbookChanged(began, root);
  };
  const write = (path: string) => () =>
    Deno.writeTextFile(new URL(path, root), "2");
  assertEquals(await isSeen(() => Promise.resolve()), false);
  assertEquals(await isSeen(write("workbook/grading/kit/a.ts")), true);
  assertEquals(await isSeen(write("workbook/lesson.ts")), true);
  assertEquals(await isSeen(write("deno.json")), true);
  assertEquals(await isSeen(write("workbook/web/page/a.ts")), false);
  assertEquals(await isSeen(write("workbook/README.md")), false);
  const old = new URL("workbook/old", root);
  await Deno.writeTextFile(old, "3");
  await Deno.utime(old, 1, 1);
  assertEquals(
    await isSeen(() => Deno.rename(old, new URL("workbook/lesson.ts", root))),
    true,
    "a file with an old time is put in its place",
  );
  assertEquals(
    await isSeen(() => Deno.remove(new URL("deno.json", root))),
    true,
  );
});

Deno.test("what a process loads before its job is looked after", async () => {
  const files = ["workbook/grading/child/main.ts"];
  for (const file of files) {
    // A message may quote an import of a file that is nowhere.
    const code = await Deno.readTextFile(fileUrl(file)).catch(() => "");
    for (const { to, typeOnly } of importsOf(file, code)) {
      if (!typeOnly && !files.includes(to)) files.push(to);
    }
  }
  assert(files.length > 100);
  const missed = files.filter((file) =>
    !file.startsWith("workbook/") ||
    file.split("/").some((folder) => NEVER_LOADED.includes(folder))
  );
  assertEquals(missed, []);
});
