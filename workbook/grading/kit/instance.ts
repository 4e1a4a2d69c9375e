const { [Symbol.hasInstance]: ordinary } = Function.prototype;
const { apply } = Reflect;

/**
 * Whether a value is an instance of a class. The class itself is not asked: a
 * submission may have given it a `Symbol.hasInstance` of its own.
 */
export function isInstance<T>(
  value: unknown,
  // deno-lint-ignore no-explicit-any
  kind: abstract new (...args: any[]) => T,
): value is T {
  return apply(ordinary, kind, [value]);
}
