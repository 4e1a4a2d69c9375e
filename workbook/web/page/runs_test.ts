import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import {
  endVisits,
  openLesson,
  solution,
  verdictIs,
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

/** A label's text in a list of rows. */
async function row(page: Page, list: string, label: string): Promise<string> {
  return await page.locator(`${list} dt:text-is("${label}") + dd`).first()
    .innerText();
}

visit(
  "a wrong check opens at its fault, in the words of the verdict, and goes when the text changes",
  async (visit) => {
    const { page } = visit;
    await openLesson(visit, "3/4");
    await write(page, await echoes());
    await verdictIs(page, "wrong");
    await page.getByRole("button", { name: "See the run" }).click();
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
