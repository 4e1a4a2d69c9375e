/**
 * Lessons walked from the list to their last rung, with the keyboard alone.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import type { Lesson } from "../../../lesson.ts";
import { nothingWrong } from "./axe.ts";
import {
  endVisits,
  judging,
  paste,
  solution,
  verdictIs,
  visit,
} from "./browser.ts";
import { predictAll, reach } from "./keyboard.ts";

/** What one does in a step. Who reads with a screen reader meets no fault in any. */
type Kind = "read" | "predict" | "demo" | "write" | "ladder";

/** Kinds that were looked at already. */
const known = new Set<Kind>();

async function lookOnce(page: Page, kind: Kind): Promise<void> {
  if (known.has(kind)) return;
  known.add(kind);
  await nothingWrong(page, kind);
}

/** Opens a lesson from the list. */
async function open(page: Page, { number }: Lesson): Promise<void> {
  await page.locator(".lessons a").first().waitFor();
  await reach(page, `.lessons a[href="#/${number}"]`);
  await page.keyboard.press("Enter");
  await verdictIs(page, "not started");
  // Who came by a key is at the heading.
  await reach(page, ".text h2");
}

/** Writes a text in the place of the exercise, and leaves the editor. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press("e");
  await reach(page, ".editor");
  await paste(page, text);
  await judging(page, () => page.keyboard.press("Control+Enter"));
  await page.keyboard.press("Escape");
  await reach(page, ".text", "Shift+Tab");
}

async function walk(page: Page, lesson: Lesson): Promise<void> {
  const { number, stem } = lesson;
  const steps = page.locator("nav.steps a");
  const count = await steps.count();
  let predictions = 0;
  for (let step = 1; step <= count; step++) {
    await page.locator(`nav.steps a[aria-current]`, {
      hasText: new RegExp(`^${step}$`),
    }).waitFor();
    assert((await page.locator(".prose").innerText()).length > 0);
    if (await page.locator("fieldset.question").count() > 0) {
      await lookOnce(page, "predict");
    }
    predictions += await predictAll(page);
    const hasEvidence = await page.locator(".evidence pre").count() > 0;
    const isWritten = await page.locator(".task h3", { hasText: "Your turn" })
      .count() > 0;
    await lookOnce(page, isWritten ? "write" : hasEvidence ? "demo" : "read");
    if (step === count) break;
    await page.keyboard.press("n");
  }
  assert(predictions > 0, `lesson ${number} asks nothing`);
  await write(page, await solution(stem));
  await page.locator(".standing", { hasText: "mastered" }).waitFor();
  const words = await page.locator(".ladder .rung .word").allInnerTexts();
  assertEquals(new Set(words), new Set(["right"]));
  await lookOnce(page, "ladder");
}

/**
 * Registers a test for each lesson.
 *
 * @param lessons The lessons.
 */
export function walkLessons(lessons: readonly Lesson[]): void {
  Deno.test.afterAll(endVisits);
  for (const lesson of lessons) {
    visit(
      `lesson ${lesson.number} is walked, predicted, written and mastered with the keyboard`,
      async ({ page, address }) => {
        await page.goto(address);
        await open(page, lesson);
        await walk(page, lesson);
        // The texts of each lesson have tables and pictures of their own.
        await nothingWrong(page, `lesson ${lesson.number}`);
        await page.goto(`${address}#/`);
        await page.locator(".lessons li", { hasText: lesson.title })
          .locator(".word.mastered").waitFor();
      },
      // One learner walks them all.
      { shared: true, isWhole: true },
    );
  }
}
