import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { nothingWrong } from "./testing/axe.ts";
import {
  endVisits,
  openLesson,
  paste,
  solution,
  untilControlled,
  verdictIs,
  visit,
  write,
} from "./testing/browser.ts";
import { reach } from "./testing/keyboard.ts";

Deno.test.afterAll(endVisits);

const STEM = "03_server_flow";

visit(
  "the list has every lesson, and a lesson has its text",
  async ({ page, address }) => {
    await page.goto(address);
    const titles = page.locator(".lessons .title");
    await titles.first().waitFor();
    assert(await titles.count() >= 12);
    await titles.nth(2).click();
    await page.locator("h2", { hasText: "Somebody has to wait" }).waitFor();
    assertStringIncludes(
      await page.locator(".prose").innerText(),
      "the server waits",
    );
    await verdictIs(page, "not started");
  },
);

visit(
  "a part is solved with the keyboard alone, from the list on",
  async ({ page, address }) => {
    await page.goto(address);
    await page.locator(".lessons a").first().waitFor();
    const { keyboard } = page;
    await reach(page, '.lessons a[href^="#/3"]');
    await keyboard.press("Enter");
    await page.locator("h2", { hasText: "Somebody has to wait" }).waitFor();
    await keyboard.press("n");
    await page.locator("h2", { hasText: "five C calls" }).waitFor();
    await verdictIs(page, "not started");
    // The cursor is in the line of the part that the step is about.
    await keyboard.press("e");
    await keyboard.press("Home");
    await keyboard.press("Shift+End");
    await keyboard.type(
      'const listener = Deno.listen({ hostname: "127.0.0.1", port });',
    );
    await keyboard.press("Control+Enter");
    await page.locator(".ladder li.right", { hasText: "listen" }).waitFor();
    await page.locator(".standing", { hasText: /unfinished, 3 of \d+/ })
      .waitFor();
    // The way out of the editor, a minute later, too.
    await keyboard.press("Escape");
    await page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 60_000;
    });
    await keyboard.press("Tab");
    assertEquals(
      await page.evaluate(() => document.activeElement?.closest(".editor")),
      null,
    );
  },
);

visit(
  "a prediction is made before the evidence, and remembered",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/3");
    const evidence = page.locator(".evidence");
    assert(!(await evidence.innerText()).includes("Deno.connect"));
    await page.getByLabel("it succeeds; both ends are ESTABLISHED").check();
    await page.getByRole("button", { name: "Predict" }).first().click();
    await page.locator(".answer", { hasText: "right: It succeeds" }).waitFor();
    assertStringIncludes(await evidence.innerText(), "Deno.connect");
  },
);

visit(
  "a wrong program gets the verdict of the terminal: transcript, expected, came, look at",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    const text = await solution(STEM);
    await write(
      page,
      text.replace("await writeAll(conn, OK)", "await writeAll(conn, chunk)"),
    );
    await verdictIs(page, "wrong");
    const wrong = await page.locator(".wrong-check").first().innerText();
    assertStringIncludes(wrong, "answers OK!!! to a message");
    for (const label of ["expected", "came", "look at"]) {
      assertStringIncludes(wrong, label);
    }
    assertStringIncludes(wrong, "4f 4b 21 21 21");
    assertStringIncludes(
      await page.locator(".ladder").innerText(),
      "waits for part 2",
    );
    await page.getByRole("button", { name: "A hint" }).click();
    assertEquals(await page.locator(".hints li").count(), 1);
    await page.getByRole("button", { name: "One more hint" }).click();
    assertEquals(await page.locator(".hints li").count(), 2);
  },
);

visit(
  "what a program printed is shown of the wrong check alone",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    const text = await solution(STEM);
    await write(
      page,
      text.replace(
        "await writeAll(conn, OK)",
        'console.log("one read"); await writeAll(conn, chunk)',
      ),
    );
    await verdictIs(page, "wrong");
    await page.locator(".printed", { hasText: "during this check" }).waitFor();
    assertEquals(await page.locator(".rest pre").innerText(), "one read");
  },
);

