/// <reference lib="dom" />
/**
 * Walks through the page of `timeline_page.ts` in a real browser and prints
 * what it has seen, as JSON. It runs in a process of its own, since the driver
 * of the browser needs more permissions than a test has.
 *
 * @module
 */
import fs from "node:fs";

/** What was seen. */
export interface Walk {
  /** Step and what is shown at the opening, with the focus nowhere. */
  opening: Seen;
  /** What is shown at each step from before the first to the last, gone by keys. */
  steps: Seen[];
  /** Steps that a key leads to. */
  keys: Record<string, number>;
  /** Whether space has played, and then stopped. */
  played: boolean;
  /** Text of the details after a click on the segment with "hello". */
  segment: string;
  /** The state that was clicked, and where its arcs lead. */
  diagram: { state: string; arcs: string[] };
  /** The title after a click on a line of the program. */
  title: string;
  /** Rows of the table when it is opened. */
  rows: number;
  /** What the console and the page complained of. */
  errors: string[];
}

/** What is shown of one step. */
export interface Seen {
  step: number;
  /** `client 1 ESTABLISHED 5 0`, and for listeners without a send queue. */
  ends: string[];
  /** `read() waits 47`. */
  pending: string[];
  details: string;
}

/** The driver looks below /proc/sys, which Deno lets nobody do who may not do everything: for it nothing is there. */
async function loadDriver() {
  const { existsSync } = fs;
  fs.existsSync = (path) => {
    try {
      return existsSync(path);
    } catch {
      return false;
    }
  };
  const driver = "npm:playwright-core@1.65.1";
  return await import(driver);
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
};

/** Serves the files of a folder under a strict policy. */
function serve(folder: URL) {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async ({ url }) => {
      const { pathname } = new URL(url);
      const name = pathname === "/" ? "index.html" : pathname.slice(1);
      const type = TYPES[name.split(".").at(-1)!];
      if (!type || !/^[\w.]+$/.test(name)) {
        return new Response(null, { status: 204 });
      }
      const body = await Deno.readFile(new URL(name, folder));
      return new Response(body, { headers: { "content-type": type } });
    },
  );
}

/** Reads what the page shows. It runs in the page. */
function look(): Seen {
  const text = (element: Element, selector: string) =>
    element.querySelector(selector)?.textContent ?? "";
  const shown = (element: Element) => element.checkVisibility();
  const count = (element: Element) => parseInt(text(element, ".tl-count"));
  const ends: string[] = [];
  for (const card of document.querySelectorAll(".tl-card")) {
    for (const slot of card.querySelectorAll("li")) {
      if (!shown(slot)) continue;
      const queues = [...slot.querySelectorAll(".tl-queue")].filter(shown);
      const state = text(slot, ".tl-state");
      ends.push([text(card, "h4"), state, ...queues.map(count)].join(" "));
    }
  }
  const pending = Array.from(
    document.querySelectorAll(".tl-call"),
    (call) =>
      `${text(call, "b")} ${text(call, ".tl-to-line").replace("line ", "")}`,
  );
  const root = document.querySelector<HTMLElement>(".tl")!;
  const details = text(root, ".tl-details");
  return { step: Number(root.dataset.step), ends, pending, details };
}

/** Reads what the page shows in its next frame. It runs in the page. */
async function nextFrame(): Promise<{ step: number }> {
  await new Promise(requestAnimationFrame);
  return {
    step: Number(document.querySelector<HTMLElement>(".tl")!.dataset.step),
  };
}

async function walk(folder: URL): Promise<Walk> {
  const { chromium } = await loadDriver();
  const server = serve(folder);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", "--no-first-run"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1300, height: 900 },
    });
    page.setDefaultTimeout(60_000);
    const errors: string[] = [];
    page.on("pageerror", (error: Error) => errors.push(String(error)));
    page.on("console", (message: { type(): string; text(): string }) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    await page.locator(".tl").waitFor();
    const shoot = (name: string) =>
      page.screenshot({
        path: decodeURIComponent(new URL(name, folder).pathname),
        fullPage: true,
      });
    const opening: Seen = await page.evaluate(look);
    await shoot("fault.png");
    const press = async (key: string): Promise<Seen> => {
      await page.keyboard.press(key);
      return await page.evaluate(look);
    };
    await page.locator("input[type=range]").focus();
    const steps = [await press("Home")];
    for (;;) {
      const seen = await press("ArrowRight");
      if (seen.step === steps.at(-1)!.step) break;
      steps.push(seen);
    }
    const keys: Record<string, number> = {};
    for (
      const key of ["f", "End", "ArrowLeft", "PageUp", "ArrowDown", "ArrowUp"]
    ) {
      keys[key] = (await press(key)).step;
    }
    await press("Home");
    await page.keyboard.press(" ");
    // A busy machine leaves steps out.
    while ((await page.evaluate(nextFrame)).step < 2);
    await page.keyboard.press(" ");
    const label = page.locator(".tl-controls button").nth(1);
    const played = await label.textContent() === "Play";

    await page.locator(".tl-arrow", { hasText: "5 bytes" }).first()
      .dispatchEvent("click");
    const { details: segment } = await page.evaluate(look);
    await shoot("segment.png");
    const state = page.locator(".tl-card .tl-state").nth(1);
    const clicked = await state.textContent();
    await state.click();
    const arcs = await page.locator(".tl-diagram ol button").allTextContents();
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot("diagram.png");
    await press("f");
    await page.locator(".tl-to-line").first().click();
    const title = await page.title();
    await page.locator("summary").click();
    await page.locator(".tl-table tbody tr").first().waitFor();
    const rows = await page.locator(".tl-table tbody tr").count();
    const diagram = { state: clicked, arcs };
    return {
      opening,
      steps,
      keys,
      played,
      segment,
      diagram,
      title,
      rows,
      errors,
    };
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

if (import.meta.main) {
  console.log(JSON.stringify(await walk(new URL(Deno.args[0]))));
}
