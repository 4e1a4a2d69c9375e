/**
 * The program that runs this one: how a process of its own is started.
 *
 * @returns Its path, where the process may run that. Otherwise `deno`, as PATH
 * has it: that may be missing, another version, or on Windows npm's `deno.cmd`,
 * which only a shell can start.
 */
export function denoProgram(): string {
  const command = Deno.execPath();
  const { state } = Deno.permissions.querySync({ name: "run", command });
  return state === "granted" ? command : "deno";
}
