import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { inParallel } from "../../in_parallel.ts";
import { fileUrl } from "../../paths.ts";
import type { Limits } from "../../sandbox/limits.ts";
import { judgeUntil } from "../../../tools/proof/judge_briefly.ts";
import { writeSubmission } from "../../../tools/proof/written_submission.ts";
import { HANG_MS, until } from "../../../tools/testing/hang.ts";
import {
  HOSTILE_SUBMISSIONS,
  writeHostileSubmissions,
} from "../../../tools/testing/hostile_submissions.ts";
import { judge } from "./judge.ts";

const stem = "03_server_flow";
const SOLUTION = fileUrl(`solutions/${stem}.ts`);

/** Short enough for a test, long enough for a busy machine. */
const LIMITS: Partial<Limits> = {
  replyMs: 200,
  loadMs: 2_000,
  blockedMs: 500,
  blockedHardMs: 20_000,
  memoryBytes: 400_000_000,
};

/** A submission that does not loop is ended by something else, however busy the machine is. */
function limitsOf(name: string): Partial<Limits> {
  switch (HOSTILE_SUBMISSIONS[name].cause) {
    case "endless-loop":
      return LIMITS;
    case "never-ended":
      return { ...LIMITS, blockedMs: 20_000 };
    // It waits for who reads what it prints: only the time of the clock ends it.
    case "too-much-output":
      return { ...LIMITS, blockedHardMs: 4_000, outputBytes: 10_000 };
    default:
      return { ...LIMITS, blockedMs: 20_000, loadMs: 20_000 };
  }
}

const FOLDER = fileUrl(`.handshake/judge-${crypto.randomUUID()}/`);
let files: Map<string, URL>;
Deno.test.beforeAll(async () => {
  files = await writeHostileSubmissions(FOLDER);
});
Deno.test.afterAll(() => Deno.remove(FOLDER, { recursive: true }));

/** Judges a hostile submission, check by check to the end. */
const judgeHostile = (name: string) =>
  judge({ stem, submission: files.get(name)!, limits: LIMITS });

Deno.test("judge() ends every hostile submission with a verdict of its own", async (t) => {
  const names = Object.keys(HOSTILE_SUBMISSIONS);
  const ended = new Map<string, { status: string; cause?: string }>();
  await inParallel(names, async (name) => {
    const submission = files.get(name)!;
    const { status, checks, problem } = await judgeUntil(
      { stem, submission, limits: limitsOf(name) },
      ({ fault }) => fault !== undefined,
    );
    const first = checks.find(({ fault }) => fault)?.fault;
    ended.set(name, { status, cause: (first ?? problem)?.cause });
  });
  for (const name of names) {
    await t.step(name, () => {
      const { status, cause, otherwise } = HOSTILE_SUBMISSIONS[name];
      const isOther = otherwise !== undefined &&
        ended.get(name)?.cause === otherwise;
      assertEquals<unknown>(ended.get(name), {
        status,
        cause: isOther ? otherwise : cause,
      });
    });
  }
});

Deno.test({
  name: "judge() leaves no process behind",
  ignore: Deno.build.os !== "linux",
  async fn() {
    // The one thing of a judging that the command line of its process shows.
    const mebibytes = 777;
    const isRunning = async () => {
      const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] })
        .output();
      return new TextDecoder().decode(stdout)
        .includes(`--max-old-space-size=${mebibytes}`);
    };
    // However slow `ps` is, the loop is still there: nothing else ends it.
    const stop = new AbortController();
    const judging = judge({
      stem,
      submission: files.get("loop_at_load")!,
      limits: {
        memoryBytes: mebibytes * 2 ** 20,
        loadMs: HANG_MS,
        blockedMs: HANG_MS,
        blockedHardMs: HANG_MS,
      },
      signal: stop.signal,
    });
    await until(isRunning);
    stop.abort();
    await judging;
    assertEquals(await isRunning(), false);
  },
});

Deno.test("judge() stops after some checks that had to be ended by force, and names the limit", async () => {
  const { checks, problem } = await judge({
    stem,
    submission: files.get("loop_in_function")!,
    limits: { ...LIMITS, forcedEnds: 2 },
  });
  const wrong = checks.filter(({ outcome }) => outcome === "wrong");
  assertEquals(wrong.length, 2);
  assertStringIncludes(wrong[0].fault!.what!, `${LIMITS.blockedMs} ms`);
  assertStringIncludes(problem!.what!, "was not judged");
});

