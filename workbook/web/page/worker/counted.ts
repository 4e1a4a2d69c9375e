/**
 * Classes of bytes that count what they take. The page puts an import of those
 * that a submission makes into its code: its own names stand for these, and the
 * engine's stay as they are. A page cannot ask what memory a Worker has, and a
 * buffer that is only made, not written, costs nothing that it would notice.
 *
 * @module
 */
import { MOST_BYTES } from "../judge/worker_messages.ts";
import { later } from "./deno.ts";

/** Smaller ones are not counted: they cost less than counting them. */
const SMALL_BYTES = 4_096;

const { apply, construct, get } = Reflect;
const { register } = FinalizationRegistry.prototype;

const gone = new FinalizationRegistry<number>((size) => later.bytes -= size);

function count(made: object): void {
  const size = get(made, "byteLength") as number;
  if (size < SMALL_BYTES || !later.isCounting) return;
  later.bytes += size;
  apply(register, gone, [made, size]);
  if (later.bytes > MOST_BYTES) later.outOfMemory(later.bytes);
}

const { SharedArrayBuffer: Shared, ArrayBuffer: Own } = globalThis;

function isBuffer(value: unknown): boolean {
  return value instanceof Own || value instanceof Shared;
}

// deno-lint-ignore ban-types
function counted<T extends Function>(constructor: T): T {
  const made: T = new Proxy(constructor, {
    construct(target, args, newTarget) {
      const object = construct(
        target,
        args,
        newTarget === made ? target : newTarget,
      );
      // A view of a buffer that is there takes nothing.
      if (!isBuffer(args[0])) count(object);
      return object;
    },
  });
  return made;
}

const CountedArrayBuffer = counted(ArrayBuffer);
const CountedUint8Array = counted(Uint8Array);
const CountedInt32Array = counted(Int32Array);
const CountedFloat64Array = counted(Float64Array);

export {
  CountedArrayBuffer as ArrayBuffer,
  CountedFloat64Array as Float64Array,
  CountedInt32Array as Int32Array,
  CountedUint8Array as Uint8Array,
};
