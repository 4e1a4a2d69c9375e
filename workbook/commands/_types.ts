/**
 * Type errors of a file, as `file:line:column  message`. Runs `deno check`
 * beside the judging: it takes about ten times as long.
 *
 * @param path Relative to the folder of the workbook.
 * @param signal Ends it: a newer save has come.
 * @returns At most three lines, the last one counting the rest.
 */
export async function typeErrors(
  path: string,
  signal: AbortSignal,
): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", path],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1" },
    signal,
  }).spawn();
  const { success, stderr } = await child.output().catch(() => ({
    success: true,
    stderr: new Uint8Array(),
  }));
  if (success || signal.aborted) return [];
  const text = new TextDecoder().decode(stderr);
  const errors: string[] = [];
  for (const part of text.split(/^(?=TS\d+ )/m)) {
    const [, code, message] = part.match(/^(TS\d+) \[ERROR\]: (.+)$/m) ?? [];
    const [place = ""] = part.match(/(?<=at file:\/\/\S+?):\d+:\d+/) ?? [];
    if (code) errors.push(`types     ${path}${place}  ${message}`);
  }
  if (errors.length <= 3) return errors;
  return [
    ...errors.slice(0, 2),
    `types     ${errors.length - 2} more: deno check ${path}`,
  ];
}
