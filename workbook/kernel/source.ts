import { parseLinux } from "./linux.ts";
import { parseMacos } from "./macos.ts";
import type { SocketRow } from "./row.ts";
import { parseSs, ssArguments } from "./ss.ts";
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
  /**
   * Keeps the table as it is now, to be asked for rows later: of thousands of
   * rows only those are made that are asked for. A source may lack it.
   *
   * @throws {KernelUnavailable} If it cannot be read.
   */
  kept?(): Promise<SocketTableSource>;
}

/** How one system prints its table. */
interface Reader {
  command: string;
  args(ports?: readonly number[]): string[];
  parse(text: string, ports?: readonly number[]): SocketRow[];
}

/** A system's own ways to print its table, the best first, as commands that need no privilege. */
const READERS: Partial<Record<typeof Deno.build.os, Reader[]>> = {
  linux: [
    // Not every machine has it. It asks the kernel for the rows that matter: about 3 ms a call.
    { command: "ss", args: ssArguments, parse: parseSs },
    // Deno itself opens files of /proc with all permissions only. The kernel
    // prints every row, and walks over all its places for rows: 10 ms a call,
    // and more on a busy machine.
    {
      command: "cat",
      args: () => ["/proc/net/tcp", "/proc/net/tcp6"],
      parse: (text, ports) => parseLinux(text, { ports }),
    },
  ],
  // Without -l and -W long addresses are cut to the width of a column.
  darwin: [{
    command: "netstat",
    args: () => ["-anlW", "-p", "tcp"],
    parse: (text) => parseMacos(text),
  }],
  // Naming a protocol would leave out one of the two families.
  windows: [{
    command: "netstat",
    args: () => ["-an"],
    parse: (text) => parseWindows(text),
  }],
};

/** The rest of the sentence that every {@linkcode KernelUnavailable} begins. */
function unavailable(reason: string, cause?: unknown): KernelUnavailable {
  return new KernelUnavailable(
    `Cannot read the kernel's socket table: ${reason}`,
    { cause },
  );
}

/** What the command printed; asks for the permission state first, so that nothing ever prompts. */
async function run(command: string, args: string[]): Promise<string> {
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

/** The rows of some ports in what a command printed. */
function parsed(
  { parse }: Reader,
  text: string,
  ports?: readonly number[],
): SocketRow[] {
  try {
    return parse(text, ports);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new KernelUnavailable(cause.message, { cause });
  }
}

/** Uses the first way to read the table of this machine that there is. */
async function inFirstWay<T>(use: (reader: Reader) => Promise<T>): Promise<T> {
  let failure = unavailable(
    `the system is ${Deno.build.os}, and Linux, macOS and Windows are known`,
  );
  for (const reader of READERS[Deno.build.os] ?? []) {
    try {
      return await use(reader);
    } catch (error) {
      if (!(error instanceof KernelUnavailable)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** The table of the machine this program runs on. */
export const localKernel: SocketTableSource = {
  rows: (ports) =>
    inFirstWay(async (reader) =>
      parsed(reader, await run(reader.command, reader.args(ports)), ports)
    ),
  kept: () =>
    inFirstWay(async (reader) => {
      const text = await run(reader.command, reader.args());
      // Async: what it throws is a rejection.
      return {
        rows: async (ports) => await parsed(reader, text, ports),
      };
    }),
};

/**
 * Reads all rows of the kernel's table of TCP sockets, IPv4 and IPv6, those of
 * other programs included. On Linux it takes about 3 ms with
 * `--allow-run=ss`, where that is installed, and 10 ms with `--allow-run=cat`; on
 * macOS and Windows it needs `--allow-run=netstat`. It never prompts.
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
