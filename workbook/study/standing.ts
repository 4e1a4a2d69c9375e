import { counted } from "../counted.ts";
import type { Lesson } from "../lesson.ts";
import { counts, isRequired, ladderOf, type Rung } from "../grading/ladder.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";
import { nameOfPart } from "../scaffold.ts";

/** Where one exercise stands. */
export interface Standing {
  status: Verdict["status"];
  /** How many checks of the parts before "beyond" are right, and how many there are. */
  right: number;
  total: number;
  /** Whether "beyond" is right, too. Absent in older files. */
  mastered?: boolean;
  /** Whether a part is right that this lesson is right with. Absent in older files. */
  begun?: boolean;
  /** The parts that are not written: `part 2`. */
  notWritten: string[];
  /** The first check that is wrong, or else the first that is not written, with its part. Absent in older files. */
  next?: Pick<CheckResult, "name" | "part">;
  /** Where it was judged, if not on real sockets: in a page. */
  on?: "model";
}

/** The word for where an exercise stands. */
export function standingWord(
  { status, mastered, begun }: Pick<Standing, "status" | "mastered" | "begun">,
): Standing["status"] | "mastered" | "unfinished" {
  if (status === "right" && mastered) return "mastered";
  return status === "not started" && begun ? "unfinished" : status;
}

function countRight(
  checks: readonly CheckResult[],
): { right: number; total: number } {
  return {
    right: checks.filter(({ outcome }) => outcome === "right").length,
    total: checks.length,
  };
}

/** How many checks a verdict counts, without those this machine cannot run and without "beyond". */
function countChecks(
  { checks }: Verdict,
): { right: number; total: number } {
  return countRight(
    checks.filter((check) => counts(check) && check.part?.key !== "beyond"),
  );
}

/** The first part that is still to be written. */
function nextPart({ checks }: Verdict): Rung | undefined {
  return ladderOf(checks).find(({ status }) => status === "not started");
}

/** What of a verdict is remembered. */
export function standingOf(verdict: Verdict): Standing {
  const rungs = ladderOf(verdict.checks).filter(isRequired);
  return {
    status: verdict.status,
    ...countChecks(verdict),
    mastered: verdict.status === "right" && verdict.mastered,
    begun: rungs.some(({ status }) => status === "right"),
    notWritten: rungs.filter(({ status }) => status === "not started")
      .map(({ key }) => nameOfPart(key)),
    next: nextCheck(verdict.checks),
  };
}

/** The check to work on: the first that is wrong, or else the first that is not written. */
function nextCheck(
  checks: readonly CheckResult[],
): Standing["next"] {
  const check = checks.find(({ outcome }) => outcome === "wrong") ??
    checks.find(({ ignored }) => ignored === "not written");
  return check && { name: check.name, part: check.part };
}

/**
 * Where an exercise stands, in a few words.
 *
 * @param verdict How it was judged.
 * @param begun Whether something of a part is written.
 */
export function standing(
  verdict: Verdict,
  begun: boolean | undefined = standingOf(verdict).begun,
): string {
  const { right, total } = countChecks(verdict);
  switch (verdict.status) {
    case "right":
      return `right, all ${total} checks${beyondWords(verdict)}`;
    case "wrong":
      // All of these may be right where "beyond" was asked for.
      return `wrong, ${right} of ${total} checks right${
        right === total ? beyondWords(verdict) : ""
      }`;
    case "not graded":
      return "could not be graded";
    case "not started":
      // Given code may pass a check of a part that nobody has begun.
      return begun
        ? `unfinished, ${right} of ${total} checks right`
        : `not started${partsWords(standingOf(verdict).notWritten.length)}`;
  }
}

function partsWords(count: number): string {
  return count === 0 ? "" : ` (${counted(count, "part")} to write)`;
}

/** How much of "beyond" is right, if there is such a part. */
function beyondWords(verdict: Verdict): string {
  const beyond = countRight(
    verdict.checks.filter((check) =>
      counts(check) && check.part?.key === "beyond"
    ),
  );
  if (beyond.total === 0) return "";
  return verdict.mastered
    ? ", mastered"
    : `; beyond: ${beyond.right} of ${beyond.total}`;
}

/**
 * What is to be written next, and where.
 *
 * @param lesson The lesson.
 * @param verdict How it was judged: not all of it is written.
 * @returns `part 2, one client, in lessons/03_server_flow/exercise.ts:28`.
 */
export function nextHole(lesson: Lesson, verdict: Verdict): string {
  const { path } = lesson.files.exercise;
  const part = nextPart(verdict);
  const hole = verdict.holes.find((each) =>
    each.part === undefined || each.part === part?.key
  );
  const place = hole
    ? `${path}:${hole.line}`
    : verdict.holes.length > 0
    ? `${path}: it leads to a hole of a later part`
    : path;
  return part
    ? `${nameOfPart(part.key)}, ${part.title}, in ${place}`
    : `what is missing in ${place}`;
}

/**
 * The one next step after a lesson was read or graded.
 *
 * @param lesson The lesson.
 * @param verdict How its exercise was judged.
 * @param next The lesson after it that is left, if any.
 */
export function nextStep(
  lesson: Lesson,
  verdict: Verdict,
  next: Lesson | undefined,
): string {
  const { number } = lesson;
  if (verdict.status === "right") {
    return next
      ? `deno task lesson ${next.number}     ${next.title}`
      : "deno task progress     shows what is left";
  }
  if (verdict.status === "not started") {
    return `write ${
      nextHole(lesson, verdict)
    }, then   deno task grade ${number}`;
  }
  return `deno task grade ${number}     says what is wrong`;
}
