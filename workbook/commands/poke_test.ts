import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  copyProject,
  processesOf,
  type ProjectCopy,
  taskArgs,
} from "../../tools/testing/project_copy.ts";
import { HANG_MS } from "../../tools/testing/hang.ts";
import { writeHostileSubmissions } from "../../tools/testing/hostile_submissions.ts";
import {
  hasTerminal,
  openTerminal,
  type Terminal,
} from "../../tools/testing/terminal.ts";

const SOLUTION = ["--answer", "solutions/03_server_flow.ts"];

/** Runs the command with lines on its standard input, as in a pipe. */
async function poke(
  project: ProjectCopy,
  args: string[],
  lines: string[],
): Promise<{ code: number; stdout: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: taskArgs(["poke", ...args]),
    cwd: project.path,
    // A task that runs these tests has set it to another folder.
    env: { INIT_CWD: project.path },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(HANG_MS),
  }).spawn();
  const stdin = child.stdin.getWriter();
  await stdin.write(
    new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")),
  );
  await stdin.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Whether a process of this copy is left. */
async function isRunning(project: ProjectCopy): Promise<boolean> {
  return (await processesOf(project)).some((line) =>
    line.includes("poke/child.ts")
  );
}

/** A server that does something else than serve after the first bytes. */
const serverThat = (deed: string) => `
export function startServer() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  (async () => {
    const conn = await listener.accept();
    await conn.read(new Uint8Array(9));
    ${deed}
  })();
  return { addr: listener.addr };
}
`;

Deno.test("poke plays a client against a server, and shows both ends", async () => {
  await using project = await copyProject();
  const { code, stdout } = await poke(project, ["3", ...SOLUTION], [
    "hello",
    "exit",
  ]);
  assertEquals(code, 0, stdout);
  assertMatch(stdout, /\+\d+ ms +you → "hello" +68 65 6c 6c 6f/);
  assertMatch(stdout, /\+\d+ ms +you ← "OK!!!" +4f 4b 21 21 21/);
  assertStringIncludes(stdout, 'the submission logs "Server recv: exit"');
  assertStringIncludes(stdout, "you ← end of stream (FIN)");
  assertMatch(stdout, /kernel +127\.0\.0\.1:\d+ +LISTEN +the submission/);
  assertMatch(stdout, /ESTABLISHED +you/);
  assertMatch(stdout, /CLOSE_WAIT +you/);
  assertEquals(await isRunning(project), false);
});

Deno.test("poke plays a server against a client, and shows what its call returns", async () => {
  await using project = await copyProject();
  const { code, stdout } = await poke(
    project,
    ["4", "--answer", "solutions/04_client_flow.ts"],
    ["OK!!!", "/bytes", "OK!!!", "OK!!!"],
  );
  assertEquals(code, 0, stdout);
  assertStringIncludes(stdout, 'you ← "how are you"');
  assertMatch(stdout, /in 5 pieces of\s+1 byte/);
  assertStringIncludes(stdout.replace(/\s+/g, " "), 'ended: "exit" }');
});

Deno.test("poke half-closes at the end of input, and waits for the submission", async () => {
  await using project = await copyProject();
  const { code, stdout } = await poke(project, [
    "6",
    "answerAfterEof",
    "--answer",
    "solutions/06_half_close.ts",
  ], ["hello"]);
  assertEquals(code, 0, stdout);
  assertMatch(stdout, /you half-close \(FIN\)[^]*you ← "HELLO"/);
});

Deno.test("poke can reset, and plays once more", async () => {
  await using project = await copyProject();
  const { code, stdout } = await poke(project, ["3", ...SOLUTION], [
    "/reset",
    "lost",
    "/again",
    "/silence 20",
    "/close",
    "/states",
  ]);
  assertEquals(code, 0, stdout);
  assertStringIncludes(stdout, "you reset the connection (RST)");
  assertStringIncludes(
    stdout,
    "Cannot send: this connection is closed; /again",
  );
  assertStringIncludes(stdout, "you 2 connect to");
  assertStringIncludes(stdout, "nothing is sent for 20 ms");
  assertStringIncludes(stdout, "you 2 close");
});

Deno.test("poke says that a function is not written yet", async () => {
  await using project = await copyProject();
  for (
    const [number, name] of [["1", "exchangeHeader"], ["3", "startServer"]]
  ) {
    const { code, stdout } = await poke(project, [number], ["hello"]);
    assertEquals(code, 2, stdout);
    assertStringIncludes(
      stdout,
      `Cannot call ${name}(): it is not written yet; write it in lessons/`,
    );
  }
});

const DEEDS: Array<[what: string, deed: string, sentence: string]> = [
  [
    "crashes",
    'throw new Error("boom");',
    "The submission crashed: Error: boom, at",
  ],
  [
    "loops for ever",
    "while (true);",
    "An endless loop, or far too much work: the program did nothing else",
  ],
  [
    "exits",
    "Deno.exit(0);",
    "The program ended itself with status 0",
  ],
  [
    "prints without end",
    'while (true) console.log("x".repeat(10_000));',
    "The submission printed more than 1000000 bytes",
  ],
];
for (const [what, deed, sentence] of DEEDS) {
  Deno.test(`poke says in a sentence that the submission ${what}`, async () => {
    await using project = await copyProject();
    await project.write(3, serverThat(deed));
    const { code, stdout } = await poke(project, ["3"], [
      "x",
      "/silence 60000",
    ]);
    assertEquals(code, 1, stdout);
    assertEquals(
      stdout.trimEnd().split("\n").at(-1)!.indexOf(sentence),
      0,
      stdout,
    );
    assertEquals(await isRunning(project), false);
  });
}

