import { assert, assertEquals } from "@std/assert";
import {
  endVisits,
  openLesson,
  solution,
  untilControlled,
  verdictIs,
  visit,
  write,
} from "./testing/browser.ts";
import { SITE } from "../build.ts";
import { endPlain, servePlain } from "./testing/plain_server.ts";

// The page as files below a path of a plain server, which knows nothing of it.

Deno.test.afterAll(async () => {
  await endVisits();
  await endPlain();
});

visit(
  "below a path a lesson is opened, judged, and opened again without a network",
  async (visit) => {
    const { page, address } = visit;
    await openLesson(visit, "1/1");
    await write(page, await solution("01_byte_order"));
    await verdictIs(page, "right");
    await untilControlled(page);
    await page.context().setOffline(true);
    await page.reload();
    await verdictIs(page, "right");
    await page.getByRole("link", { name: "Handshake" }).click();
    await page.locator(".lessons li", { hasText: "mastered" }).waitFor();
    assertEquals(new URL(page.url()).pathname, new URL(address).pathname);
  },
  { serve: () => servePlain(), isWhole: true },
);

/** The files that a service worker that keeps the page asked for, and how often. */
const kept = new Map<string, number>();

/** Refuses every third file to the service worker the first time, and the list of files; to nobody else. */
function refuseToKeep({ url, headers }: Request): boolean {
  const isKeeping = /service_worker\.js/.test(headers.get("referer") ?? "");
  if (!isKeeping) return false;
  const { pathname } = new URL(url);
  const asked = (kept.get(pathname) ?? 0) + 1;
  kept.set(pathname, asked);
  const number = [...kept.keys()].indexOf(pathname);
  return asked === 1 && number % 3 === 0;
}

visit(
  "a page of which some files did not come at first is kept whole all the same",
  async (visit) => {
    const { page, address } = visit;
    await openLesson(visit, "1/1");
    await untilControlled(page);
    const again = [...kept].filter(([, asked]) => asked > 1);
    assert(again.length > 10, `${again.length} were fetched again`);
    assert(again.some(([path]) => path.endsWith("/files.json")));
    const inCache = await page.evaluate(async () => {
      const [version] = await caches.keys();
      const requests = await (await caches.open(version)).keys();
      return requests.map(({ url }) => url);
    });
    const { files } = JSON.parse(
      await Deno.readTextFile(new URL("files.json", SITE)),
    );
    const all = ["./", ...files].map((path) => new URL(path, address).href);
    assertEquals(inCache.toSorted(), all.toSorted());
    await page.context().setOffline(true);
    await openLesson(visit, "15/1");
  },
  { serve: () => servePlain(refuseToKeep), isWhole: true },
);

/** How often the grader and the program of the Worker were refused. */
const refused = { grader: 0, program: 0 };

/** Refuses the first fetch of the grader by each Worker, and the program to the first two; never keeps the page. */
function refuseAtFirst({ url }: Request): boolean {
  const { pathname, searchParams } = new URL(url);
  if (pathname.endsWith("/files.json")) return true;
  if (/\/program-\w+\.js$/.test(pathname)) return ++refused.program <= 2;
  if (!pathname.endsWith("/tests/01_byte_order_test.js")) return false;
  if (searchParams.has("try")) return false;
  refused.grader++;
  return true;
}

visit(
  "a grader and a program of the Worker that could not be fetched are fetched again",
  async (visit) => {
    const { page, errors } = visit;
    await openLesson(visit, "1/1");
    await write(page, await solution("01_byte_order"));
    await verdictIs(page, "right");
    assert(refused.grader > 0, "the grader was never refused");
    assert(refused.program > 2, "the program was not fetched again");
    // The browser tells each file that it did not get.
    assertEquals(errors.splice(0).filter((line) => !/ 503 /.test(line)), []);
  },
  { serve: () => servePlain(refuseAtFirst), isWhole: true },
);
