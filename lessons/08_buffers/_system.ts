/** What a system says of its limits, beside the socket table. */

/**
 * What a command prints.
 *
 * @returns Its text; `undefined` where it is not installed, or may not be run.
 */
export async function readFrom(
  command: string,
  ...args: string[]
): Promise<string | undefined> {
  const permission = await Deno.permissions.query({ name: "run", command });
  if (permission.state !== "granted") return undefined;
  try {
    const output = await new Deno.Command(command, { args }).output();
    return output.success
      ? new TextDecoder().decode(output.stdout).trim()
      : undefined;
  } catch {
    return undefined;
  }
}
