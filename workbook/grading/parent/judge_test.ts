import { assertEquals, assertStringIncludes } from "@std/assert";
import { inParallel } from "../../in_parallel.ts";
import { judgeUntil } from "../../../tools/proof/judge_briefly.ts";
import { judge } from "./judge.ts";
import { LIMITS } from "../../sandbox/limits.ts";

const FOLDER = new URL("../hostile/", import.meta.url);

/** How a submission must end, from its first line. */
async function expected(url: URL): Promise<{ status: string; cause: string }> {
  const [first] = (await Deno.readTextFile(url)).split("\n", 1);
  const [, status, cause] = first.match(/^\/\/ Ends as: (.+), (.+)\.$/)!;
  return { status, cause };
}

Deno.test("judge() ends every hostile submission with a verdict of its own", async (t) => {
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
  const ended = new Map<
    string,
    { status: string; cause?: string; ms: number }
  >();
  await inParallel(names, async (name) => {
    const verdict = await judgeUntil({
      stem: "03_server_flow",
      submission: new URL(name, FOLDER),
    }, ({ fault }) => fault !== undefined);
    const first = verdict.checks.find(({ fault }) => fault)?.fault;
    ended.set(name, {
      status: verdict.status,
      cause: (first ?? verdict.problem)?.cause,
      ms: verdict.ms,
    });
  });
  for (const name of names) {
    await t.step(name, async () => {
      const { ms: _, ...verdict } = ended.get(name)!;
      assertEquals<unknown>(verdict, await expected(new URL(name, FOLDER)));
    });
  }
});

Deno.test("judge() leaves no process behind", async () => {
  await judge({
    stem: "03_server_flow",
    submission: new URL("loop_at_load.ts", FOLDER),
  });
  if (Deno.build.os !== "linux") return;
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] })
    .output();
  const list = new TextDecoder().decode(stdout);
  assertEquals(list.includes("hostile/loop_at_load"), false);
});

Deno.test("judge() names the limit that a submission reached", async () => {
  const verdict = await judge({
    stem: "03_server_flow",
    submission: new URL("loop_in_function.ts", FOLDER),
  });
  assertStringIncludes(
    verdict.checks.find(({ fault }) => fault)!.fault!.what!,
    `${LIMITS.blockedMs} ms`,
  );
});

Deno.test("judge() stops after some checks that had to be ended by force", async () => {
  const verdict = await judge({
    stem: "03_server_flow",
    submission: new URL("loop_in_function.ts", FOLDER),
  });
  const wrong = verdict.checks.filter(({ outcome }) => outcome === "wrong");
  assertEquals(wrong.length, LIMITS.forcedEnds);
  assertStringIncludes(verdict.problem!.what!, "was not judged");
});

Deno.test("judge() stops when the wrong checks take too long", async () => {
  const verdict = await judge({
    stem: "03_server_flow",
    submission: new URL("hang.ts", FOLDER),
  });
  assertEquals(verdict.status, "wrong");
  assertStringIncludes(verdict.problem!.what!, `${LIMITS.wrongMs} ms`);
});

Deno.test("judge() gives the same payloads for the same seed", async () => {
  const name = "answers OK!!! to a message";
  const transcripts: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const verdict = await judge({
      stem: "03_server_flow",
      submission: new URL("hang.ts", FOLDER),
      seed: 7,
      only: name,
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
  const verdict = await judge({
    stem: "03_server_flow",
    submission: new URL("../hostile/nobody_wrote_this.ts", import.meta.url),
  });
  assertEquals(verdict.status, "not graded");
  const [first] = verdict.checks;
  assertStringIncludes(first.fault!.what!, "there is no file");
});

Deno.test("judge() runs a submission's other lessons as ever", async () => {
  const [loop, right] = await Promise.all([
    judge({
      stem: "03_server_flow",
      submission: new URL("loop_at_load.ts", FOLDER),
    }),
    judge({
      stem: "03_server_flow",
      submission: new URL("../../solutions/03_server_flow.ts", import.meta.url),
    }),
  ]);
  assertEquals([loop.status, right.status], ["not graded", "right"]);
});

Deno.test("judge() refuses a submission that uses the solution", async (t) => {
  const solution = new URL(
    "../../solutions/03_server_flow.ts",
    import.meta.url,
  );
  const ways = {
    "exports it": `export * from "${solution}";`,
    "imports it when it is loaded":
      `export const { startServer } = await import("${solution}");`,
    "imports it as text": `import text from "${solution}" with { type: "text" };
       export const startServer = () => text;`,
    "reads it": `const text = await Deno.readTextFile(new URL("${solution}"));
       const data = "data:application/typescript,";
       export const { startServer } = await import(
         data + encodeURIComponent(text)
       );`,
  };
  await Deno.mkdir(".handshake", { recursive: true });
  const folder = await Deno.makeTempDir({ dir: ".handshake" });
  try {
    for (const [way, text] of Object.entries(ways)) {
      await t.step(way, async () => {
        const file = `${folder}/submission.ts`;
        await Deno.writeTextFile(file, text);
        const verdict = await judge({
          stem: "03_server_flow",
          submission: new URL(`../../${file}`, import.meta.url),
        });
        const [{ fault }] = verdict.checks;
        assertEquals([verdict.status, fault?.cause, fault?.what], [
          "not graded",
          "not-allowed",
          "the submission uses solutions/03_server_flow.ts",
        ]);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
