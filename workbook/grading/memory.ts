/**
 * How much memory the process `pid` uses now.
 *
 * @param pid Number of the process.
 * @returns Bytes in physical memory; `undefined` where it cannot be told.
 */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const [command, args, unit] = Deno.build.os === "linux"
    ? ["cat", [`/proc/${pid}/statm`], 4096] as const
    : ["ps", ["-o", "rss=", "-p", String(pid)], 1024] as const;
  if (Deno.build.os === "windows") return;
  try {
    const { stdout } = await new Deno.Command(command, {
      args: [...args],
      stderr: "null",
    }).output();
    const fields = new TextDecoder().decode(stdout).trim().split(/\s+/);
    const value = Number(Deno.build.os === "linux" ? fields[1] : fields[0]);
    return value > 0 ? value * unit : undefined;
  } catch {
    return; // No permission, no such command: the limit cannot be watched.
  }
}
