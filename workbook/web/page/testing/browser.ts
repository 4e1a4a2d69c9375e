/**
 * The page in a real browser, for tests.
 *
 * @module
 */
import fs from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { assertEquals } from "@std/assert";
import { fileUrl } from "../../../paths.ts";
import { LIMITS } from "../../../sandbox/limits.ts";
import { buildIfStale } from "../../build.ts";
import { servePage } from "../../serve.ts";

/** Where the Debian packages put it. The one without windows takes a third less. */
const CHROMIUMS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** No traffic of the browser's own. Root has no sandbox. To draw without a graphics card takes less than to imitate one. */
const ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
];

/**
 * Loads the driver. It looks below /proc/sys whether it is on Windows, which
 * Deno lets nobody do who may not do everything: for it nothing is there.
 */
async function loadDriver() {
  const { existsSync } = fs;
  fs.existsSync = (path) => {
    try {
      return existsSync(path);
    } catch {
      return false;
    }
  };
  return await import("playwright-core");
}

/**
 * How long a condition is waited for, in milliseconds: longer than the longest
 * judging, so that its verdict tells what was wrong.
 */
const LONG_MS = 2 * LIMITS.wholeMs;

/**
 * How long a test may take, in milliseconds. What the page is asked to compute
 * has no limit of its own: a test that hangs is named, and the next one runs.
 */
const TEST_MS = 480_000;

/** The browser to test with, if there is one. */
const chromiumPath: string | undefined = (await Promise.all(
  CHROMIUMS.map((path) => Deno.stat(path).then(() => path, () => undefined)),
)).find((path) => path !== undefined);

/** Whether there is a browser to test with. */
export const hasBrowser: boolean = chromiumPath !== undefined;

/** What a test gets. */
export interface Visit {
  page: Page;
  /** Where the page is. */
  address: string;
  /** Errors that the console, the page or a request had so far. */
  errors: string[];
}

let browser: Browser | undefined;
let server: Awaited<ReturnType<typeof servePage>> | undefined;

/** The page as a plain server of files serves it: without a token it is the same. */
export async function servedHere(): Promise<string> {
  if (!server) {
    const site = fileUrl(".handshake/web/");
    await buildIfStale({ site });
    server = await servePage(site, 0);
  }
  return `http://127.0.0.1:${server.port}/`;
}

/** Starts the browser. */
export async function startBrowser(): Promise<Browser> {
  const { chromium } = await loadDriver();
  return await chromium.launch({ executablePath: chromiumPath, args: ARGS });
}

/** Ends the browser and the server. */
export async function endVisits(): Promise<void> {
  try {
    await browser?.close();
  } finally {
    await server?.stop();
  }
}

/** A profile that is kept for the tests that only judge, and its page: while no test has it. */
let kept: Visit | undefined;

/** How a test of the page is run. */
export interface VisitOptions {
  /** Gives the address of the page; of one without files by default. */
  serve?: () => Promise<string>;
  /**
   * Shares one profile and one page with the other tests of its file that say
   * so: for those that judge texts and leave nothing behind. The page is open.
   */
  shared?: boolean;
  /**
   * Whether the page does all that it does for a learner: keeps its files for
   * when there is no network, and lets Workers practise. Every test would pay
   * for it with a second or two of both cores.
   */
  isWhole?: boolean;
  /** How long the test may take, in milliseconds. */
  limitMs?: number;
}

/**
 * A browser profile of its own.
 *
 * @param isWhole As in {@linkcode VisitOptions}.
 */
export async function newProfile(isWhole = false): Promise<BrowserContext> {
  browser ??= await startBrowser();
  const context = await browser.newContext({
    serviceWorkers: isWhole ? "allow" : "block",
  });
  context.setDefaultTimeout(LONG_MS);
  if (!isWhole) await context.addInitScript(withoutPractice);
  return context;
}

/** Gives no Worker the model answer to practise with. It runs in the page. */
function withoutPractice(): void {
  const { prototype } = MessagePort;
  const { postMessage } = prototype;
  prototype.postMessage = function (message: unknown, ...more: unknown[]) {
    const isPractice = typeof message === "object" && message !== null &&
      "model" in message;
    if (!isPractice) Reflect.apply(postMessage, this, [message, ...more]);
  };
}

