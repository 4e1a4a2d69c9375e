/**
 * Replaces a property of an object that belongs to the runtime.
 *
 * @param target The object, such as `globalThis`.
 * @param name The property.
 * @param value What stands there instead.
 * @returns Puts back what was there.
 */
export function replace(
  target: object,
  name: string,
  value: unknown,
): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {
    value,
    writable: true,
    enumerable: before?.enumerable ?? true,
    configurable: true,
  });
  return () => {
    if (before) Object.defineProperty(target, name, before);
    else delete (target as Record<string, unknown>)[name];
  };
}

/** Undoes several replacements, once. */
export function undoAll(undo: (() => void)[]): () => void {
  return () => {
    for (const restore of undo.splice(0)) restore();
  };
}
