import { tellFault } from "../../workbook/sandbox/fault.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { typed, UsageError } from "../../workbook/usage_error.ts";
import { checkTypes } from "./check_types.ts";
import { catchingCheck, judgeKnown } from "./judge_known.ts";
import { galleryOf, isWrong, knownSubmissions } from "./known_submissions.ts";
import { formatRow, matchesPinned, messageOf } from "./message.ts";

/**
 * Judges one submission of a gallery, and prints what a learner reads: for
 * the author of a gallery.
 *
 * @param lesson Its lesson.
 * @param name Its name.
 * @returns 0 if it is judged as it must be, with the pinned message; 1 if not.
 * @throws {UsageError} If the gallery has none of that name.
 */
export async function showSubmission(
  lesson: Lesson,
  name: string,
): Promise<number> {
  const { rights, wrongs, problems } = await knownSubmissions(lesson);
  for (const problem of problems) console.log(`FAILED  ${problem}`);
  const known = [...rights, ...wrongs].find((each) => each.name === name);
  if (!known) {
    throw new UsageError(
      `Cannot find the submission ${typed(name)}: see ${
        galleryOf(lesson)
      }/right.txt and wrong.txt`,
    );
  }
  console.log(`${known.place}  ${name}`);
  const errors = await checkTypes([known]);
  for (const error of errors) console.log(`FAILED  ${error}`);
  const verdict = await judgeKnown(known);
  const check = isWrong(known)
    ? catchingCheck(known, verdict)
    : verdict.checks.find(({ fault }) => fault);
  const fault = check?.fault ?? verdict.problem;
  if (check) console.log(`  ${check.name}`);
  if (fault) {
    for (const line of tellFault(fault, check?.transcript)) {
      console.log(`    ${line}`);
    }
  }
  if (!isWrong(known)) {
    console.log(`\nit is ${verdict.status}; it must be ${known.verdict}`);
    return verdict.status === known.verdict && errors.length === 0 ? 0 : 1;
  }
  if (check?.outcome !== "wrong") {
    console.log(
      check
        ? `\nit must fail at this check; the check is ${check.outcome}`
        : `\n${lesson.files.grader.path} has no check "${known.caughtBy}"`,
    );
    return 1;
  }
  const message = messageOf(check);
  if (matchesPinned(message, known.message)) {
    console.log("\nit fails at the check it names, with the pinned message");
    return errors.length === 0 ? 0 : 1;
  }
  const pinned = known.message.map(formatRow);
  console.log(
    [
      "\nit fails at the check it names; this is the message to pin",
      ...message.map(formatRow),
      ...pinned.length > 0 ? ["and this one is pinned", ...pinned] : [],
      `run  deno task verify:update ${lesson.number}`,
    ].join("\n"),
  );
  return 1;
}
