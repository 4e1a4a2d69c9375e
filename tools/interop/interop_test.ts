import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { converse, dial } from "../../solutions/04_client_flow.ts";
import { startServer } from "../../solutions/03_server_flow.ts";
import { bindOutcome } from "../../solutions/11_time_wait.ts";
import type { TcpState } from "../../workbook/tcp/mod.ts";

/** Where the C programs are built: a folder that the project ignores. */
const BUILD = new URL("../../.handshake/bin/", import.meta.url);

/** Builds a C program; `undefined` where there is no C compiler, or none of POSIX. */
async function build(name: string): Promise<string | undefined> {
  // Its compilers have no <arpa/inet.h>.
  if (Deno.build.os === "windows") return;
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const program = fileURLToPath(new URL(name, BUILD));
  try {
    await Deno.mkdir(BUILD, { recursive: true });
    const { success, stderr } = await new Deno.Command("cc", {
      args: [
        "-std=c99",
        "-D_DEFAULT_SOURCE",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        program,
        source,
      ],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return program;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotCapable) return;
    throw error;
  }
}

const client = await build("notes_client");
const server = await build("notes_server");
const ignore = client === undefined || server === undefined;
if (ignore) console.log("No C compiler here: the C programs are not tried.");

Deno.test({
  name: "the server of lesson 3 serves the C client of the notes",
  ignore,
  async fn() {
    const log: string[] = [];
    const running = startServer({ log: (line) => log.push(line) });
    const child = new Deno.Command(client!, {
      args: [String(running.addr.port)],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const stdin = child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode("hello\nfoo bar\nexit\n"));
    await stdin.close();
    const { code, stdout } = await child.output();
    await running.stop();
    assertEquals(code, 0);
    assertEquals(
      new TextDecoder().decode(stdout),
      "Client recv: OK!!!\n".repeat(4),
    );
    assertEquals(
      log.filter((line) => line.startsWith("Server recv: ")),
      ["hello", "foo", "bar", "exit"].map((word) => `Server recv: ${word}`),
    );
  },
});

Deno.test({
  name: "the client of lesson 4 talks to the C server of the notes",
  ignore,
  async fn() {
    const child = new Deno.Command(server!, { stdout: "piped" }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    let printed = "";
    while (!printed.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the C server ended after: ${printed}`);
      printed += value;
    }
    const port = Number(printed.match(/^port (\d+)\n/)![1]);
    const dialed = await dial({ hostname: "127.0.0.1", port }, {
      timeoutMs: 1000,
    });
    if (!dialed.ok) throw new Error(dialed.failure);
    assertEquals(await converse(dialed.conn, ["hello", "deno", "exit"]), {
      replies: ["OK!!!", "OK!!!", "OK!!!"],
      ended: "exit",
    });
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      printed += value;
    }
    const { code } = await child.status;
    assertEquals(code, 0);
    assertEquals(
      printed.split("\n").slice(1),
      ["Server recv: hello", "Server recv: deno", "Server recv: exit", ""],
    );
  },
});

const table = Deno.build.os === "linux" ? await build("bind_table") : undefined;

/** A socket of the table: 2 is SO_REUSEADDR, 1 is SO_REUSEPORT. */
const socketWith = (hostname: string, options: number) => ({
  hostname,
  port: 8080,
  reuseAddr: (options & 2) !== 0,
  reusePort: (options & 1) !== 0,
});

/** The line of the table that the model answer would print. */
function lineOf(state: TcpState, old: string, wanted: string): string {
  const answers = Array.from({ length: 16 }, (_, options) =>
    bindOutcome({
        wanted: socketWith(wanted, options & 3),
        existing: [{ ...socketWith(old, options >> 2), state }],
      }) === "ok"
      ? "."
      : "X");
  return [state.padEnd(12), old.padEnd(10), wanted.padEnd(10), answers.join("")]
    .join(" ");
}

// The grader asks for the same scenarios, and the model answer passes it.
Deno.test({
  name: "the model answer of lesson 11 says what this kernel answers to bind()",
  ignore: table === undefined,
  async fn() {
    const { code, stdout } = await new Deno.Command(table!).output();
    assertEquals(code, 0);
    const answers = new TextDecoder().decode(stdout).trim().split("\n");
    assertEquals(answers.length, 25);
    const own = answers.map((line) => {
      const [state, old, wanted] = line.split(/ +/);
      return lineOf(state as TcpState, old, wanted);
    });
    assertEquals(own, answers);
  },
});