Deno.test("poke names what is not there, as grade does", async () => {
  await using project = await copyProject();
  await project.write(3, serverThat("con.write(new Uint8Array(1));"));
  const { code, stdout } = await poke(project, ["3"], ["x", "/silence 60000"]);
  assertEquals(code, 1, stdout);
  assertMatch(
    stdout,
    /The submission crashed: ReferenceError[^]*types +lessons\/03_server_flow\/exercise\.ts:7:5 Cannot find name 'con'/,
  );
});

Deno.test("poke says what is wrong with what was typed", async () => {
  await using project = await copyProject();
  await writeHostileSubmissions(new URL(".handshake/", project.url), [
    "missing_export",
  ]);
  for (
    const [args, sentence] of [
      [[], "write  deno task poke N"],
      [["16"], 'Cannot find lesson "16"'],
      [["5"], "its exercise has no peer; watch its demo"],
      [["2", "parseIpv4"], "there is a peer for startWhoAmI, askWhoAmI"],
      [["3", "startServer", "stop"], "Cannot play 2 functions at once"],
      [["3", "--answer", "none.ts"], "Cannot play none.ts: there is no file"],
      [
        ["3", "--answer", ".handshake/missing_export.ts"],
        "exports no function of that name",
      ],
    ] as Array<[string[], string]>
  ) {
    const { code, stdout } = await poke(project, args, []);
    assertEquals(code, 3, stdout);
    assertStringIncludes(stdout, sentence);
    assertEquals(/^ +at .*:\d+:\d+/m.test(stdout), false, stdout);
  }
});

Deno.test("poke refuses a submission that uses the solution, with the sentence of grade", async () => {
  await using project = await copyProject();
  const solution = "../../solutions/03_server_flow.ts";
  const sentence = "the submission uses solutions/03_server_flow.ts";
  for (
    const [code, status] of [
      [`export * from "${solution}";`, 3],
      [`export const { startServer } = await import("${solution}");`, 3],
      [
        `export const startServer = () =>
          Deno.readTextFileSync(new URL("${solution}", import.meta.url));`,
        1,
      ],
    ] as const
  ) {
    await project.write(3, code);
    const played = await poke(project, ["3"], ["hello"]);
    assertEquals(played.code, status, played.stdout);
    assertStringIncludes(
      played.stdout,
      `Cannot play lessons/03_server_flow/exercise.ts: ${sentence}, at lessons/`,
    );
    // Every check would be wrong, in a process each.
    if (status === 1) continue;
    const graded = await project.command("grade", "3");
    assertEquals(graded.code, status);
    assertStringIncludes(graded.stdout, sentence);
  }
});

Deno.test("poke gives the submission loopback and the workbook to read, nothing else", async () => {
  await using project = await copyProject();
  await project.write(
    3,
    serverThat(`
    for (const name of ["env", "write", "run", "ffi", "sys"] as const) {
      const { state } = Deno.permissions.querySync({ name });
      console.log(name, state);
    }
    const { state } = Deno.permissions.querySync({ name: "net", host: "192.0.2.1" });
    console.log("net", state);`),
  );
  const { stdout } = await poke(project, ["3"], ["x"]);
  for (const name of ["env", "write", "run", "ffi", "sys", "net"]) {
    assertMatch(
      stdout,
      new RegExp(`the submission prints ${name} (prompt|denied)`),
    );
  }
});

const pseudoTerminal = { ignore: !await hasTerminal() };

/** The command on a pseudo-terminal, once it has connected. */
async function openPoke(project: ProjectCopy): Promise<Terminal> {
  const terminal = openTerminal(
    `deno task --quiet poke 3 ${SOLUTION.join(" ")}`,
    project.path,
  );
  await terminal.shows(/ESTABLISHED/);
  return terminal;
}

Deno.test(
  "poke in a pseudo-terminal: type, see, quit",
  pseudoTerminal,
  async () => {
    await using project = await copyProject();
    await using terminal = await openPoke(project);
    await terminal.type("hello\n");
    await terminal.shows(/you ← "OK!!!"/);
    await terminal.type("/help\n");
    await terminal.shows(/\/halfclose +end your sending direction/);
    await terminal.type("/quit\n");
    assertEquals(await terminal.ended(), 0);
    assertEquals(await isRunning(project), false);
  },
);

Deno.test(
  "poke in a pseudo-terminal: Ctrl-C leaves no process",
  pseudoTerminal,
  async () => {
    await using project = await copyProject();
    await using terminal = await openPoke(project);
    assert(await isRunning(project));
    await terminal.type("\x03");
    await terminal.ended();
    assertEquals(await isRunning(project), false);
  },
);

Deno.test(
  "poke in a pseudo-terminal: Ctrl-D half-closes",
  pseudoTerminal,
  async () => {
    await using project = await copyProject();
    await using terminal = await openPoke(project);
    await terminal.type("\x04");
    await terminal.shows(/you half-close \(FIN\)/);
    await terminal.shows(/you ← end of stream/);
    assertEquals(await terminal.ended(), 0);
  },
);
