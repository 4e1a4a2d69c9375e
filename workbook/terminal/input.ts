const decoder = new TextDecoder();
let rest = "";

/** The read of the standard input that goes on. */
let reading: Promise<Uint8Array | null> | undefined;

/**
 * What is typed next. One read goes on at a time: whoever stops waiting for it
 * leaves it to the next one who waits, and no key is lost to nobody.
 *
 * @returns The bytes; `null` when there is no more input. Who uses them calls
 * {@linkcode takeInput}, and then nobody else gets them.
 */
export function awaitInput(): Promise<Uint8Array | null> {
  if (!reading) {
    const buffer = new Uint8Array(1024);
    reading = Deno.stdin.read(buffer)
      .then((n) => n === null ? null : buffer.subarray(0, n));
    // An error is told to who waits next.
    reading.catch(() => {});
  }
  return reading;
}

/** Takes what {@linkcode awaitInput} gave. */
export function takeInput(): void {
  reading = undefined;
}

/**
 * Reads one line that the learner types.
 *
 * @param signal Ends the waiting.
 * @returns The line without its end; `null` when there is no more input.
 * @throws The reason of `signal`, if it was aborted.
 */
export async function readLine(signal?: AbortSignal): Promise<string | null> {
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const abort = () => aborted.reject(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    while (true) {
      signal?.throwIfAborted();
      const end = rest.indexOf("\n");
      if (end >= 0) {
        const line = rest.slice(0, end).replace(/\r$/, "");
        rest = rest.slice(end + 1);
        return line;
      }
      const bytes = await Promise.race([awaitInput(), aborted.promise]);
      takeInput();
      if (bytes === null) {
        const line = rest;
        rest = "";
        return line === "" ? null : line;
      }
      rest += decoder.decode(bytes, { stream: true });
    }
  } finally {
    signal?.removeEventListener("abort", abort);
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
