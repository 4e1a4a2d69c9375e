import { parseLinux } from "./linux.ts";
import { parseMacos } from "./macos.ts";
import type { SocketRow } from "./row.ts";
import { KernelUnavailable } from "./unavailable.ts";
import { parseWindows } from "./windows.ts";

/**
 * Where rows come from. A process that may run nothing itself can be given its
 * parent's table through this.
 */
export interface SocketTableSource {
  /**
   * Reads the table now.
   *
   * @param ports Ports that matter: connections with none of them may be left
   * out, listeners never. A busy machine has thousands of rows.
   * @throws {KernelUnavailable} If it cannot be read.
   */
  rows(ports?: readonly number[]): Promise<SocketRow[]>;
}

/** How one system prints its table. */
interface Reader {
  command: string;
  args: string[];
  parse(text: string, ports?: readonly number[]): SocketRow[];
}

/** A system's own way to print its table, as a command that needs no privilege. */
const READERS: Partial<Record<typeof Deno.build.os, Reader>> = {
  // Deno itself opens files of /proc with all permissions only. The shortest
  // way that asks for one command is cat: about 6 ms a call.
  linux: {
    command: "cat",
    args: ["/proc/net/tcp", "/proc/net/tcp6"],
    parse: (text, ports) => parseLinux(text, { ports }),
  },
  // Without -l and -W long addresses are cut to the width of a column.
  darwin: {
    command: "netstat",
    args: ["-anlW", "-p", "tcp"],
    parse: (text) => parseMacos(text),
  },
  // Naming a protocol would leave out one of the two families.
  windows: {
    command: "netstat",
    args: ["-an"],
    parse: (text) => parseWindows(text),
  },
};

/** The rest of the sentence that every {@linkcode KernelUnavailable} begins. */
function unavailable(reason: string, cause?: unknown): KernelUnavailable {
  return new KernelUnavailable(
    `Cannot read the kernel's socket table: ${reason}`,
    { cause },
  );
}

/** What the command printed; asks for the permission state first, so that nothing ever prompts. */
async function run({ command, args }: Reader): Promise<string> {
  const permission = await Deno.permissions.query({ name: "run", command });
  if (permission.state !== "granted") {
    // Deno does not tell the two apart: a missing command grants nothing.
    throw unavailable(
      `${command} is not installed here, or may not be run without --allow-run=${command}`,
    );
  }
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(command, { args }).output();
  } catch (cause) {
    throw unavailable(`the command ${command} does not start here`, cause);
  }
  const text = new TextDecoder().decode(output.stdout);
  // A machine without IPv6 has no /proc/net/tcp6: cat fails, and the IPv4 rows count all the same.
  if (!output.success && text === "") {
    const complaint = new TextDecoder().decode(output.stderr).split("\n")[0];
    throw unavailable(`${command} failed with "${complaint.trim()}"`);
  }
  return text;
}

/** Reads the table of the machine this program runs on. */
async function readLocalTable(
  ports?: readonly number[],
): Promise<SocketRow[]> {
  const reader = READERS[Deno.build.os];
  if (reader === undefined) {
    throw unavailable(
      `the system is ${Deno.build.os}, and Linux, macOS and Windows are known`,
    );
  }
  const text = await run(reader);
  try {
    return reader.parse(text, ports);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new KernelUnavailable(cause.message, { cause });
  }
}

/** The table of the machine this program runs on. */
export const localKernel: SocketTableSource = { rows: readLocalTable };

/**
 * Reads all rows of the kernel's table of TCP sockets, IPv4 and IPv6, those of
 * other programs included. On Linux it takes about 6 ms and needs
 * `--allow-run=cat`; on macOS and Windows `--allow-run=netstat`. It never
 * prompts.
 *
 * @param source Where the rows come from; this machine's kernel by default.
 * @returns The rows in the kernel's order.
 * @throws {KernelUnavailable} If the table cannot be read.
 */
export function readSocketTable(
  source: SocketTableSource = localKernel,
): Promise<SocketRow[]> {
  return source.rows();
}

/** Whether the table can be read, and if not, why: one sentence. */
export type KernelView =
  | { available: true }
  | { available: false; reason: string };

/**
 * Finds out whether the table can be read, by reading it once. It neither
 * throws nor prompts.
 *
 * @param source Where the rows come from; this machine's kernel by default.
 * @returns The finding; its reason names the flag to add, where that helps.
 */
export async function kernelView(
  source: SocketTableSource = localKernel,
): Promise<KernelView> {
  try {
    await source.rows([]);
    return { available: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { available: false, reason };
  }
}
