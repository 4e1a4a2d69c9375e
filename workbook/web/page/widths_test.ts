import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { LESSONS } from "../../catalogue.ts";
import {
  endVisits,
  openLesson,
  solution,
  verdictIs,
  type Visit,
  visit,
  write,
} from "./testing/browser.ts";

// The page on the narrowest telephone and on the widest screen.

Deno.test.afterAll(endVisits);

const NARROW = { width: 360, height: 780 };
const LAPTOP = { width: 1280, height: 720 };
const WIDE = { width: 3840, height: 2160 };

/** What a finger hits, in pixels: WCAG 2.2, target size. */
const FINGER = 24;

/** What reaches beyond the right edge, and is not in something that scrolls. */
async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).overflowX !== "visible" ||
        scrolls(element.parentElement));
    const found = [...document.querySelectorAll("body *")].filter((each) => {
      const { right, width } = each.getBoundingClientRect();
      return width > 0 && right > clientWidth + 1 &&
        !scrolls(each.parentElement);
    }).map((each) => each.outerHTML.slice(0, 100));
    if (scrollWidth > clientWidth) found.push(`the page: ${scrollWidth}`);
    return found;
  });
}

/** Opens a wrong check of lesson 3, and its run. */
async function openRun(visit: Visit): Promise<void> {
  const { page } = visit;
  await openLesson(visit, "3/4");
  const text = await solution("03_server_flow");
  await write(
    page,
    text.replace("writeAll(conn, OK)", "writeAll(conn, chunk)"),
  );
  await verdictIs(page, "wrong");
  await page.getByRole("button", { name: "See the run" }).click();
  await page.locator(".run .tl").waitFor();
}

visit(
  "no step of any lesson is wider than 360 px, and no picture than its place on a laptop",
  async ({ page, address }) => {
    await page.setViewportSize(NARROW);
    const found: Record<string, string[]> = {};
    const look = async (where: string) => {
      const wide = await tooWide(page);
      if (wide.length > 0) found[where] = wide;
    };
    await page.goto(address);
    await page.locator(".lessons a").first().waitFor();
    await look("the list");
    for (const { number } of LESSONS) {
      await page.goto(`${address}#/${number}/1`);
      await page.locator(`.where`, { hasText: `Lesson ${number}, step 1 ` })
        .waitFor();
      // Its steps have one editor.
      await page.locator(".cm-content").waitFor();
      const count = await page.locator("nav.steps a").count();
      for (let step = 1; step <= count; step++) {
        await page.goto(`${address}#/${number}/${step}`);
        await page.locator("nav.steps a[aria-current]", {
          hasText: new RegExp(`^${step}$`),
        }).waitFor();
        await look(`${number}/${step}`);
        await page.setViewportSize(LAPTOP);
        const cut = await page.locator(".text pre:visible")
          .evaluateAll((all) =>
            all.filter(({ scrollWidth, clientWidth }) =>
              scrollWidth > clientWidth
            ).map((each) => each.textContent!.slice(0, 300))
          );
        if (cut.length > 0) found[`${number}/${step} on a laptop`] = cut;
        await page.setViewportSize(NARROW);
      }
    }
    assertEquals(found, {});
  },
);

visit(
  "at 360 px a wrong check, its run and its slider are there for a finger",
  async (visit) => {
    const { page } = visit;
    await page.setViewportSize(NARROW);
    await openRun(visit);
    assertEquals(await tooWide(page), []);
    const low = await page.locator(".run button, .run input, .work button")
      .evaluateAll((all, least) =>
        all.filter((each) => {
          const { height } = each.getBoundingClientRect();
          return height > 0 && height < least;
        }).map((each) => each.outerHTML), FINGER);
    assertEquals(low, []);
    const slider = page.locator(".tl-controls input");
    await slider.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await slider.boundingBox())!;
    // At the edge of what a finger hits.
    await page.mouse.click(x + width / 4, y + height / 2 + FINGER / 2 - 1);
    const [value, max] = await slider.evaluate((input: HTMLInputElement) => [
      Number(input.value),
      Number(input.max),
    ]);
    assert(value > 0 && value < max / 2, `step ${value} of ${max}`);
    await page.locator(".tl-details", { hasText: `Step ${value} of ${max}` })
      .waitFor();
  },
);

visit(
  "at 3840 px no line is longer than the eye follows",
  async (visit) => {
    const { page } = visit;
    await page.setViewportSize(WIDE);
    await openRun(visit);
    assertEquals(await tooWide(page), []);
    const wide = await page.locator(".prose, .verdict > *").evaluateAll((all) =>
      all.flatMap((each) => {
        const letter = parseFloat(getComputedStyle(each).fontSize) / 2;
        const letters = each.getBoundingClientRect().width / letter;
        return letters > 125 ? [`${each.className}: ${letters}`] : [];
      })
    );
    assertEquals(wide, []);
  },
);
