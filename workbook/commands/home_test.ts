import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { until } from "../../tools/testing/hang.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";
import {
  hasTerminal,
  openTerminal,
  type Terminal,
} from "../../tools/testing/terminal.ts";

const ignore = !await hasTerminal();

/** Walks to the place where a key is waited for. */
async function untilTurn(terminal: Terminal): Promise<void> {
  while (true) {
    const found = await terminal.shows(
      /Enter: next step|Enter to skip: |Enter more|all keys ·\s+q quit/,
    );
    if (found.endsWith("q quit")) return;
    await terminal.type("\n");
  }
}

Deno.test(
  "the home judges at each save, obeys its keys, and says which there are",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal(
      "deno task -q lesson 6 --step 1",
      project.path,
    );
    await untilTurn(terminal);
    await terminal.type("?");
    await terminal.shows(/xray: the C calls[^]*q quit/);
    await terminal.type("z");
    await terminal.shows(/z means nothing here/);
    await terminal.type("\u001a");
    await terminal.shows(/Ctrl-Z cannot suspend the workbook/);
    await terminal.type("r");
    await terminal.shows(
      /The segments of a half-close[^]*r again: all of the reference[^]*q quit/,
    );
    await terminal.type("r");
    await terminal.shows(/The calls[^]*Enter more/);
    await terminal.type("q");
    await terminal.shows(/all keys/);
    await project.write(6, "export const nothing = 1;\n");
    await terminal.shows(/lesson 6 {3}wrong[^]*q quit/);
    await project.write(
      6,
      await Deno.readTextFile(LESSONS[5].files.solution.url),
    );
    await terminal.shows(/lesson 6 {3}right[^]*q quit/);
    await terminal.resize({ columns: 100, rows: 40 });
    await terminal.shows(/1 · [^]*q quit/);
    await terminal.type("q");
    assertEquals(await terminal.ended(), 0);
  },
);

Deno.test("Ctrl-C in a demonstration ends it, and at the home the home", {
  ignore,
}, async () => {
  await using project = await copyProject();
  await using terminal = openTerminal(
    "deno task -q lesson 3 --step 2",
    project.path,
  );
  while (true) {
    const at = terminal.text.length;
    await terminal.shows(/Enter: next step|Enter to skip: |Enter more|q quit/);
    if (!terminal.text.slice(at).includes("Enter more")) break;
    await terminal.type("\n");
  }
  await terminal.type("d");
  // Pressed before the demonstration has begun it would end the home.
  await terminal.shows(/Deno {2}/);
  await terminal.type("\u0003");
  // A demonstration that was over before: then it has ended the home.
  await Promise.race([
    terminal.shows(/q quit|Your exercise/).catch(() => {}),
    terminal.ended(),
  ]);
  await terminal.type("\u0003").catch(() => {});
  assert([0, 130].includes(await terminal.ended()));
});

Deno.test(
  "after a Ctrl-C at a prompt of the demonstration every key counts, and a save says what is next",
  { ignore },
  async () => {
    await using project = await copyProject();
    await using terminal = openTerminal(
      // The shell would end at once, and the terminal with it.
      "exec deno task -q lesson 3 --step 4",
      project.path,
    );
    await untilTurn(terminal);
    assert(terminal.text.includes("it is judged here at every save"));
    await terminal.type("d");
    await terminal.shows(/Enter: next step/);
    await terminal.type("\u0003");
    await terminal.shows(/was ended[^]*q quit/);
    for (let i = 0; i < 3; i++) {
      await terminal.type("z");
      await terminal.shows(/z means nothing here/);
    }
    const { text } = await LESSONS[2].scaffold();
    await project.write(
      3,
      text.replace(
        'todo("part 1: which address, which port")',
        '{ hostname: "127.0.0.1", port }',
      ),
    );
    await terminal.shows(
      /unfinished {3}\d+ of \d+ checks right\n +next: part 2, one client, in lessons\/03_server_flow\/exercise\.ts:\d+\n[^]*q quit/,
    );
    await terminal.type("q");
    assertEquals(await terminal.ended(), 0);
  },
);

/** What runs in a folder. */
async function processesIn(folder: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("sh", {
    args: [
      "-c",
      'for p in /proc/[0-9]*; do if [ "$(readlink $p/cwd)" = "$0" ]; then tr "\\0" " " < $p/cmdline; echo; fi; done 2>/dev/null',
      folder.replace(/\/$/, ""),
    ],
  }).output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes("deno"));
}

for (
  const [command, shown] of [
    ["lesson 6 --step 1", /q quit|Enter/],
    ["watch 3", /not started/],
    ["quiz 3", /skip/],
    [`poke 3 --answer ${LESSONS[2].files.solution.path}`, /you connect to/],
    ["reset 3", /anew/],
  ] as const
) {
  Deno.test(
    `closing the terminal ends ${command}`,
    { ignore },
    async () => {
      await using project = await copyProject();
      if (command === "reset 3") await project.writeWrong();
      {
        await using terminal = openTerminal(
          `deno task -q ${command}`,
          project.path,
        );
        await terminal.shows(shown);
        assert((await processesIn(project.path)).length > 0);
      }
      await until(async () => (await processesIn(project.path)).length === 0);
    },
  );
}
