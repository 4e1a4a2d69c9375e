import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { tellFileFault } from "../file_fault.ts";
import { fileUrl } from "../paths.ts";
import {
  keepCopy,
  lockFile,
  makeFolder,
  namingFile,
  replaceFile,
} from "./files.ts";

/** A folder of its own, removed afterwards. */
async function folder(): Promise<URL & AsyncDisposable> {
  const url = fileUrl(`.handshake/files-${crypto.randomUUID()}/`);
  await makeFolder(new URL("x", url));
  return Object.assign(url, {
    [Symbol.asyncDispose]: () => Deno.remove(url, { recursive: true }),
  });
}

const names = (url: URL) =>
  [...Deno.readDirSync(url)].map(({ name }) => name).sort();

Deno.test("replaceFile() writes a file that is not there yet", async () => {
  await using url = await folder();
  const file = new URL("a.txt", url);
  await replaceFile(file, "one");
  assertEquals(await Deno.readTextFile(file), "one");
});

Deno.test("replaceFile() leaves nothing but the new content", async () => {
  await using url = await folder();
  const file = new URL("a.txt", url);
  await replaceFile(file, "one, which is longer");
  await replaceFile(file, "two");
  assertEquals(await Deno.readTextFile(file), "two");
  assertEquals(names(url), ["a.txt"]);
});

Deno.test("replaceFile() leaves the old content when it fails", async () => {
  await using url = await folder();
  // A folder cannot be replaced by a file.
  await Deno.mkdir(new URL("a.txt", url));
  await assertRejects(() => replaceFile(new URL("a.txt", url), "two"));
  assertEquals(names(url), ["a.txt"]);
});

Deno.test("replaceFile() names the file that it cannot write", async () => {
  await using url = await folder();
  const { message } = await assertRejects(
    () => replaceFile(new URL("none/a.txt", url), "x"),
    Deno.errors.NotFound,
  );
  assert(message.includes(fileURLToPath(new URL("none/a.txt'", url))), message);
});

Deno.test("replaceFile() gives a reader the old or the new content, never a part", async () => {
  await using url = await folder();
  const file = new URL("a.txt", url);
  const texts = ["a".repeat(300_000), "b".repeat(300_000)];
  await replaceFile(file, texts[0]);
  let writing = true;
  const write = (async () => {
    for (let i = 0; i < 20; i++) await replaceFile(file, texts[i % 2]);
    writing = false;
  })();
  while (writing) assert(texts.includes(await Deno.readTextFile(file)));
  await write;
});

Deno.test("keepCopy() keeps the content under another name", async () => {
  await using url = await folder();
  const file = new URL("a.txt", url);
  await replaceFile(file, "mine");
  assertEquals(await keepCopy(file, () => "kept.txt"), "kept.txt");
  await replaceFile(file, "stub");
  assertEquals(await Deno.readTextFile(new URL("kept.txt", url)), "mine");
});

Deno.test("keepCopy() never overwrites: it takes the next free name", async () => {
  await using url = await folder();
  const file = new URL("a.txt", url);
  await replaceFile(file, "mine");
  const name = (attempt: number) => `kept-${attempt}.txt`;
  const kept = await Promise.all([
    keepCopy(file, name),
    keepCopy(file, name),
    keepCopy(file, name),
  ]);
  assertEquals(kept.sort(), ["kept-1.txt", "kept-2.txt", "kept-3.txt"]);
});

Deno.test("lockFile() waits until the file is let go", async () => {
  await using url = await folder();
  const file = new URL("lock", url);
  const order: string[] = [];
  const first = await lockFile(file);
  const second = lockFile(file).then((lock) => {
    order.push("second holds it");
    return lock;
  });
  await Deno.stat(file);
  order.push("first lets go");
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  assertEquals(order, ["first lets go", "second holds it"]);
});

Deno.test("namingFile() says which file the disk was full for", () => {
  const full = () =>
    Object.assign(new Error("No space left on device (os error 28)"), {
      code: "ENOSPC",
    });
  const path = fileURLToPath(fileUrl("report/a b/report.csv"));
  assertEquals(
    tellFileFault(namingFile(full(), path)),
    "Cannot use report/a b/report.csv: the disk is full; make room, then try again",
  );
});
