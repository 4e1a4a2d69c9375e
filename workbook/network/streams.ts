import type { Descriptor } from "./descriptor.ts";
import { badResource } from "./errors.ts";

/**
 * As much as a stream of Deno reads at once. Where the stack has less room than
 * Deno's it is less: `push(...chunk)` needs 8 bytes of it for each byte.
 */
export const streamChunk = { bytes: 65_536 };

/** What a stream says when the program has closed its connection meanwhile. */
function assertNotConsumed(descriptor: Descriptor): void {
  if (descriptor.isOpen) return;
  throw badResource("The stream's underlying resource was closed or consumed");
}

/**
 * What arrives, as a stream of bytes. Its end, its failure and its `cancel()`
 * close the whole connection: a half-close is not possible this way.
 */
export function readableOf(
  descriptor: Descriptor,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  // Whoever takes the stream makes the calls that it makes.
  const at = new Error();
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: streamChunk.bytes,
    async pull(controller) {
      // With autoAllocateChunkSize there is always a request.
      const request = controller.byobRequest!;
      try {
        assertNotConsumed(descriptor);
        const count = await descriptor.read(request.view as Uint8Array, at);
        if (count === null) {
          descriptor.tryClose(at);
          controller.close();
        }
        request.respond(count ?? 0);
      } catch (error) {
        controller.error(error);
        descriptor.tryClose(at);
      }
    },
    cancel: () => descriptor.tryClose(at),
  });
}

/** The bytes of a chunk, whatever kind of view it is. */
function bytesOf(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (chunk instanceof ArrayBuffer || chunk instanceof SharedArrayBuffer) {
    return new Uint8Array(chunk);
  }
  throw new TypeError(
    "Expected ArrayBuffer or ArrayBufferView for write chunk",
  );
}

/** A stream that writes every chunk whole. Its end and its failure close the whole connection. */
export function writableOf(descriptor: Descriptor): WritableStream<Uint8Array> {
  const at = new Error();
  return new WritableStream({
    async write(chunk, controller) {
      try {
        assertNotConsumed(descriptor);
        const data = bytesOf(chunk);
        for (let sent = 0; sent < data.length;) {
          sent += await descriptor.write(data.subarray(sent), at);
        }
      } catch (error) {
        controller.error(error);
        descriptor.tryClose(at);
        throw error;
      }
    },
    close: () => descriptor.tryClose(at),
    abort: () => descriptor.tryClose(at),
  });
}
