import { assertEquals } from "@std/assert";
import { ByteQueue } from "./bytes.ts";

Deno.test("bytes leave in the order in which they came, whatever the sizes of the pieces", () => {
  const queue = new ByteQueue();
  const came: number[] = [];
  const left: number[] = [];
  for (let round = 1; round <= 50; round++) {
    for (let size = 0; size < round % 7; size++) {
      const piece = Uint8Array.from(
        { length: size },
        (_, i) => came.length + i,
      );
      queue.push(piece);
      came.push(...piece);
    }
    const count = Math.min(queue.length, (round * 5) % 11);
    if (round % 2) left.push(...queue.take(count));
    else {
      const target = new Uint8Array(count);
      assertEquals(queue.readInto(target), count);
      left.push(...target);
    }
    assertEquals(queue.length, came.length - left.length);
  }
  left.push(...queue.take(queue.length));
  assertEquals(left, came);
});

Deno.test("a queue that was cleared is empty, and takes bytes again", () => {
  const queue = new ByteQueue();
  for (const byte of [1, 2, 3]) queue.push(Uint8Array.of(byte));
  queue.take(1);
  queue.clear();
  assertEquals(queue.readInto(new Uint8Array(4)), 0);
  queue.push(Uint8Array.of(4, 5));
  assertEquals([...queue.take(2)], [4, 5]);
});
