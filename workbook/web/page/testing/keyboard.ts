/**
 * A page used with the keyboard alone, for tests.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** So many keys lead to anything. */
const MOST_KEYS = 120;

/** Whether what has the focus is this, or in it. */
async function isAt(page: Page, selector: string): Promise<boolean> {
  return await page.evaluate(
    (selector) => document.activeElement?.closest(selector) != null,
    selector,
  );
}

/**
 * Presses a key until something has the focus.
 *
 * @param page The page.
 * @param selector What, or what it is in.
 * @param key `Tab`, or `Shift+Tab`.
 * @throws {Error} If it cannot be reached.
 */
export async function reach(
  page: Page,
  selector: string,
  key = "Tab",
): Promise<void> {
  for (let i = 0; i < MOST_KEYS; i++) {
    if (await isAt(page, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Cannot reach ${selector} with ${key}`);
}

/** Answers each question of a step that has no answer yet. @returns How many. */
export async function predictAll(page: Page): Promise<number> {
  for (let count = 0;; count++) {
    const open = page.locator("fieldset.question:has(button)");
    if (await open.count() === 0) return count;
    await reach(page, "fieldset.question:has(button) input");
    await page.keyboard.press("Space");
    await reach(page, "fieldset.question button:not(.quiet)");
    await page.keyboard.press("Enter");
    await page.locator(".answer").nth(count).waitFor();
  }
}
