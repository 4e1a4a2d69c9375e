import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { until } from "../../tools/testing/hang.ts";
import {
  copyProject,
  processesOf,
  type ProjectCopy,
} from "../../tools/testing/project_copy.ts";
import { hasTerminal, openTerminal } from "../../tools/testing/terminal.ts";

const ignore = !await hasTerminal();
if (ignore) console.log("No pseudo-terminal here: keys are not tried.");
const { exercise, solution } = LESSONS[2].files;

/** How many questions are remembered as answered. */
async function rememberedAnswers({ url }: ProjectCopy): Promise<number> {
  const text = await Deno.readTextFile(
    new URL(".handshake/progress.json", url),
  );
  return Object.keys(JSON.parse(text).predictions).length;
}

Deno.test(
  "on a terminal a demo waits for Enter, asks, and remembers the answers",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal(
      "deno task -q lesson 3 --demo",
      project.path,
    );
    let asked = 0;
    for (let at = 0;;) {
      await terminal.shows(/Enter: next step|Enter to skip: |^Next /m);
      const shown = terminal.text.slice(at);
      at = terminal.text.length;
      if (/^Next /m.test(shown)) break;
      if (shown.includes("Enter to skip: ")) asked++;
      await terminal.type(shown.includes("Enter to skip: ") ? "a\n" : "\n");
    }
    assertEquals(await terminal.ended(), 0);
    assert(asked > 0);
    assertStringIncludes(terminal.text, "You said: ");
    assertEquals(await rememberedAnswers(project), asked);
  },
);

Deno.test("on a terminal the output has colours, and none under NO_COLOR", {
  ignore,
}, async () => {
  await using project = await copyProject();
  for (
    const [before, colours] of [["env -u NO_COLOR ", true], [
      "NO_COLOR=1 ",
      false,
    ]] as const
  ) {
    await using terminal = openTerminal(
      `${before}deno task -q grade 3`,
      project.path,
    );
    await terminal.ended();
    assertEquals(terminal.raw.includes("\u001b["), colours);
  }
});

Deno.test("reset asks on a terminal, and changes nothing without a yes", {
  ignore,
}, async () => {
  await using project = await copyProject();
  const file = new URL(exercise.path, project.url);
  for (
    const [said, stays] of [["n\n", true], ["\n", true], [
      "y\n",
      false,
    ]] as const
  ) {
    await project.write(3, "// mine\n");
    await using terminal = openTerminal("deno task -q reset 3", project.path);
    await terminal.shows(/y or n: /);
    await terminal.type(said);
    assertEquals(await terminal.ended(), 0);
    assertEquals(await Deno.readTextFile(file) === "// mine\n", stays);
  }
});

Deno.test(
  "quiz asks again for a letter that is no option",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal("deno task -q quiz 3", project.path);
    const { questions } = await LESSONS[2].guide();
    await terminal.shows(/Enter to skip: /);
    await terminal.type("z\n");
    await terminal.shows(/z is none of them/);
    for (let i = 0; i < questions.length; i++) {
      await terminal.shows(/Enter to skip: /);
      await terminal.type("a\n");
    }
    await terminal.shows(new RegExp(`right of ${questions.length} answered`));
    assertEquals(await terminal.ended(), 0);
  },
);

Deno.test(
  "quiz keeps the answers of who leaves early",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal("deno task -q quiz 3", project.path);
    await terminal.shows(/Enter to skip: /);
    await terminal.type("a\n");
    await terminal.shows(/You said: /);
    await terminal.shows(/Enter to skip: /);
    await terminal.type("\u0003");
    await terminal.ended();
    assertEquals(await rememberedAnswers(project), 1);
  },
);

Deno.test("the end of the input ends a quiz, and the waiting of a demo", {
  ignore,
}, async () => {
  await using project = await copyProject();
  await using quiz = openTerminal("deno task -q quiz", project.path);
  await quiz.shows(/Enter to skip: /);
  await quiz.type("\u0004");
  await quiz.shows(/\n0 right of 0 answered/);
  assertEquals(await quiz.ended(), 0);
  await using demo = openTerminal(
    "deno task -q lesson 3 --demo",
    project.path,
  );
  for (let at = 0;;) {
    await demo.shows(/Enter: next step|Enter to skip: /);
    if (demo.text.slice(at).includes("Enter to skip: ")) break;
    at = demo.text.length;
    await demo.type("\n");
  }
  await demo.type("\u0004");
  await demo.shows(/Next .*deno task grade 3/);
  assertEquals(await demo.ended(), 0);
});

