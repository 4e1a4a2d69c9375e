/**
 * Bytes of a submission, seen without asking them: a subclass may have methods
 * and getters of its own.
 *
 * @module
 */
const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
const prototype = getPrototypeOf(Uint8Array.prototype)!;
const getter = (name: PropertyKey) =>
  getOwnPropertyDescriptor(prototype, name)!.get!;
const buffer = getter("buffer");
const byteOffset = getter("byteOffset");
const byteLength = getter("byteLength");
const kind = getter(Symbol.toStringTag);

/** Whether a value is an array of bytes, of whatever class, and no stand-in for one. */
export function isBytes(value: unknown): value is Uint8Array {
  return apply(kind, value, []) === "Uint8Array";
}

/** The same bytes behind an array of ours. Where their buffer was handed over there are none. */
export function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number = apply(byteLength, bytes, []);
  // Nobody can look into a buffer that is gone.
  if (length === 0) return new Uint8Array();
  return new Uint8Array(
    apply(buffer, bytes, []),
    apply(byteOffset, bytes, []),
    length,
  );
}