visit(
  "an error names its place in the text as it was written, and leads there",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    const text = await solution(STEM);
    const before = "export function startServer(";
    const line = text.slice(0, text.indexOf(before)).split("\n").length;
    await write(
      page,
      text.replace(
        /export function startServer\([^]*?\): Server \{\n/,
        (head) =>
          `${head}  const none: { at?: string } = {} as { at?: string }; none.at!.length;\n`,
      ),
    );
    await verdictIs(page, "wrong");
    const place = page.locator(".place").first();
    const [, told, column] = /exercise\.ts:(\d+):(\d+)$/.exec(
      await place.innerText(),
    )!;
    assert(Number(told) > line);
    assertEquals(
      Number(column),
      "  const none: { at?: string } = {} as { at?: string }; none.at!.length"
        .indexOf("length") + 1,
    );
    await place.click();
    await page.locator(".cm-activeLine", { hasText: "none.at!.length" })
      .waitFor();
  },
);

visit(
  "what was written is there after a reload, with its verdict",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "1/1");
    await write(page, `${await solution("01_byte_order")}// mine\n`);
    await verdictIs(page, "right");
    await page.reload();
    await verdictIs(page, "right");
    await page.goto(visit.address);
    const row = page.locator(".lessons li").first();
    await row.waitFor();
    assertStringIncludes(await row.innerText(), "mastered");
  },
);

visit("what was typed just before a reload is not lost", async (visit) => {
  const { page } = visit;
  await openLesson(visit, "1/1");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// the last word");
  await page.reload();
  await verdictIs(page, "not started");
  const kept = await page.evaluate(() =>
    localStorage.getItem("handshake/1/01_byte_order")
  );
  assertStringIncludes(kept!, "// the last word");
});

visit(
  "an endless loop is ended, and the next text is judged",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "1/1");
    const text = await solution("01_byte_order");
    await write(page, `${text}\nwhile (true);\n`);
    await page.locator(".rest", {
      hasText: "an endless loop while the file is loaded",
    }).waitFor();
    await write(page, text);
    await verdictIs(page, "right");
  },
);

visit("an endless loop inside a function is a wrong check", async (visit) => {
  const { page } = visit;
  await openLesson(visit, "1/1");
  const text = await solution("01_byte_order");
  await write(
    page,
    text.replace(
      /(export function htons\([^]*?\{\n)/,
      // In one check alone: to end each of several by force takes as long.
      '$1  while (value === 80 && host === "little-endian");\n',
    ),
  );
  await verdictIs(page, "wrong");
  assertStringIncludes(
    await page.locator(".verdict").innerText(),
    "an endless loop, or far too much work: the program did nothing else for 1500 ms",
  );
});

visit(
  "a program that prints for ever is ended, and little of it is shown",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "1/1");
    const text = await solution("01_byte_order");
    await write(page, `${text}\nfor (;;) console.log("x".repeat(10_000));\n`);
    await page.locator(".rest", { hasText: "printed more than 1000000 bytes" })
      .waitFor();
    assert((await page.locator(".verdict").innerText()).length < 20_000);
  },
);

visit(
  "a program reaches neither the network nor what the page keeps",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "1/1");
    const names = [
      "fetch",
      "XMLHttpRequest",
      "WebSocket",
      "EventSource",
      "indexedDB",
      "caches",
      "postMessage",
      "importScripts",
      "BroadcastChannel",
      "Worker",
      "navigator",
      "localStorage",
      "document",
    ];
    await write(
      page,
      `throw new Error("has " + (${
        JSON.stringify(names)
      }.filter((name) => name in globalThis).join() || "nothing"));\n`,
    );
    await page.locator(".rest", { hasText: "Error: has nothing" }).waitFor();
    await write(page, 'import "https://example.com/x.ts";\n');
    await page.locator(".rest", {
      hasText:
        "imports https://example.com/x.ts, which a submission cannot load",
    }).waitFor();
  },
);

