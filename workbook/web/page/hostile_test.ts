import { assertEquals } from "@std/assert";
import { inParallel } from "../../in_parallel.ts";
import { endVisits, visit } from "./testing/browser.ts";
import { hostileTexts } from "./testing/hostile_in_page.ts";
import { judgeInPage } from "./testing/verdicts.ts";

// Submissions that attack the page that judges them. Each ends with its
// verdict, the page judges the next one, and the console has no error of its
// own. Some of them only:  deno test … hostile_test.ts -- memory_in_pauses

Deno.test.afterAll(endVisits);

visit(
  "every hostile submission gets a verdict of its own, and the page goes on",
  async ({ page, address }) => {
    const pages = [page, await page.context().newPage()];
    for (const each of pages) await each.goto(address);
    const came: Record<string, unknown> = {};
    const due: Record<string, unknown> = {};
    const rows = [...await hostileTexts()].filter(([name]) =>
      Deno.args.length === 0 || Deno.args.includes(name)
    );
    await inParallel(rows, async ([name, hostile]) => {
      const { status, cause, otherwise, code } = hostile;
      const free = pages.pop()!;
      const { checks, problem, ...verdict } = await judgeInPage(
        free,
        "03_server_flow",
        code,
        {
          seed: 1,
          briefly: true,
          // What is no loop has the usual time.
          limits: cause === "endless-loop" ? { blockedMs: 500 } : undefined,
        },
      );
      pages.push(free);
      const fault = checks.find(({ fault }) => fault)?.fault ?? problem;
      came[name] = {
        status: verdict.status,
        cause: otherwise && fault?.cause === otherwise ? cause : fault?.cause,
        // What is ours says more.
        ...fault?.cause === "workbook-fault" && { fault },
      };
      due[name] = { status, cause };
    }, pages.length);
    assertEquals(came, due);
  },
  // They are a hundred judgings.
  { limitMs: 1_200_000 },
);
