import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { Page } from "playwright-core";
import { nothingWrong } from "./testing/axe.ts";
import {
  endVisits,
  openLesson,
  solution,
  verdictIs,
  type Visit,
  visit,
  write,
} from "./testing/browser.ts";

// The run of a check, segment by segment.

Deno.test.afterAll(endVisits);

const STEM = "03_server_flow";

/** The answer of lesson 3 that echoes: its second part is wrong. */
async function echoes(): Promise<string> {
  const text = await solution(STEM);
  return text.replace("writeAll(conn, OK)", "writeAll(conn, chunk)");
}

/** Opens lesson 3 with that answer, and the run of its first wrong check. */
async function openFault(visit: Visit): Promise<void> {
  const { page } = visit;
  await openLesson(visit, "3/4");
  await write(page, await echoes());
  await verdictIs(page, "wrong");
  await page.getByRole("button", { name: "See the run" }).click();
}

/** A label's text in a list of rows. */
async function row(page: Page, list: string, label: string): Promise<string> {
  return await page.locator(`${list} dt:text-is("${label}") + dd`).first()
    .innerText();
}

visit(
  "a wrong check opens at its fault, in the words of the verdict, and goes when the text changes",
  async (visit) => {
    const { page } = visit;
    await openFault(visit);
    await page.locator(".run .tl").waitFor();
    assertStringIncludes(
      await page.locator(".run").innerText(),
      "your program",
    );
    for (const label of ["expected", "came", "look at"]) {
      assertEquals(
        await row(page, ".tl-details", label),
        await row(page, ".wrong-check .rows", label),
      );
    }
    await write(page, await solution(STEM));
    await verdictIs(page, "right");
    assert(await page.locator(".run").isHidden());
  },
);

visit(
  "the same check on another network: the picture says which, and one goes back and forth",
  async (visit) => {
    const { page } = visit;
    await openFault(visit);
    const run = page.locator(".run");
    const picture = run.locator(".tl");
    await picture.waitFor();
    const step = () => picture.getAttribute("data-step");
    const count = () => run.locator(".tl-controls input").getAttribute("max");
    const [fault, length] = [await step(), await count()];
    const shown = run.locator('.runs [aria-pressed="true"]');
    assertStringIncludes(await shown.innerText(), "as on loopback, seed ");
    await run.locator(".schedule select").selectOption("byteByByte");
    await shown.and(page.getByText("one byte at a time, seed ")).waitFor();
    assert(Number(await count()) > Number(length));
    assertStringIncludes(
      await page.locator(".run > .note").innerText(),
      "The checks of this lesson do not hold on this network",
    );
    // It is at the fault there, too.
    assertStringIncludes(
      await run.locator(".tl-details").innerText(),
      "expected",
    );
    await picture.focus();
    await page.keyboard.press("o");
    await shown.and(page.getByText("as on loopback, seed ")).waitFor();
    assertEquals([await step(), await count()], [fault, length]);
    await page.keyboard.press("Escape");
    assert(await run.isHidden());
  },
);

visit(
  "a program is judged on another network, with the words of the terminal, and a right check has a run",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    await write(page, await solution(STEM));
    await verdictIs(page, "right");
    await page.locator(".work .seed").fill("42");
    await page.keyboard.press("Enter");
    await page.locator(".work .schedule select").selectOption("coalesced");
    await page.locator(".on", {
      hasText:
        "everything at once, seed 42. The same in the terminal: deno task grade 3 --model coalesced --seed 42",
    }).waitFor();
    await verdictIs(page, "right");
    const name = "answers OK!!! to a message";
    await page.getByLabel("The run of a check").selectOption(name);
    await page.getByRole("button", { name: "See it" }).click();
    await page.locator(".run .tl").waitFor();
    const run = await page.locator(".run-bar").innerText();
    assertStringIncludes(run, name);
    assertStringIncludes(run, "everything at once, seed 42: right");
  },
);

