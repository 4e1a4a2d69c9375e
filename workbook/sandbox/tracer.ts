/** Whether system calls can be traced here, and with what. */
export type Tracer =
  | { available: true; command: string[]; version: string }
  | { available: false; reason: string };

/**
 * What strace traces: the calls on sockets, and `write` for the
 * marks. Without `-f`: Deno makes all calls on sockets in the first thread of
 * its process, and strace cannot let go of a process that is about to start
 * another one it follows (vfork): after Ctrl-C both would wait for ever.
 */
const STRACE = [
  "strace",
  "-ttt",
  "-s",
  "30000",
  "-e",
  "trace=network,close,write",
  "-e",
  "signal=none",
];

/** How long a traced process may take to end, in milliseconds. */
const END_MS = 2_000;

/**
 * Ends strace and what it traces.
 *
 * @param child The process of strace.
 */
export function endTraced(child: Deno.ChildProcess): void {
  const kill = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
  };
  // strace passes SIGTERM on to what it traces; SIGKILL it cannot pass on.
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), END_MS);
  child.status.then(() => clearTimeout(timer));
}

/** Systems as their users call them. */
const NAMES: Partial<Record<typeof Deno.build.os, string>> = {
  darwin: "macOS",
  windows: "Windows",
};

const missing = (reason: string): Tracer => ({
  available: false,
  reason: `Cannot trace system calls: ${reason}`,
});

/**
 * Finds out whether strace can trace a program here: it traces one that does
 * nothing. It neither throws nor prompts.
 *
 * @param os The system; this one by default.
 */
export async function findTracer(
  os: typeof Deno.build.os = Deno.build.os,
): Promise<Tracer> {
  if (os !== "linux") {
    return missing(
      `the system is ${NAMES[os] ?? os}, and strace is a tool of Linux`,
    );
  }
  const [command] = STRACE;
  const permission = await Deno.permissions.query({ name: "run", command });
  if (permission.state !== "granted") {
    // Deno tells the two apart only by a line on standard error.
    return missing(
      "strace is not installed here, or may not be run without --allow-run=strace; most Linux systems have it as the package strace",
    );
  }
  const decoder = new TextDecoder();
  const run = (...args: string[]) =>
    new Deno.Command(command, { args, stdin: "null" }).output();
  try {
    const [version] = decoder.decode((await run("-V")).stdout).split("\n");
    const { success, stderr } = await run("-e", "trace=none", "true");
    if (success) {
      const command = [...STRACE];
      return {
        available: true,
        command,
        version: version.replace(" -- version", ""),
      };
    }
    const [complaint] = decoder.decode(stderr).trim().split("\n");
    return missing(
      `the system does not permit it ("${
        complaint.replace(/^(\S*\/)?strace: /, "")
      }"), in a container allow it with --cap-add=SYS_PTRACE`,
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return missing(
      "the command strace is not installed here; most Linux systems have it as the package strace",
    );
  }
}
