/**
 * Verdicts of the page beside those of the terminal, for tests.
 *
 * @module
 */
import type { Page } from "playwright-core";
import type { CheckResult, Verdict } from "../../../grading/verdict.ts";
import type { Limits } from "../../../sandbox/limits.ts";
import { type Fault, plainFault } from "../../../sandbox/fault.ts";

/** How a text is judged. */
export interface Asked {
  seed: number;
  /** Judges only the check of this name. */
  only?: string;
  /** Whether the part "beyond" must be right, too. */
  beyond?: boolean;
  /** Ends the judging at the first fault. */
  briefly?: boolean;
  /** Limits that differ from the usual ones. */
  limits?: Partial<Limits>;
}

/**
 * Judges a text in the page, as the workbench does.
 *
 * @param page The page.
 * @param stem The lesson.
 * @param text The exercise.
 * @param asked How it is judged.
 */
export async function judgeInPage(
  page: Page,
  stem: string,
  text: string,
  asked: Asked,
): Promise<Verdict> {
  const json = await page.evaluate(async ({ stem, text, asked }) => {
    const { content } = document.querySelector<HTMLMetaElement>(
      'meta[name="handshake-files"]',
    )!;
    const address = new URL(
      `${content}workbook/web/page/app/judging.js`,
      document.baseURI,
    ).href;
    const { judgeText } = await import(address);
    const stop = new AbortController();
    const verdict = await judgeText(stem, text, {
      ...asked,
      signal: stop.signal,
      onCheck: ({ fault }: CheckResult) => {
        if (asked.briefly && fault) stop.abort();
      },
    });
    return JSON.stringify(
      verdict,
      (_, value) =>
        value instanceof Uint8Array ? [...value.slice(0, 1_000)] : value,
    );
  }, { stem, text, asked });
  return JSON.parse(json);
}

/** A moment of the real clock, in the header of an HTTP answer. */
const NOW = /Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g;

/**
 * What of a verdict is the same on every machine, up to the first wrong check:
 * how long it took is not, nor under which name the file was judged.
 *
 * @param verdict The verdict.
 */
export function told(verdict: Verdict): unknown {
  // Bytes become numbers, as on the way out of the page; megabytes of them tell no more.
  const { status, mastered, checks, holes, problem }: Verdict = JSON.parse(
    JSON.stringify(
      verdict,
      (_, value) =>
        value instanceof Uint8Array ? [...value.slice(0, 1_000)] : value,
    ),
  );
  const wrong = checks.findIndex(({ outcome }) => outcome === "wrong");
  const plain = {
    status,
    mastered,
    holes,
    problem: problem && plainFault(problem),
    checks: checks.slice(0, wrong < 0 ? undefined : wrong + 1).map(
      ({ name, part, outcome, ignored, fault, transcript }) => ({
        name,
        part: part?.key,
        outcome,
        ignored: ignored === "waits" ? undefined : ignored,
        fault: fault && { ...plainFault(fault), at: fault.at },
        transcript: transcript?.map(({ text }) => text),
      }),
    ),
  };
  const json = JSON.stringify(plain).replaceAll(verdict.file, "exercise.ts")
    .replaceAll(NOW, "Date: now");
  return JSON.parse(json);
}

/**
 * Where two values differ, a line for each place: at most five.
 *
 * @param here What the page tells.
 * @param there What the terminal tells.
 */
export function differences(here: unknown, there: unknown): string[] {
  const found: string[] = [];
  const look = (a: unknown, b: unknown, place: string) => {
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        look(a[key], b[key], `${place}.${key}`);
      }
    } else if (a !== b) {
      found.push(`  ${place}: page ${short(a)}, terminal ${short(b)}`);
    }
  };
  look(here, there, "verdict");
  return found.slice(0, 5);
}

/**
 * Whether both tell of one loop that takes memory, one of them by the memory at
 * least: which limit it meets first, and how much it has taken then, depends on
 * how fast the machine is.
 *
 * @param here The page's verdict.
 * @param there The terminal's.
 */
export function isSameLoop(here: Verdict, there: Verdict): boolean {
  const [a, b] = [here, there].map(({ checks }) =>
    checks.find(({ outcome }) => outcome === "wrong")
  );
  const faults = [a?.fault, b?.fault];
  const takesMemory = (fault?: Fault) =>
    fault?.cause === "out-of-memory" &&
    /It may be an endless loop/.test(fault.what ?? "");
  return a?.name === b?.name && faults.some(takesMemory) &&
    faults.every((fault) =>
      fault?.cause === "endless-loop" || takesMemory(fault)
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 300);
}