Deno.test("judge() stops when the wrong checks take too long", async () => {
  // The first wrong check alone takes longer: its wait is 200 ms.
  const limits = { ...LIMITS, wrongMs: 100 };
  const submission = files.get("hang")!;
  const verdict = await judge({ stem, submission, limits });
  assertEquals(verdict.status, "wrong");
  assertStringIncludes(verdict.problem!.what!, `${limits.wrongMs} ms`);
});

Deno.test("judge() calls right what is wrong beyond the lesson only, however slow it is", async () => {
  const stem = "12_four_tuple";
  const solution = await Deno.readTextFile(fileUrl(`solutions/${stem}.ts`));
  // IPv6 addresses hold colons, too: a check of "beyond".
  const wrong = solution.replace("hostname} ${local", "hostname}:${local")
    .replace("port} ${remote", "port}:${remote")
    .replace("hostname} ${remote", "hostname}:${remote");
  await using file = await writeSubmission("slow_beyond", wrong);
  const { status, mastered, problem } = await judge({
    stem,
    submission: file.url,
    limits: { wrongMs: -1 },
  });
  assertEquals({ status, mastered, problem }, {
    status: "right",
    mastered: false,
    problem: undefined,
  });
});

Deno.test("judge() gives the same payloads for the same seed", async () => {
  const name = "answers OK!!! to a message";
  const transcripts: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const verdict = await judge({
      stem,
      submission: files.get("hang")!,
      seed: 7,
      only: name,
      limits: LIMITS,
    });
    const check = verdict.checks.find((each) => each.name === name);
    transcripts.push(
      check!.transcript!.map(({ text }) => text)
        .filter((text) => text.includes("→")),
    );
  }
  assertEquals(transcripts[0].length > 0, true);
  assertEquals(transcripts[0], transcripts[1]);
});

Deno.test("judge() says what is wrong with a file that is not there", async () => {
  const submission = new URL("nobody_wrote_this.ts", FOLDER);
  const { status, checks: [first] } = await judge({ stem, submission });
  assertEquals(status, "not graded");
  assertStringIncludes(first.fault!.what!, "there is no file");
});

Deno.test("judge() judges another submission while one hangs", async () => {
  const [loop, right] = await Promise.all([
    judgeHostile("loop_at_load"),
    judge({ stem, submission: SOLUTION }),
  ]);
  assertEquals([loop.status, right.status], ["not graded", "right"]);
});

/** Ways to get at the model answer. */
const BORROWING = {
  "exports it": `export * from "${SOLUTION}";`,
  "imports it when it is loaded":
    `export const { startServer } = await import("${SOLUTION}");`,
  "imports it as text": `import text from "${SOLUTION}" with { type: "text" };
     export const startServer = () => text;`,
  "reads it": `const text = await Deno.readTextFile(new URL("${SOLUTION}"));
     const data = "data:application/typescript,";
     export const { startServer } = await import(
       data + encodeURIComponent(text)
     );`,
};
Deno.test("judge() refuses a submission that uses the solution", async (t) => {
  const ways = Object.entries(BORROWING);
  const ended = new Map<string, unknown>();
  await inParallel(ways, async ([way, code]) => {
    const submission = new URL(`${way.replaceAll(/\W/g, "_")}.ts`, FOLDER);
    await Deno.writeTextFile(submission, code);
    const { status, checks: [{ fault }] } = await judge({ stem, submission });
    ended.set(way, [status, fault?.cause, fault?.what]);
  });
  for (const [way] of ways) {
    await t.step(way, () => {
      assertEquals(ended.get(way), [
        "not graded",
        "not-allowed",
        way === "reads it"
          ? "the file imports a module whose name is computed"
          : "the submission uses solutions/03_server_flow.ts",
      ]);
    });
  }
});

const FAULTY = fileUrl("tools/testing/faulty_grader.ts");

