import { Buffer } from "node:buffer";
import { assert, assertEquals } from "@std/assert";
import { startPageServer } from "../../../tools/testing/page_server.ts";
import { copyProject } from "../../../tools/testing/project_copy.ts";
import {
  endVisits,
  hasBrowser,
  judging,
  paste,
  solution,
  verdictIs,
  visit,
  write,
} from "./testing/browser.ts";

// The page as `deno task web` serves it, with the learner's files: in a copy.

const STEM = "03_server_flow";

const project = hasBrowser ? await copyProject() : undefined;
const server = project && await startPageServer(project);
Deno.test.afterAll(async () => {
  await endVisits();
  await server?.stop();
  await project?.[Symbol.asyncDispose]();
});

const onDisk = () =>
  Deno.readTextFile(new URL(`lessons/${STEM}/exercise.ts`, project!.url));

visit(
  "the page edits the learner's file, judges it on real sockets, and overwrites nobody's change",
  async ({ page, address, errors }) => {
    await page.goto(address);
    await page.locator(".where", { hasText: "your files" }).waitFor();
    assert(!page.url().includes("token"), page.url());
    await page.locator(".lessons a").nth(2).click();
    await verdictIs(page, "not started");
    const text = await solution(STEM);

    const remembered = page.waitForResponse((response) =>
      response.url().includes("/api/verdict/") &&
      response.request().postDataJSON().status === "right"
    );
    await write(page, `${text}// mine\n`);
    await verdictIs(page, "right");
    assertEquals(await onDisk(), `${text}// mine\n`);
    assertEquals(await (await remembered).json(), { isRemembered: true });

    const there = page.getByRole("button", { name: "Judge on real sockets" });
    await judging(page, () => there.click());
    await verdictIs(page, "right");

    await project!.write(3, `${text}// from an editor\n`);
    await paste(page, `${text}// mine, too\n`);
    const conflict = page.locator(".conflict");
    await conflict.waitFor();
    // The browser itself writes a refused request on the console.
    assertEquals(errors.splice(0).map((text) => /\b409\b/.test(text)), [true]);
    assertEquals(await onDisk(), `${text}// from an editor\n`);
    await conflict.getByRole("button", { name: "This one" }).click();
    // The verdict may still be the one before: what is new is that it is saved.
    await page.locator(".saved", { hasText: "saved" }).waitFor();
    assertEquals(await onDisk(), `${text}// mine, too\n`);
    const kept = await page.evaluate(
      (key) => localStorage.getItem(key),
      `handshake/1/${STEM}`,
    );
    assert(kept!.includes("// from an editor"), kept!);

    await page.goto(new URL("/#/", address).href);
    await page.locator(".lessons li", { hasText: "mastered" }).waitFor();
  },
  { serve: () => Promise.resolve(server!.address) },
);

visit(
  "what was typed just before the tab is closed is in the file",
  async ({ page, address }) => {
    await project!.write(3, await solution(STEM));
    await page.goto(address);
    // The token is taken from the address before another one is opened.
    await page.locator(".where", { hasText: "your files" }).waitFor();
    await page.goto(new URL("/#/3/1", address).href);
    await verdictIs(page, "right");
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("// last");
    await page.close();
    while (!(await onDisk()).endsWith("// last")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
  { serve: () => Promise.resolve(server!.address) },
);

visit(
  "own work is written to a file and read from one with the learner's files",
  async ({ page, address }) => {
    const text = `${await solution(STEM)}// mine\n`;
    await project!.write(3, text);
    await page.goto(address);
    const save = page.getByRole("button", { name: "Save to a file" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      save.click(),
    ]);
    const exported = await Deno.readTextFile(await download.path());
    assertEquals(JSON.parse(exported).lessons[STEM].text, text);

    await project!.write(3, "// another\n");
    await page.getByLabel("Read from a file").setInputFiles({
      name: "handshake.json",
      mimeType: "application/json",
      buffer: Buffer.from(exported),
    });
    await page.locator("#status", { hasText: "Read the work" }).waitFor();
    assertEquals(await onDisk(), text);
    const kept = await page.evaluate(
      (key) => localStorage.getItem(key),
      `handshake/1/${STEM}`,
    );
    assert(kept!.includes("// another"), kept!);
  },
  { serve: () => Promise.resolve(server!.address) },
);

visit(
  "a list that comes late does not take the place of a lesson",
  async ({ page, address }) => {
    await page.goto(address);
    await page.locator(".lessons").waitFor();
    const { promise: late, resolve: letGo } = Promise.withResolvers<void>();
    await page.route("**/api/standings", async (route) => {
      await late;
      await route.continue();
    });
    await page.goto(new URL("/#/3/1", address).href);
    const where = page.locator(".where", { hasText: "Lesson 3, step 1 " });
    await where.waitFor();
    // The lesson stays in sight until another view is there.
    const before = await where.elementHandle();
    const asked = page.waitForRequest("**/api/standings");
    await page.goto(new URL("/#/", address).href);
    const url = (await asked).url();
    await page.goto(new URL("/#/3/1", address).href);
    await before!.waitForElementState("hidden");
    await verdictIs(page, "right");
    const came = page.waitForResponse(url);
    letGo();
    await came;
    // What is asked for later is answered later: the page has seen the list by then.
    await page.evaluate(async () => await (await fetch(location.href)).text());
    assertEquals(await page.locator(".lessons").count(), 0);
  },
  { serve: () => Promise.resolve(server!.address) },
);