visit("a check without segments says so", async (visit) => {
  const { page } = visit;
  await openLesson(visit, "1/1");
  await write(page, await solution("01_byte_order"));
  await verdictIs(page, "right");
  await page.getByRole("button", { name: "See it" }).click();
  await page.locator(".see", { hasText: "has no run to show" }).waitFor();
  assert(await page.locator(".run").isHidden());
});

visit(
  "nothing is wrong with a run for who reads with a screen reader: light and wide, dark and narrow",
  async (visit) => {
    const { page } = visit;
    await openFault(visit);
    await page.locator(".run .tl").waitFor();
    await page.locator(".tl-table summary").click();
    await page.locator(".tl-table tbody tr").first().waitFor();
    await nothingWrong(page, "a run, light and wide");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 360, height: 800 });
    await nothingWrong(page, "a run, dark and narrow");
    const room = await page.evaluate(() =>
      document.documentElement.scrollWidth
    );
    assertEquals(room, 360);
  },
);

visit(
  "a schedule that breaks a program is searched for, and chosen",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    await write(page, await solution(STEM));
    await verdictIs(page, "right");
    const search = page.getByRole("button", { name: "Try 20 schedules" });
    const seed = page.locator(".work .seed");
    await search.click();
    // It is judged twenty times.
    await page.locator(".see", { hasText: "No schedule of 20 breaks it" })
      .waitFor({ timeout: 0 });
    assertEquals(await seed.inputValue(), "");
    await write(page, await echoes());
    await verdictIs(page, "wrong");
    await search.click();
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>(".work .seed")!.value !== ""
    );
    await verdictIs(page, "wrong");
    const on = await page.locator(".on").innerText();
    assertStringIncludes(on, `seed ${await seed.inputValue()}.`);
  },
  { limitMs: 900_000 },
);

const FORCED = {
  "an endless loop": {
    code: "for (;;);",
    what:
      /^an endless loop, or far too much work: the program did nothing else for \d+ ms$/,
  },
  // Nothing is written: what is only asked for costs the machine nothing.
  "buffers without end": {
    // Few rounds: it is the memory that ends it, on a slow machine too.
    code: "for (const all = [];;) all.push(new Uint8Array(2 ** 29));",
    what:
      /^the submission uses \d+ MB of memory and takes more; the limit is \d+ MB(\. It may be an endless loop: .+)?$/,
  },
};
for (const [name, { code, what }] of Object.entries(FORCED)) {
  visit(
    `a check that was ended by force shows its run up to that moment, and what ran then: ${name}`,
    async (visit) => {
      const { page } = visit;
      await openLesson(visit, "3/4");
      const text = await solution(STEM);
      const answer = "await writeAll(conn, OK)";
      assertStringIncludes(text, answer);
      // In one check alone, whose client says EXIT: to end each of several by
      // force takes as long.
      const begins = "if (chunk.length === 4 && chunk[1] === 88)";
      await write(page, text.replace(answer, `${begins} ${code}\n${answer}`));
      await verdictIs(page, "wrong");
      const wrong = await row(page, ".wrong-check .rows", "what");
      assertMatch(wrong, what);
      await page.getByRole("button", { name: "See the run" }).click();
      await page.locator(".run .tl").waitFor();
      const rows = ".tl-details";
      // It runs once more: how much it took, and in what time, is another run's.
      assertMatch(await row(page, rows, "what"), what);
      // The bytes that it was to answer have come: the picture says so.
      const card = page.locator(".tl-card.tl-program");
      assertStringIncludes(await card.innerText(), "ESTABLISHED");
      assert(await page.locator(".tl-arrow").count() > 2);
      // A loop has a place; memory is asked for anywhere.
      if (name === "an endless loop") {
        assertStringIncludes(await row(page, rows, "at"), "exercise.ts:");
      }
      await write(page, text);
      await verdictIs(page, "right");
    },
  );
}