/** Opens a page in a browser profile of its own. */
async function openPage(address: string, isWhole: boolean): Promise<Visit> {
  const context = await newProfile(isWhole);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    const isOwn = url.startsWith(new URL("/", address).href) ||
      /^(?:data|blob):/.test(url);
    if (!isOwn) errors.push(`a request to ${url}`);
  });
  return { page, address, errors };
}

/** The page that tests share. Another one, if the test before has not given it back. */
async function takeShared(address: string, isWhole: boolean): Promise<Visit> {
  if (kept) {
    const visit = kept;
    kept = undefined;
    return visit;
  }
  const visit = await openPage(address, isWhole);
  await visit.page.goto(address);
  return visit;
}

/**
 * Registers a test of the page, each in a browser profile of its own. Whatever
 * it does, the console has no error. Without a browser the test is ignored, and
 * its name says so.
 *
 * @param name What holds.
 * @param test The test.
 * @param options How it is run.
 */
export function visit(
  name: string,
  test: (visit: Visit) => Promise<void>,
  {
    serve = servedHere,
    shared = false,
    isWhole = false,
    limitMs = TEST_MS,
  }: VisitOptions = {},
): void {
  Deno.test({
    name: hasBrowser
      ? name
      : `${name} (there is no ${CHROMIUMS.join(" and no ")})`,
    ignore: !hasBrowser,
    timeout: limitMs,
    // The browser is kept for the next test.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const address = await serve();
      const visit = await (shared ? takeShared : openPage)(address, isWhole);
      try {
        await test(visit);
      } finally {
        if (shared) kept = visit;
        else await visit.page.context().close();
      }
      // Of this test only: the next one may have the same page.
      assertEquals(visit.errors.splice(0), []);
    },
  });
}

/**
 * Opens a lesson and waits until its exercise is judged.
 *
 * @param visit Whose page.
 * @param where `3/2`: lesson and step.
 */
export async function openLesson(
  { page, address }: Visit,
  where: string,
): Promise<void> {
  await page.goto(`${address}#/${where}`);
  const [number, step] = where.split("/");
  // The lesson before is there until the other one has come.
  await page.locator(".where", { hasText: `Lesson ${number}, step ${step} ` })
    .waitFor();
  await verdictIs(page, "not started");
}

/** Waits until the verdict is of a kind. */
export async function verdictIs(page: Page, state: string): Promise<void> {
  await page.locator(`.verdict[data-state="${state}"]`).waitFor();
}

/** Puts a text in the place of the exercise, as a learner who pastes it. After a pause it is judged. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** Puts a text in the place of the exercise, and judges it. */
export async function write(page: Page, text: string): Promise<void> {
  await paste(page, text);
  await judging(page, () => page.keyboard.press("Control+Enter"));
}

/**
 * Waits until a judging has begun: the verdict before is shown until then, and
 * on a busy machine the page may have judged a text before it was asked to.
 *
 * @param page The page.
 * @param ask Has the page judge.
 */
export async function judging(
  page: Page,
  ask: () => Promise<void>,
): Promise<void> {
  const watched = await page.evaluateHandle(() => {
    const verdict = document.querySelector<HTMLElement>(".verdict")!;
    const begun = new Promise<void>((resolve) =>
      new MutationObserver((_, observer) => {
        if (verdict.dataset.state !== "judging") return;
        observer.disconnect();
        resolve();
      }).observe(verdict, { attributeFilter: ["data-state"] })
    );
    return { begun };
  });
  await ask();
  await watched.evaluate(({ begun }) => begun);
  await watched.dispose();
}

/** The model answer of a lesson as an exercise. */
export async function solution(stem: string): Promise<string> {
  const text = await Deno.readTextFile(fileUrl(`solutions/${stem}.ts`));
  return text.replaceAll('from "../', 'from "../../');
}

/** Waits until the page is kept for when there is no network. */
export async function untilControlled(page: Page): Promise<void> {
  // By a service worker that has kept every file.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
