import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import {
  endVisits,
  newProfile,
  openLesson,
  solution,
  verdictIs,
  type Visit,
  visit,
  write,
} from "./testing/browser.ts";

// A link that holds lesson, step, network, seed, check, moment and code.

Deno.test.afterAll(endVisits);

const STEM = "03_server_flow";

/** Opens a link as somebody who has never been here, or with an exercise of their own. */
async function elsewhere(
  { errors }: Visit,
  link: string,
  own?: string,
): Promise<Page> {
  const other = await (await newProfile()).newPage();
  other.on("pageerror", (error) => errors.push(String(error)));
  if (own !== undefined) {
    await other.goto(new URL("/", link).href);
    await other.evaluate(
      ([stem, text]) =>
        localStorage.setItem(`handshake/1/${stem}`, JSON.stringify({ text })),
      [STEM, own],
    );
    await other.goto("about:blank");
  }
  await other.goto(link);
  return other;
}

/** What is remembered of the lesson. */
async function kept(page: Page) {
  return JSON.parse(
    await page.evaluate(
      (stem) => localStorage.getItem(`handshake/1/${stem}`) ?? "{}",
      STEM,
    ),
  );
}

/** A link with some code, as the page writes it. */
async function linkWith(address: string, code: string): Promise<string> {
  const packed = new Blob([code]).stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return `${address}#/3/4?code=${bytes.toBase64({ alphabet: "base64url" })}`;
}

visit(
  "a link leads to the same moment of the same run; the code runs when the reader says so, and one's own is kept",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    const text = (await solution(STEM)).replace(
      "writeAll(conn, OK)",
      "writeAll(conn, chunk)",
    );
    await write(page, text);
    await verdictIs(page, "wrong");
    await page.getByRole("button", { name: "See the run" }).click();
    await page.locator(".run .tl").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("button", { name: "Link to this moment" }).click();
    const field = page.locator(".run .link");
    await field.waitFor();
    const link = await field.inputValue();
    const picture = async (page: Page) => ({
      step: await page.locator(".run .tl").getAttribute("data-step"),
      details: await page.locator(".run .tl-details").innerText(),
      runs: await page.locator(".run .runs").innerText(),
    });

    const mine = "// mine\n";
    const other = await elsewhere(visit, link, mine);
    await other.locator(".guest").waitFor();
    await verdictIs(other, "waits");
    assertEquals(await other.locator(".run").isHidden(), true);
    await other.getByRole("button", { name: "Judge it" }).click();
    await other.locator(".run .tl").waitFor();
    assertEquals(await picture(other), await picture(page));
    assertEquals(await kept(other), { text: mine, step: 4 });

    await other.getByRole("button", { name: "Back to mine" }).click();
    await other.locator(".cm-line", { hasText: mine.trim() }).waitFor();
    await other.locator(".rest", { hasText: "does not export" }).waitFor();
    assertEquals((await kept(other)).text, mine);
    assert(!other.url().includes("code="));

    await other.goto(link);
    await other.getByRole("button", { name: "Keep it as mine" }).click();
    await verdictIs(other, "wrong");
    const { text: now, older } = await kept(other);
    assertEquals(now, text);
    assertEquals(older[0].text, mine);
    await other.reload();
    await verdictIs(other, "wrong");
    assertEquals(await other.locator(".guest").count(), 0);
    await other.context().close();
  },
);

visit(
  "a link that is cut off, changed or not ours is answered by a sentence, and one's own exercise is there",
  async (visit) => {
    const { page, address } = visit;
    const whole = await linkWith(address, await solution(STEM));
    const bomb = await linkWith(address, "\n".repeat(2_000_000));
    const broken: Array<[link: string, why: string]> = [
      [whole.slice(0, -40), "its code is cut off or changed"],
      [`${address}#/3/4?code=%%%`, "its code is cut off or changed"],
      [`${address}#/3/4?code=AAAA`, "its code is cut off or changed"],
      [bomb, "its code is too long"],
      [`${address}#/3/4?on=fast`, "it names a network that this page does"],
      [`${address}#/3/4?on=kind&seed=-1`, 'its "seed" is no number'],
      [`${address}#/3/4?at=1e9`, 'its "at" is no number'],
    ];
    for (const [link, why] of broken) {
      // What the link before led to has gone.
      await page.goto(`${address}#/`);
      await page.locator(".lessons").waitFor();
      await page.goto(link);
      await page.locator(".guest", { hasText: `This link is broken: ${why}` })
        .waitFor();
      await verdictIs(page, "not started");
    }
    await page.goto(`${address}#/99/1?code=AAAA`);
    await page.locator(".problem", { hasText: "there is no such lesson" })
      .waitFor();
    await page.goto(`${address}#/%E0/1`);
    await page.locator(".lessons").waitFor();
  },
);

visit("a link holds a program of 100 KB", async (visit) => {
  const { page } = visit;
  const stem = "01_byte_order";
  const text = await solution(stem);
  // Nothing that packs well: digits of a generator.
  let seed = 1;
  const digits = Array.from({ length: 10_000 }, () => {
    seed = seed * 48_271 % 2_147_483_647;
    return seed.toString(36).padStart(6, "0");
  });
  const long = `${text}// ${digits.join("\n// ")}\n`;
  const whole = long.padEnd(100_000, "\n// the end");
  await page.goto(visit.address);
  await page.evaluate(
    ([stem, text]) =>
      localStorage.setItem(`handshake/1/${stem}`, JSON.stringify({ text })),
    [stem, whole],
  );
  await page.goto(`${visit.address}#/1/1`);
  await verdictIs(page, "right");
  await page.locator(".work").getByRole("button", { name: "Link" }).click();
  const field = page.locator(".work .link");
  await field.waitFor();
  const other = await elsewhere(visit, await field.inputValue());
  await other.getByRole("button", { name: "Keep it as mine" }).click();
  await verdictIs(other, "right");
  const own = await other.evaluate(() =>
    JSON.parse(localStorage.getItem("handshake/1/01_byte_order")!).text
  );
  assertEquals(own, whole);
  await other.context().close();
});

visit(
  "hostile code in a link does not run before it is judged, reaches nothing then, and hostile names are text",
  async (visit) => {
    const { page, address } = visit;
    const code = `
localStorage.clear();
document.body.textContent = "taken";
throw new Error("it ran");
`;
    const mark = '<img src=x onerror="document.title = 1">';
    const link = `${await linkWith(address, code)}&check=${
      encodeURIComponent(mark)
    }`;
    await page.goto(link);
    await verdictIs(page, "waits");
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("// typed\n");
    await page.locator(".cm-line", { hasText: "// typed" }).waitFor();
    await verdictIs(page, "waits");
    await page.getByRole("button", { name: "Judge it" }).click();
    await page.locator(".rest", { hasText: "localStorage" }).waitFor();
    assertStringIncludes(await page.title(), "The server flow");
    assertEquals(await page.locator("img").count(), 0);
    // What was typed into it is not lost.
    await page.getByRole("button", { name: "Back to mine" }).click();
    await verdictIs(page, "not started");
    assertStringIncludes((await kept(page)).older[0].text, "// typed");
  },
);
