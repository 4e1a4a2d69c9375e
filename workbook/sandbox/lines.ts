/**
 * Splits a byte stream into lines.
 *
 * @param readable The stream.
 * @param first How long the first line may be, in characters.
 * @throws {RangeError} If it is longer.
 */
export async function* linesOf(
  readable: ReadableStream<Uint8Array>,
  first = Infinity,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of readable) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    if (lines[0].length > first) {
      throw new RangeError(
        `Cannot read a first line of more than ${first} characters`,
      );
    }
    rest = lines.pop()!;
    if (lines.length > 0) first = Infinity;
    yield* lines;
  }
}
