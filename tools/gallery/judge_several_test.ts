import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import { plainFault } from "../../workbook/sandbox/fault.ts";
import { judgeGallery } from "./judge_gallery.ts";
import { catchingCheck, judgeKnown } from "./judge_known.ts";
import { canShare, judgeSeveral } from "./judge_several.ts";
import {
  type KnownSubmission,
  knownSubmissions,
  type WrongSubmission,
} from "./known_submissions.ts";
import { MODEL } from "./verify_submission.ts";

const lesson = LESSONS[8];
const known = await knownSubmissions(lesson);
/** The first of these that can share a process on the model network. */
async function shareable<K extends KnownSubmission>(
  known: readonly K[],
  count: number,
): Promise<K[]> {
  const chosen: K[] = [];
  for (const each of known) {
    if (await canShare(each, true)) chosen.push(each);
  }
  return chosen.slice(0, count);
}

const shared = await shareable(
  known.wrongs.filter(({ code }) => "text" in code),
  4,
);
const rights = await shareable(known.rights, 2);

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
    const [check, ...others] = judged.get(known)!.checks;
    assertEquals([told(check), others], [told(alone), []], known.name);
  }
});

Deno.test("right ones share a process on the model network only, and are right by every check", async () => {
  assertEquals(rights.length, 2);
  const { judged } = await judgeSeveral(rights, MODEL);
  for (const known of rights) {
    assertEquals(await canShare(known, false), false);
    const { status, checks } = judged.get(known)!;
    const alone = await judgeKnown(known, MODEL);
    assertEquals(status, "right", known.name);
    assertEquals(checks.map(told), alone.checks.map(told));
  }
});

/** A wrong submission like another one, with other code. */
function like(known: WrongSubmission, name: string, text: string) {
  return { ...known, name, code: { text } };
}

Deno.test("what a shared process does not confirm is judged alone: an end of the process, a right one, another message", async () => {
  const [first, second, third] = shared;
  const [solution] = rights;
  const model = await Deno.readTextFile(lesson.files.solution.url);
  const known: KnownSubmission[] = [
    first,
    like(second, "exits", `${model}\nDeno.exit(0);\n`),
    like(second, "right", model),
    { ...third, message: [["what", "something else"]] } as WrongSubmission,
    second,
    solution,
    // A wrong one that is said to be right.
    { ...solution, name: "said", code: first.code },
  ];
  const verdicts = new Map<KnownSubmission, Verdict>();
  await judgeGallery(
    known,
    { schedules: MODEL },
    (each, verdict) => verdicts.set(each, verdict),
  );
  assertEquals(
    known.map((each) => verdicts.get(each)?.status),
    ["wrong", "not graded", "right", "wrong", "wrong", "right", "wrong"],
  );
  // One that was judged alone tells of its file.
  const isAlone = known.map((each) => verdicts.get(each)!.file !== each.name);
  assertEquals(isAlone, [false, true, true, true, false, false, true]);
});
