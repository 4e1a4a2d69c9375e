import { fileUrl } from "../../workbook/paths.ts";

/** A submission that was made by a tool, in a file that is removed when this is disposed of. */
export interface WrittenSubmission extends AsyncDisposable {
  /** Its file. */
  readonly url: URL;
}

/**
 * Writes a submission into `.handshake`: one folder deep, as `solutions` is, so
 * that its relative imports name the same files. Needs permission to write
 * there.
 *
 * @param name What its name begins with; the rest is chosen, so that two runs never share a file.
 * @param text Its code.
 */
export async function writeSubmission(
  name: string,
  text: string,
): Promise<WrittenSubmission> {
  const folder = fileUrl(".handshake/");
  await Deno.mkdir(folder, { recursive: true });
  const url = new URL(`${name}_${crypto.randomUUID().slice(0, 8)}.ts`, folder);
  await Deno.writeTextFile(url, text);
  return { url, [Symbol.asyncDispose]: () => Deno.remove(url) };
}
