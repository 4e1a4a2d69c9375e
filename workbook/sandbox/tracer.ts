import { STRACE } from "../xray/strace.ts";

/** Whether system calls can be traced here, and with what. */
export type Tracer =
  | { available: true; command: string[]; version: string }
  | { available: false; reason: string };

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
 * Finds out whether strace can trace a program here, by tracing one that does
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
