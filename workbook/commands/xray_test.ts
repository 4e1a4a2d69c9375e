import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  copyProject,
  processesOf,
  type ProjectCopy,
} from "../../tools/testing/project_copy.ts";

/** Whether a traced process of this copy is left. */
async function isRunning(project: ProjectCopy): Promise<boolean> {
  return (await processesOf(project)).some((line) =>
    /poke\/child|demo_child/.test(line)
  );
}

async function canTrace(): Promise<boolean> {
  await using project = await copyProject();
  const { stdout } = await project.task("xray", "3", "--solution");
  return !stdout.includes("What follows was recorded");
}

/** Tracing needs strace, and a system that permits it. */
const traced = { ignore: !await canTrace() };

Deno.test(
  "xray shows the C calls of a server beneath its calls of Deno",
  traced,
  async () => {
    await using project = await copyProject();
    const { code, stdout } = await project.task("xray", "3", "--solution");
    assertEquals(code, 0, stdout);
    assertMatch(
      stdout,
      /Deno +Deno\.listen\([^]*C +socket\(AF_INET[^]*C +setsockopt\(\d+, SOL_SOCKET, SO_REUSEADDR[^]*C +bind\(\d+, 127\.0\.0\.1:0, 16\)[^]*C +listen\(\d+, 511\)[^]*result +127\.0\.0\.1, port \d+/,
    );
    assertMatch(stdout, /Deno +listener\.accept\([^]*C +accept4\(/);
    assertMatch(stdout, /C +recvfrom\(\d+, "hello", 65536/);
    assertMatch(stdout, /C +sendto\(\d+, "OK!!!", 5/);
    assertMatch(stdout, /C +shutdown\(\d+, SHUT_WR\)\s+= 0/);
    assertMatch(stdout, /kernel +127\.0\.0\.1:\d+ +LISTEN +the submission/);
    assertStringIncludes(stdout, 'peer → "hello"');
    // Nothing of the runtime's own, and nothing of the workbook's connection.
    assertEquals(/AF_UNIX|AF_NETLINK|beat|MARK/.test(stdout), false);
    assertEquals(await isRunning(project), false);
  },
);

Deno.test("xray shows the C calls of a client", traced, async () => {
  await using project = await copyProject();
  const { code, stdout } = await project.task("xray", "4", "--solution");
  assertEquals(code, 0, stdout);
  assertMatch(
    stdout,
    /Deno +Deno\.connect\([^]*C +connect\(\d+, 127\.0\.0\.1:/,
  );
  assertMatch(stdout, /C +sendto\(\d+, "how are you", 11/);
  assertEquals(stdout.match(/C +socket\(/g)?.length, 1);
});

Deno.test(
  "xray shows the C calls of a demo, step by step",
  traced,
  async () => {
    await using project = await copyProject();
    const { code, stdout } = await project.task("xray", "3", "--demo");
    assertEquals(code, 0, stdout);
    assertMatch(stdout, /^ {2}listen: /m);
    assertMatch(stdout, /kernel +127\.0\.0\.1:\d+ +LISTEN +the listener/);
  },
);

Deno.test("xray traces the exercise that one has written", traced, async () => {
  await using project = await copyProject();
  await project.write(
    3,
    `export function startServer() {
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 7 });
      return { addr: listener.addr };
    }`,
  );
  const { code, stdout } = await project.task("xray", "3");
  assertEquals(code, 0, stdout);
  assertMatch(stdout, /C +listen\(\d+, 7\)/);
  assertMatch(stdout, /accept queue 1/);
  assertEquals(/C +accept4/.test(stdout), false);
});

for (
  const [what, code, sentence] of [
    [
      "while (true);",
      1,
      "An endless loop, or far too much work: the program did nothing else",
    ],
    ["Deno.exit(4);", 1, "The program ended itself with status 4"],
    ['throw new Error("boom");', 1, "startServer() threw Error: boom"],
    [
      'while (true) console.log("x".repeat(10_000));',
      1,
      "The submission printed more than 20000000 bytes",
    ],
  ] as const
) {
  Deno.test(`xray survives a submission with ${what}`, traced, async () => {
    await using project = await copyProject();
    await project.write(3, `export function startServer() { ${what} }`);
    const ran = await project.task("xray", "3");
    assertEquals(ran.code, code, ran.stdout);
    assertStringIncludes(ran.stdout, sentence);
    assertEquals(await isRunning(project), false);
  });
}

Deno.test(
  "xray refuses a submission that uses the solution",
  traced,
  async () => {
    await using project = await copyProject();
    await project.write(
      3,
      'export * from "../../solutions/03_server_flow.ts";',
    );
    const { code, stdout } = await project.task("xray", "3");
    assertEquals(code, 3, stdout);
    assertStringIncludes(
      stdout,
      "Cannot play lessons/03_server_flow/exercise.ts: the submission uses solutions/03_server_flow.ts",
    );
  },
);

Deno.test("xray says that a function is not written yet", traced, async () => {
  await using project = await copyProject();
  const { code, stdout } = await project.task("xray", "3");
  assertEquals(code, 2);
  assertStringIncludes(stdout, "deno task xray 3 --solution");
});

Deno.test("xray shows the recorded trace where nothing can be traced, and says why", async () => {
  await using project = await copyProject();
  const { code, stdout } = await project.deno([
    "run",
    "--no-prompt",
    "--allow-read=.",
    "workbook/cli.ts",
    "xray",
    "3",
  ]);
  assertEquals(code, 0, stdout);
  assertStringIncludes(
    stdout,
    "Cannot trace system calls: strace is not installed here, or may not be run",
  );
  assertMatch(stdout, /Recorded on \d{4}-\d\d-\d\d with Linux /);
  assertMatch(stdout, /C +listen\(\d+, 511\)/);
});

Deno.test("xray says what is wrong with what was typed", async () => {
  await using project = await copyProject();
  for (
    const [args, sentence] of [
      [[], "write  deno task xray N"],
      [["0"], 'Cannot find lesson "0"'],
      [["5"], "trace its demo with  deno task xray 5 --demo"],
      [["3", "--demo", "--solution"], "choose one of --solution and --demo"],
      [["3", "startServer", "--demo"], "leave it out"],
      [["3", "--trace"], "--help"],
    ] as Array<[string[], string]>
  ) {
    const { code, stderr } = await project.command("xray", ...args);
    assertEquals(code, 3, args.join(" "));
    assertStringIncludes(stderr, sentence);
  }
});