visit("the page works without a network", async (visit) => {
  const { page } = visit;
  await openLesson(visit, "1/1");
  await untilControlled(page);
  await page.context().setOffline(true);
  await page.reload();
  await verdictIs(page, "not started");
  await openLesson(visit, "6/2");
  await write(page, await solution("06_half_close"));
  await verdictIs(page, "right");
}, { isWhole: true });

visit(
  "two tabs: the later save does not overwrite the other, and both texts are kept",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "1/1");
    const text = await solution("01_byte_order");
    const second = await page.context().newPage();
    await second.goto(`${visit.address}#/1/1`);
    await verdictIs(second, "not started");
    await write(page, `${text}// first\n`);
    await verdictIs(page, "right");
    await paste(second, `${text}// second\n`);
    await second.locator(".conflict", { hasText: "changed elsewhere" })
      .waitFor();
    await second.getByRole("button", { name: "The other" }).click();
    await verdictIs(second, "right");
    const kept = await second.evaluate(() =>
      localStorage.getItem("handshake/1/01_byte_order")
    );
    assertStringIncludes(kept!, "// first");
    assertStringIncludes(kept!, "// second");
    // The text that was not chosen can be taken back.
    await second.getByText("Older texts").click();
    await second.locator(".older button").first().click();
    // The editor draws only the lines in sight: what is kept tells.
    await second.waitForFunction(() =>
      JSON.parse(localStorage.getItem("handshake/1/01_byte_order")!)
        .text.includes("// second")
    );
  },
);

visit("own work goes to a file and comes back from it", async (visit) => {
  const { page, address } = visit;
  await openLesson(visit, "1/1");
  await write(page, `${await solution("01_byte_order")}// mine\n`);
  await verdictIs(page, "right");
  await page.goto(address);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save to a file" }).click(),
  ]);
  const path = await download.path();
  // Another browser, with a text and an older one of its own.
  const key = "handshake/1/01_byte_order";
  await page.evaluate((key) => {
    const older = [{ at: "2026-01-01T00:00:00.000Z", text: "my older one" }];
    localStorage.clear();
    localStorage.setItem(key, JSON.stringify({ text: "my own", older }));
  }, key);
  await page.reload();
  await page.getByLabel("Read from a file").setInputFiles({
    name: "handshake.json",
    mimeType: "application/json",
    buffer: Buffer.from(await Deno.readFile(path)),
  });
  await page.locator(".lessons li", { hasText: "mastered" }).waitFor();
  const kept = await page.evaluate((key) => localStorage.getItem(key)!, key);
  const { text, older } = JSON.parse(kept);
  assert(text.endsWith("// mine\n"));
  assertEquals(older.map(({ text }: { text: string }) => text), [
    "my own",
    "my older one",
  ]);
});

/** A place is the same in both schemes, a colour at each width. */
const LOOKS = [
  ["light", 360, 800],
  ["light", 1280, 720],
  ["light", 1440, 800],
  ["dark", 1440, 800],
] as const;

visit(
  "nothing is wrong for who reads with a screen reader, light or dark, narrow, low or wide",
  async (visit) => {
    const { page, address } = visit;
    const look = async (view: string) => {
      for (const [colorScheme, width, height] of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        await nothingWrong(page, `${view}, ${colorScheme}, ${width}`);
        const room = await page.evaluate(() =>
          document.documentElement.scrollWidth
        );
        assert(room <= width, `${view}: ${room} columns of pixels at ${width}`);
      }
    };
    await page.goto(address);
    await page.locator(".lessons a").first().waitFor();
    await look("list");
    await openLesson(visit, "3/3");
    await look("lesson");
  },
);
