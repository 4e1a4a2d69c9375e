/**
 * The web server of lesson 15 beside `Deno.serve`, Node's http server on Deno,
 * and a server in C on epoll: the same answer to the same request, one request
 * a connection, in one run. Each server has a process of its own; the client is
 * this process, and the same for all. So the figures say how the servers compare
 * on this machine, not how fast each could be.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const REQUESTS = 200;
const AT_ONCE = 10;

const request = new TextEncoder().encode(
  "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
);

const children: Deno.ChildProcess[] = [];
addEventListener("unload", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** Starts a server, and reads its port. */
async function start(program: string, args: string[]): Promise<number> {
  const child = new Deno.Command(program, { args, stdout: "piped" }).spawn();
  children.push(child);
  const { value } = await child.stdout.getReader().read();
  return Number(new TextDecoder().decode(value));
}

/** Builds the server in C; `undefined` where that cannot be done: epoll is Linux. */
async function buildC(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return;
  const folder = new URL("../../.handshake/bin/", import.meta.url);
  const program = fileURLToPath(new URL("web_server", folder));
  const source = new URL("../interop/web_server.c", import.meta.url);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const { success, stderr } = await new Deno.Command("cc", {
      args: [
        ..."-std=c99 -O2 -Wall -Wextra -Werror -o".split(" "),
        program,
        fileURLToPath(source),
      ],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return program;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
}

/** One request: everything that comes until the end of the stream. */
async function ask(port: number): Promise<void> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port });
  await conn.write(request);
  const buffer = new Uint8Array(4096);
  let length = 0;
  for (let n; (n = await conn.read(buffer)) !== null;) length += n;
  if (length < 100) throw new Error(`An answer of ${length} bytes`);
}

/** Many requests, some at a time. */
async function askMany(port: number): Promise<void> {
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) await ask(port);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function bench(name: string, port: number): void {
  Deno.bench({
    name,
    group: `${REQUESTS} requests, ${AT_ONCE} at a time, a connection each`,
    baseline: name === "the model answer",
    warmup: 5,
    n: 20,
    // An async function: of any other one the promise is not awaited.
    fn: async () => await askMany(port),
  });
}

const script = fileURLToPath(new URL("web_server.ts", import.meta.url));
const run = ["run", "-q", "--allow-net=127.0.0.1", "--no-prompt", script];
const program = await buildC();
if (!program) {
  console.log("No C compiler, or no epoll here: C is not measured.");
} else bench("C, epoll", await start(program, []));
for (
  const [name, word] of [
    ["the model answer", "solution"],
    ["Deno.serve", "Deno.serve"],
    ["node:http on Deno", "node:http"],
  ]
) bench(name, await start(Deno.execPath(), [...run, word]));
