import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import type { Verdict } from "../grading/verdict.ts";

/** Where one exercise stands. */
export interface Standing {
  status: Verdict["status"];
  right: number;
  total: number;
  notWritten: string[];
  /** The first check that is wrong. */
  failing?: string;
}

/** How many checks a verdict counts, without those this machine cannot run. */
export function countChecks(
  { checks }: Verdict,
): { right: number; total: number } {
  const counted = checks.filter(({ ignored }) =>
    ignored !== "no IPv6" && ignored !== "no kernel table"
  );
  return {
    right: counted.filter(({ outcome }) => outcome === "right").length,
    total: counted.length,
  };
}

/** What of a verdict is remembered. */
export function standingOf(verdict: Verdict): Standing {
  return {
    status: verdict.status,
    ...countChecks(verdict),
    notWritten: verdict.notWritten,
    failing: verdict.checks.find(({ outcome }) => outcome === "wrong")?.name,
  };
}

const functions = (names: string[]) =>
  `${names.length} function${names.length === 1 ? "" : "s"} to write`;

/**
 * Where an exercise stands, in a few words.
 *
 * @param verdict How it was judged.
 */
export function standing(verdict: Verdict): string {
  const { right, total } = countChecks(verdict);
  switch (verdict.status) {
    case "right":
      return `right, all ${total} checks`;
    case "wrong":
      return `wrong, ${right} of ${total} checks right`;
    case "not graded":
      return "could not be graded";
    case "not started":
      return right > 0
        ? `begun, ${right} of ${total} checks right, ${
          functions(verdict.notWritten)
        }`
        : `not started (${functions(verdict.notWritten)})`;
  }
}

/**
 * The one next step after a lesson was read or graded.
 *
 * @param lesson The lesson.
 * @param verdict How its exercise was judged.
 */
export function nextStep(lesson: Lesson, verdict: Verdict): string {
  const { number } = lesson;
  if (verdict.status === "right") {
    const next = LESSONS.find((each) => each.number === number + 1);
    return next
      ? `deno task lesson ${next.number}     ${next.title}`
      : "deno task progress     shows what is left";
  }
  if (verdict.status === "not started") {
    return `write ${
      verdict.notWritten[0]
    }() in the exercise, then   deno task grade ${number}`;
  }
  return `deno task grade ${number}     says what is wrong`;
}
