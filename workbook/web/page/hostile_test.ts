import { assertEquals } from "@std/assert";
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
    await page.goto(address);
    const came: Record<string, unknown> = {};
    const due: Record<string, unknown> = {};
    for (const [name, { status, cause, code }] of await hostileTexts()) {
      if (Deno.args.length > 0 && !Deno.args.includes(name)) continue;
      const { checks, problem, ...verdict } = await judgeInPage(
        page,
        "03_server_flow",
        code,
        { seed: 1, briefly: true },
      );
      const fault = checks.find(({ fault }) => fault)?.fault ?? problem;
      came[name] = { status: verdict.status, cause: fault?.cause };
      due[name] = { status, cause };
    }
    assertEquals(came, due);
  },
);
