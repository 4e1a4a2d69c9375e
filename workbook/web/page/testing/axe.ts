import { assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * Looks for what is wrong for who reads with a screen reader.
 *
 * @param page The page.
 * @param where What is shown, for the message.
 */
export async function nothingWrong(page: Page, where: string): Promise<void> {
  // It has half a megabyte: once in each document.
  if (!await page.evaluate(() => "axe" in globalThis)) {
    // The page's policy forbids evaluated scripts; this one comes from outside of it.
    const session = await page.context().newCDPSession(page);
    await session.send("Runtime.evaluate", { expression: axe.source });
    await session.detach();
  }
  const { violations } = await page.evaluate(() =>
    // deno-lint-ignore no-explicit-any
    (globalThis as any).axe.run({ resultTypes: ["violations"] })
  );
  assertEquals(
    // deno-lint-ignore no-explicit-any
    violations.map(({ id, nodes }: any) => `${where}: ${id}: ${nodes[0].html}`),
    [],
  );
}
