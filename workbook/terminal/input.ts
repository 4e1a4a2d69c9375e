const decoder = new TextDecoder();
let rest = "";

/**
 * Reads one line that the learner types.
 *
 * @returns The line without its end; `null` when there is no more input.
 */
export async function readLine(): Promise<string | null> {
  const buffer = new Uint8Array(1024);
  while (true) {
    const end = rest.indexOf("\n");
    if (end >= 0) {
      const line = rest.slice(0, end).replace(/\r$/, "");
      rest = rest.slice(end + 1);
      return line;
    }
    const n = await Deno.stdin.read(buffer);
    if (n === null) {
      const line = rest;
      rest = "";
      return line === "" ? null : line;
    }
    rest += decoder.decode(buffer.subarray(0, n), { stream: true });
  }
}

/**
 * Writes text without a line feed, so that an answer stands behind it. Where
 * the reader of a pipe has gone (`| head`), nothing is written, as
 * `console.log` does it.
 *
 * @param text The text.
 */
export function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let sent = 0; sent < bytes.length;) {
      sent += Deno.stdout.writeSync(bytes.subarray(sent));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
