import { cp } from "node:fs/promises";
import { buildIfStale, SITE } from "../../workbook/web/build.ts";
import { killAfter } from "./hang.ts";
import type { ProjectCopy } from "./project_copy.ts";

/** How long it may take to end by itself, in milliseconds. */
const END_MS = 10_000;

/** The server of the page, in a process of its own. */
export interface PageServer {
  /** Where the page is, with its token. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Ends the process. */
  stop(): Promise<void>;
}

/**
 * Starts `deno task web` in a copy of the workbook, on a free port.
 *
 * @param project The copy.
 * @returns The server, once it listens.
 * @throws {Error} If it ends before.
 */
export async function startPageServer(
  project: ProjectCopy,
): Promise<PageServer> {
  // A copy has the sources of this folder: what is built here serves all tests.
  await buildIfStale();
  await cp(SITE, new URL(".handshake/web/", project.url), { recursive: true });
  const child = new Deno.Command(Deno.execPath(), {
    cwd: project.path,
    args: ["task", "-q", "web", "--port", "0"],
    env: { INIT_CWD: project.path },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const listens = killAfter(child);
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      listens();
      throw new Error(`The server ended before it listened: ${text}`);
    }
    text += decoder.decode(value, { stream: true });
    const [address, port, token] =
      /http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+)/.exec(text) ?? [];
    if (address === undefined) continue;
    listens();
    return {
      address,
      port: Number(port),
      token,
      async stop() {
        child.kill("SIGTERM");
        const hasEnded = killAfter(child, END_MS);
        await reader.cancel();
        await child.status;
        hasEnded();
      },
    };
  }
}
