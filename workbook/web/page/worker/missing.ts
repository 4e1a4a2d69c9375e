/**
 * What Deno has of the web's own interfaces and a browser may not have yet.
 *
 * @module
 */

/** Adds it. */
export function addMissing(): void {
  if ("from" in ReadableStream) return;
  Object.defineProperty(ReadableStream, "from", {
    value: from,
    writable: true,
    configurable: true,
  });
}

/** `ReadableStream.from()`, as the Streams standard has it. */
function from<T>(source: Iterable<T> | AsyncIterable<T>): ReadableStream<T> {
  const iterator = Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
  return new ReadableStream<T>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(await value);
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  }, { highWaterMark: 0 });
}
