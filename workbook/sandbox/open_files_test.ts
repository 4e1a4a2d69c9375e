import { assertEquals } from "@std/assert";
import { tooFewFiles } from "./open_files.ts";

Deno.test("tooFewFiles() is a fault of the machine, below what the busiest check needs", async () => {
  const causeAt = async (said: string) =>
    (await tooFewFiles(() => Promise.resolve(said)))?.cause;
  assertEquals(await causeAt("64\n"), "workbook-fault");
  assertEquals(await causeAt("256\n"), "workbook-fault");
  assertEquals(await causeAt("1024\n"), undefined);
  assertEquals(await causeAt("unlimited\n"), undefined);
});

Deno.test("tooFewFiles() says nothing where nobody can tell", async () => {
  const without = () => Promise.reject(new Deno.errors.NotFound("sh"));
  assertEquals(await tooFewFiles(without), undefined);
});
