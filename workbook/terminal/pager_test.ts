import { assertEquals } from "@std/assert";
import { printPages } from "./pager.ts";

async function pages(count: number, rows: number, stopAt = Infinity) {
  const printed: string[] = [];
  let pauses = 0;
  const all = await printPages(
    Array.from({ length: count }, (_, i) => String(i)),
    rows,
    (line) => printed.push(line),
    () => Promise.resolve(++pauses < stopAt),
  );
  return { printed: printed.length, pauses, all };
}

Deno.test("printPages() pauses before each page but the first", async () => {
  assertEquals(await pages(44, 24), { printed: 44, pauses: 1, all: true });
  assertEquals(await pages(45, 24), { printed: 45, pauses: 2, all: true });
  assertEquals(await pages(22, 24), { printed: 22, pauses: 0, all: true });
  assertEquals(await pages(0, 24), { printed: 0, pauses: 0, all: true });
});

Deno.test("printPages() stops when the rest is not wanted", async () => {
  assertEquals(await pages(100, 24, 1), { printed: 22, pauses: 1, all: false });
});

Deno.test("printPages() prints all at once where there is no screen", async () => {
  assertEquals((await pages(1000, Infinity)).pauses, 0);
});

Deno.test("printPages() prints a line at a time on a screen of one line", async () => {
  assertEquals(await pages(3, 1), { printed: 3, pauses: 2, all: true });
});