for (
  const [name, trace] of [
    ["throws", "TypeError: Cannot read properties of undefined"],
    ["rejects", "ConnectionRefused: "],
    ["fails after a call", "RangeError: after a call"],
    ["fails in the background", "Error: nobody awaits this"],
  ]
) {
  Deno.test(`judge() calls no submission wrong for a grader that ${name}`, async () => {
    const verdict = await judge({
      stem,
      submission: SOLUTION,
      grader: FAULTY,
      only: name,
    });
    assertEquals(
      [verdict.status, verdict.problem?.cause],
      ["not graded", "workbook-fault"],
    );
    const wrong = verdict.checks.filter(({ outcome }) => outcome !== "ignored");
    assertEquals(wrong, []);
    // The trace is whole: the error, and where it was thrown.
    assertStringIncludes(verdict.problem!.trace!, trace);
    assertStringIncludes(verdict.problem!.trace!, "faulty_grader.ts:");
  });
}

Deno.test("judge() replays with a seed what a grader made while it was loaded", async () => {
  const made = async (seed: number) => {
    const { problem } = await judge({
      stem,
      submission: SOLUTION,
      grader: FAULTY,
      only: "tells what it made",
      seed,
    });
    return /^Error: ([a-z]{6})$/m.exec(problem!.trace!)![1];
  };
  const [first, again, other] = await Promise.all([1, 1, 2].map(made));
  assertEquals(again, first);
  assertNotEquals(other, first);
});

Deno.test("judge() calls no submission wrong for a grader that cannot be loaded", async () => {
  const verdict = await judge({
    stem,
    submission: SOLUTION,
    grader: new URL("no_grader.ts", FAULTY),
  });
  assertEquals(
    [verdict.status, verdict.problem?.cause],
    ["not graded", "workbook-fault"],
  );
  assertStringIncludes(verdict.problem!.trace!, "no_grader.ts");
});

/** Bodies of `startServer()` that throw, or reject. More of them: `called_test.ts`. */
const THROWING = {
  "an Error": `throw new Error("x");`,
  "a text": `throw "x";`,
  "an Error with the trace of a grader":
    `throw Object.assign(new Error("x"), { stack: "Error: x\\n    at ${FAULTY}:1:1" });`,
  "an overflow of the stack": `return startServer();`,
  "a rejection of Deno, without a place in the submission":
    `return Deno.connect({ hostname: "127.0.0.1", port: 1 });`,
};
Deno.test("judge() calls a submission wrong for whatever it throws", async (t) => {
  const ways = Object.entries(THROWING);
  const ended = new Map<string, unknown>();
  await inParallel(ways, async ([what, body]) => {
    const submission = new URL(`${what.replaceAll(/\W/g, "_")}.ts`, FOLDER);
    await Deno.writeTextFile(
      submission,
      `export function startServer() { ${body} }`,
    );
    const { status, checks, problem } = await judge({
      stem,
      submission,
      grader: FAULTY,
      only: "calls startServer",
    });
    const causes = checks.flatMap(({ fault }) => fault ? [fault.cause] : []);
    ended.set(what, [status, causes, problem]);
  });
  for (const [what] of ways) {
    await t.step(what, () => {
      assertEquals(ended.get(what), ["wrong", ["threw"], undefined]);
    });
  }
});

Deno.test("judge() calls a submission wrong for a promise that it hands out and that rejects", async () => {
  const submission = new URL("stops.ts", FOLDER);
  await Deno.writeTextFile(
    submission,
    `export const startServer = () => ({
      stop: () => Deno.connect({ hostname: "127.0.0.1", port: 1 }),
    });`,
  );
  const { status, checks } = await judge({
    stem,
    submission,
    grader: FAULTY,
    only: "calls stop",
  });
  const fault = checks.find(({ fault }) => fault)?.fault;
  assertEquals(status, "wrong");
  assert(fault?.what?.startsWith("the submission threw ConnectionRefused"));
});

Deno.test("judge() leaves out what the network cuts, and tells it", async () => {
  const stem = "14_silence";
  const only = "gives the bytes that come";
  const outcomeOn = async (profile: "kind" | "byteByByte") => {
    const { checks } = await judge({
      stem,
      submission: fileUrl(`solutions/${stem}.ts`),
      schedules: [{ profile, seed: 1 }],
      only,
    });
    const { outcome, ignored } = checks.find(({ name }) => name === only)!;
    return { outcome, ignored };
  };
  assertEquals(await outcomeOn("byteByByte"), {
    outcome: "ignored",
    ignored: "cut messages",
  });
  assertEquals(await outcomeOn("kind"), {
    outcome: "right",
    ignored: undefined,
  });
});
