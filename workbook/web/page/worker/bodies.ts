/**
 * The body of a `Response` or a `Request` that is a stream, read as Deno reads
 * it: in the program itself. A browser reads it elsewhere, which takes real
 * time, and the clock of the model network would run on meanwhile: a right
 * program would be late. It cannot wait for that reading, either, because the
 * stream itself may wait for the clock.
 *
 * @module
 */

const { apply, construct, get } = Reflect;
const { getReader } = ReadableStream.prototype;
const { parse } = JSON;

/** Bodies that are streams of the program. */
const streams = new WeakMap<object, ReadableStream<Uint8Array>>();

/** All that a stream gives. */
async function bytesOf(
  stream: ReadableStream<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = apply(getReader, stream, []) as ReadableStreamDefaultReader<
    Uint8Array
  >;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What each call makes of the bytes. */
const CALLS: Record<string, (bytes: Uint8Array<ArrayBuffer>) => unknown> = {
  arrayBuffer: (bytes) => bytes.buffer,
  bytes: (bytes) => bytes,
  text: textOf,
  json: (bytes) => parse(textOf(bytes)),
};

/** Reads such bodies here. */
export function readBodiesHere(): void {
  for (const name of ["Response", "Request"] as const) {
    const own = globalThis[name];
    const { prototype } = own;
    const watched: typeof own = new Proxy(own, {
      construct(target, args, newTarget) {
        const made = construct(
          target,
          args,
          newTarget === watched ? target : newTarget,
        );
        const body = name === "Response" ? args[0] : args[1]?.body;
        if (body instanceof ReadableStream) streams.set(made, body);
        return made;
      },
    });
    Object.defineProperty(prototype, "constructor", { value: watched });
    Object.defineProperty(globalThis, name, { value: watched });
    for (const [call, make] of Object.entries(CALLS)) {
      const there = get(prototype, call);
      if (typeof there !== "function") continue;
      const { [call]: value } = {
        async [call](this: object, ...args: unknown[]) {
          const stream = streams.get(this);
          // What is read already is refused in the browser's words.
          if (!stream || stream.locked) return await apply(there, this, args);
          return make(await bytesOf(stream));
        },
      };
      Object.defineProperty(prototype, call, { value });
    }
  }
}
