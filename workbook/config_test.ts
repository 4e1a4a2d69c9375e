import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { LESSONS } from "./catalogue.ts";
import { fileUrl, ROOT } from "./paths.ts";

const read = (path: string) => Deno.readTextFileSync(fileUrl(path));
const config = JSON.parse(read("deno.json"));

/** A task of `deno.json`. */
interface Task {
  description?: string;
  command: string;
}
const tasks = Object.entries<Task>(config.tasks);

/** Columns that bare `deno task` may use. */
const WIDEST = 100;

/** What a program might do, as Deno is asked for it. */
const DEEDS: Record<string, Deno.PermissionDescriptor> = {
  "read the workbook": { name: "read", path: "." },
  "read elsewhere": { name: "read", path: "/" },
  "remember": { name: "write", path: ".handshake" },
  "write exercises": { name: "write", path: "lessons" },
  "write the galleries": { name: "write", path: "tests" },
  "write elsewhere": { name: "write", path: "/" },
  "use loopback": { name: "net", host: "127.0.0.1" },
  "reach another host": { name: "net", host: "192.0.2.1" },
  "read HOME": { name: "env", variable: "HOME" },
  "trace": { name: "run", command: "strace" },
  "start any program": { name: "run" },
};

/** What each set of `deno.json` grants of it. */
const GRANTED: Record<string, string[]> = {
  learn: [
    "read the workbook",
    "remember",
    "use loopback",
    "trace",
    "start any program",
  ],
  read: ["read the workbook", "remember", "write exercises"],
  xray: ["read the workbook", "use loopback", "trace"],
  update: ["read the workbook", "remember", "write exercises"],
  class: [
    "read the workbook",
    "read elsewhere",
    "remember",
    "use loopback",
    "trace",
    "start any program",
  ],
  web: [
    "read the workbook",
    "remember",
    "write exercises",
    "use loopback",
    "trace",
    "start any program",
  ],
  test: [
    "read the workbook",
    "remember",
    "use loopback",
    "trace",
    "start any program",
  ],
  tools: [
    "read the workbook",
    "remember",
    "write exercises",
    "write the galleries",
    "use loopback",
    "trace",
    "start any program",
  ],
  default: ["use loopback"],
};

describe("the configuration", () => {
  it("describes every task, and grants none everything", () => {
    for (const [name, { description, command }] of tasks) {
      assert(description, name);
      assert(!/(^| )(-A|--allow-all)( |$)/.test(command), name);
    }
  });

  it("has tasks that any shell can start", () => {
    for (const [name, { command }] of tasks) {
      assert(!/\$\(|`/.test(command), name);
    }
  });

  it("names sets of permissions that are there, and no set that no task names", () => {
    // A name may follow other letters of flags: -qP=learn. Deno's own is the default.
    const named = tasks.flatMap(([, { command }]) =>
      [...command.matchAll(/ -\w*P(?:=(\w+))?/g)]
        .map(([, set = "default"]) => set)
    );
    const sets = Object.keys(config.permissions).sort();
    assertEquals([...new Set(named)].sort(), sets);
    assertEquals(Object.keys(GRANTED).sort(), sets);
  });

  it("is listed by deno task in lines that fit", async () => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task"],
      env: { NO_COLOR: "1" },
    }).output();
    const lines = new TextDecoder().decode(stdout).split("\n");
    assert(lines.length > tasks.length);
    assertEquals(lines.filter((line) => line.length > WIDEST), []);
  });

  for (const [set, granted] of Object.entries(GRANTED)) {
    it(`lets a program with the set ${set} do what it is for, and no more`, async () => {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", `-qP=${set}`, "--no-prompt", "-"],
        cwd: new URL(ROOT),
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(
        `const deeds = ${JSON.stringify(DEEDS)};
        const isGranted = (deed) =>
          Deno.permissions.querySync(deed).state === "granted";
        console.log(Object.keys(deeds).filter((each) => isGranted(deeds[each])).join());`,
      ));
      await writer.close();
      const { stdout } = await child.output();
      assertEquals(new TextDecoder().decode(stdout).trim().split(","), granted);
    });
  }

  it("has a lock without the packages of the page: Deno fetches all that it names", () => {
    assert(!/codemirror|sucrase|playwright/.test(read("deno.lock")));
  });

  it("names every version of a package exactly", () => {
    for (const specifier of Object.values<string>(config.imports)) {
      if (!specifier.startsWith("npm:")) continue;
      assert(/@\d+\.\d+\.\d+(\/|$)/.test(specifier), specifier);
    }
  });
});

describe("the catalogue", () => {
  it("numbers the lessons from 1, in the order of their stems", () => {
    LESSONS.forEach(({ number, stem }, i) => {
      assertEquals(number, i + 1);
      assertEquals(Number(stem.slice(0, 2)), number);
    });
  });

  it("names files that are there", () => {
    for (const lesson of LESSONS) {
      for (const path of Object.values(lesson.files)) {
        assert(Deno.statSync(path.url).isFile, path.path);
      }
    }
  });

  it("lists every grader in what bare deno test runs", () => {
    const all = read("tests/mod.ts");
    for (const { stem } of LESSONS) assert(all.includes(`./${stem}_test.ts`));
  });

  it("has a line for each lesson in the README", () => {
    const text = read("README.md");
    for (const lesson of LESSONS) {
      assert(text.includes(lesson.files.text.path), lesson.stem);
    }
  });
});
