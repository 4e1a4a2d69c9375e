import { assertEquals, assertMatch } from "@std/assert";
import { fileUrl } from "../../paths.ts";
import { inParallel } from "../../in_parallel.ts";
import { makeFolder } from "../../study/files.ts";
import type { Fault } from "../../sandbox/fault.ts";
import { judge } from "./judge.ts";

/** Files that cannot be loaded: a name, the text, and what a learner reads. */
const FILES: Array<[name: string, code: string, what: RegExp, look: RegExp]> = [
  [
    "a.ts",
    'import x from "./none.ts";\nx;\n',
    /imports \S+none\.ts, and there is no such file$/,
    /name in the import/,
  ],
  [
    "b.ts",
    'import x from "npm:none@1.0.0";\nx;\n',
    /imports none, which a submission cannot load$/,
    /nothing else/,
  ],
  [
    "c.ts",
    'import x from "none";\nx;\n',
    /imports none, which a submission cannot load$/,
    /nothing else/,
  ],
  [
    "d.ts",
    'import x from "https://127.0.0.1/none.ts";\nx;\n',
    /imports https:\S+none\.ts, which a submission cannot load$/,
    /nothing else/,
  ],
  [
    "e.ts",
    'import { none } from "node:fs";\nnone;\n',
    /does not provide an export named 'none'$/,
    /name in the import/,
  ],
  [
    "end.ts",
    'import { todo } from "../../workbook/todo";\ntodo;\n',
    /imports workbook\/todo, and there is no such file$/,
    /name in the import/,
  ],
  ["f.ts", "export function (\n", /as TypeScript: /, /line below/],
  [
    "brace.ts",
    "function f() {\nexport const a = 1;\n",
    /^an import or an export stands inside of/,
    /which \{ above/,
  ],
  ["g.ts", 'throw new Error("oh");\n', /Error: oh$/, /outside of functions/],
  [
    "await.ts",
    "export function f() {\n  await 1;\n}\n",
    /^await stands in a function that is not async$/,
    /the function around/,
  ],
  [
    "socket.ts",
    'await Deno.connect({ hostname: "127.0.0.1", port: 1 });\n',
    /^code outside of functions failed .*: ConnectionRefused/,
    /outside of functions/,
  ],
  ["h.md", "# text\n", /neither TypeScript nor JavaScript$/, /\.ts$/],
  ["i.json", "{}\n", /neither TypeScript nor JavaScript$/, /\.ts$/],
  ["j/none.ts", "", /^there is no file \S+none\.ts$/, /the folder you are in/],
  ["k", "", /k is a folder$/, /must name a file/],
];

Deno.test("a file that cannot be loaded gets one sentence and the next step", async (t) => {
  const folder = fileUrl(`.handshake/load-${crypto.randomUUID()}/`);
  await makeFolder(new URL("k/x", folder));
  const faults = new Map<string, Fault | undefined>();
  try {
    for (const [name, code] of FILES) {
      if (code) await Deno.writeTextFile(new URL(name, folder), code);
    }
    await inParallel(FILES, async ([name]) => {
      const { status, checks } = await judge({
        stem: "03_server_flow",
        submission: new URL(name, folder),
      });
      assertEquals(status, "not graded", name);
      faults.set(name, checks.find(({ fault }) => fault)?.fault);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  for (const [name, code, what, look] of FILES) {
    await t.step(code.trim() || name, () => {
      const fault = faults.get(name);
      assertMatch(fault?.what ?? "", what);
      assertMatch(fault?.lookAt ?? "", look);
      assertEquals(
        /file:\/\/|ERR_|cached-only|--no-/.test(fault!.what!),
        false,
      );
      // A file that was opened has a line to look at.
      const opened = name.endsWith(".ts") && code !== "";
      assertEquals(/:\d+:\d+$/.test(fault?.at ?? ""), opened);
    });
  }
});
