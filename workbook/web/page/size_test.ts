import { assert } from "@std/assert";
import type { Page } from "playwright-core";
import { endVisits, verdictIs, visit } from "./testing/browser.ts";

// How many bytes are needed, each file compressed with gzip as a server sends it.

Deno.test.afterAll(endVisits);

/** Until the text of the first lesson can be read. */
const READ_BYTES = 60_000;
/** Until the editor works. */
const EDIT_BYTES = 350_000;
/** Until a program is judged. */
const JUDGE_BYTES = 450_000;

async function compressed(body: Uint8Array): Promise<number> {
  const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** Counts what has come so far: each file once, for the browser keeps it. */
function counter(page: Page): () => Promise<number> {
  const sizes = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().serviceWorker()) return;
    const url = response.url();
    if (sizes.has(url)) return;
    sizes.set(url, response.body().then(compressed, () => 0));
  });
  return async () =>
    (await Promise.all(sizes.values())).reduce((a, b) => a + b, 0);
}

/** Holds a file back until what is given back is called. */
async function held(page: Page, file: RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(file, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

visit(
  "few bytes are loaded before the text, the editor and the verdict",
  async ({ page, address }) => {
    const count = counter(page);
    // What is loaded next waits until what came before it was measured.
    const text = await held(page, /\/editor-\w+\.js$/);
    const editor = await held(page, /\/app\/judging\.js$/);
    await page.goto(`${address}#/1/1`);
    await page.locator(".prose").waitFor();
    const read = await count();
    text();
    await page.locator(".cm-content").waitFor();
    const edit = await count();
    editor();
    await verdictIs(page, "not started");
    const judge = await count();
    console.log(`text ${read}, editor ${edit}, verdict ${judge} bytes`);
    assert(read < READ_BYTES, `${read} bytes until the text`);
    assert(edit < EDIT_BYTES, `${edit} bytes until the editor`);
    assert(judge < JUDGE_BYTES, `${judge} bytes until the verdict`);
  },
);