Deno.test("solution asks until it hears yes or no", { ignore }, async () => {
  await using project = await copyProject();
  for (
    const [said, shown] of [["no\n", false], ["\u0004", false], [
      "Yes\n",
      true,
    ]] as const
  ) {
    await using terminal = openTerminal(
      "deno task -q solution 3",
      project.path,
    );
    await terminal.shows(/y or n: /);
    await terminal.type("maybe\n");
    await terminal.shows(/y or n: /);
    await terminal.type(said);
    assertEquals(await terminal.ended(), 0);
    assertEquals(terminal.text.includes(`\n${solution.path}\n`), shown);
    assertEquals(terminal.text.includes("deno task hint 3"), !shown);
  }
});

Deno.test(
  "an output that is full is told in a sentence",
  { ignore },
  async () => {
    await using project = await copyProject();
    for (const task of ["lesson --help", "lesson 3 --demo", "quiz 3"]) {
      await using terminal = openTerminal(
        `deno task -q ${task} > /dev/full`,
        project.path,
      );
      assertEquals(await terminal.ended(), 3);
      assertEquals(
        terminal.text,
        "Cannot write the output: the disk is full; make room, then try again\n",
      );
    }
  },
);

Deno.test("watch is left with Ctrl-D too", { ignore }, async () => {
  await using project = await copyProject();
  await using terminal = openTerminal("deno task -q watch 3", project.path);
  await terminal.shows(/q quit/);
  await terminal.type("\u0004");
  assertEquals(await terminal.ended(), 0);
});

Deno.test(
  "watch obeys single keys and leaves a sane terminal",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal(
      "stty -a > before; deno task -q watch 3; stty -a > after",
      project.path,
    );
    await terminal.shows(/not started/);
    await terminal.type("h");
    await terminal.shows(/1 of 3/);
    const code = await Deno.readTextFile(new URL(solution.path, project.url));
    await Deno.writeTextFile(
      new URL(exercise.path, project.url),
      code.replaceAll("OK!!!", "NO!!!"),
    );
    await terminal.shows(/wrong {3}/);
    await terminal.shows(/look at/);
    await Deno.writeTextFile(new URL(exercise.path, project.url), code);
    await terminal.shows(/right {3}all \d+ checks/);
    await terminal.shows(/n next/);
    await terminal.type("n");
    await terminal.shows(/4 · The client flow/);
    await terminal.shows(/not started/);
    // Ctrl-C.
    await terminal.type("\u0003");
    await terminal.ended();
    const read = (name: string) =>
      Deno.readTextFile(new URL(name, project.url));
    assertEquals(await read("after"), await read("before"));
  },
);

Deno.test("watch leaves no process when it is interrupted while it judges", {
  ignore,
}, async () => {
  await using project = await copyProject();
  const loop = "export function startServer() { while (true); }\n";
  await project.write(3, loop);
  await using terminal = openTerminal("deno task -q watch 3", project.path);
  await terminal.shows(/judged at every save/);
  await terminal.type("\u0003");
  await terminal.ended();
  assertEquals(await processesOf(project), []);
});

Deno.test("an endless loop ends with the command that is ended from outside", {
  ignore: ignore || Deno.build.os === "windows",
}, async () => {
  await using project = await copyProject();
  await project.write(3, "while (true);\n");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "grade", "3"],
    cwd: project.path,
    stdin: "null",
    stdout: "null",
  }).spawn();
  const runs = async () =>
    (await processesOf(project)).some((line) =>
      line.includes("workbook/grading/child/main.ts")
    );
  await until(runs);
  child.kill("SIGTERM");
  assertEquals((await child.status).code, 128 + 15);
  await until(async () => !await runs());
});

Deno.test(
  "no line is wider than a terminal of 80 columns",
  { ignore },
  async () => {
    await using project = await copyProject();
    for (const task of [`grade 3 --answer ${solution.path}`, "lesson --list"]) {
      await using terminal = openTerminal(`deno task -q ${task}`, project.path);
      await terminal.ended();
      assertEquals(await terminal.brokenLines(), [], task);
    }
  },
);

Deno.test(
  "watch keeps to the width that the terminal has now, and its keys in sight",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal("deno task -q watch 3", project.path, {
      columns: 100,
      rows: 40,
    });
    await terminal.shows(/not started/);
    await terminal.resize({ columns: 80, rows: 24 });
    await terminal.type("h");
    await terminal.shows(/1 of 3[^]*q quit/);
    assertEquals(await terminal.brokenLines(), []);
    const lines = await terminal.screen();
    assert(lines.length <= 24, lines.join("\n"));
    assertStringIncludes(lines.at(-1)!, "h hint");
    await terminal.type("q");
    assertEquals(await terminal.ended(), 0);
  },
);
