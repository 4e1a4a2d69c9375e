import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import { plainFault } from "../../workbook/sandbox/fault.ts";
import { judgeGallery } from "./judge_gallery.ts";
import { catchingCheck, judgeKnown } from "./judge_known.ts";
import { canShare, judgeSeveral } from "./judge_several.ts";
import {
  type KnownSubmission,
  type WrongSubmission,
  wrongSubmissions,
} from "./known_submissions.ts";
import { MODEL } from "./verify_submission.ts";

const lesson = LESSONS[8];
const { submissions } = await wrongSubmissions(lesson);
const shared = submissions.filter(canShare).slice(0, 8);

/** All that is told of a check, without times and the name of the file. */
function told(check: CheckResult | undefined): unknown {
  assert(check);
  const { name, part, outcome, fault, transcript } = check;
  const plain = {
    name,
    part,
    outcome,
    fault: fault && plainFault(fault),
    transcript: transcript?.map(({ text }) => text),
  };
  return JSON.stringify(plain).replaceAll(/gallery_\w+\.ts/g, "FILE");
}

Deno.test("several in one process are told the same as each in its own", async () => {
  const { judged, begun } = await judgeSeveral(shared, MODEL);
  assertEquals(begun, shared.length);
  for (const known of shared) {
    const alone = catchingCheck(known, await judgeKnown(known, MODEL));
    assertEquals(told(judged.get(known)), told(alone), known.name);
  }
});

/** A wrong submission like another one, with other code. */
function like(known: WrongSubmission, name: string, text: string) {
  return { ...known, name, code: { text } };
}

Deno.test("what a shared process does not confirm is judged alone: an end of the process, a right one, another message", async () => {
  const [first, second, third] = shared;
  const model = await Deno.readTextFile(lesson.files.solution.url);
  const known: WrongSubmission[] = [
    first,
    like(second, "exits", `${model}\nDeno.exit(0);\n`),
    like(second, "right", model),
    { ...third, message: [["what", "something else"]] },
    second,
  ];
  const verdicts = new Map<KnownSubmission, Verdict>();
  await judgeGallery(
    known,
    { schedules: MODEL },
    (each, verdict) => verdicts.set(each, verdict),
  );
  assertEquals(
    known.map((each) => verdicts.get(each)?.status),
    ["wrong", "not graded", "right", "wrong", "wrong"],
  );
  // One that was judged alone tells of every check.
  const isAlone = known.map((each) => verdicts.get(each)!.checks.length !== 1);
  assertEquals(isAlone, [false, true, true, true, false]);
});
