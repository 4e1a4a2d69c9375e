/**
 * Patterns that work as the language says, whatever somebody did to
 * `RegExp.prototype` meanwhile. A submission runs in the process that judges
 * it, and may change that: locking it would make every pattern of the
 * submission up to forty times slower.
 *
 * @module
 */

/** A class of patterns that finds nothing of its own in `RegExp.prototype`. */
class Pattern extends RegExp {}

// What replacing and splitting look up on a pattern: exec, flags, constructor, …
const own = Object.getOwnPropertyDescriptors(RegExp.prototype);
Object.defineProperties(Pattern.prototype, {
  ...own,
  constructor: { value: Pattern },
});
Object.defineProperty(Pattern, Symbol.species, { value: Pattern });
Object.freeze(Pattern.prototype);
Object.freeze(Pattern);

const { prototype } = Pattern;
const { setPrototypeOf } = Reflect;

/**
 * A pattern for code that judges a submission, or that runs while one is
 * judged: `pattern(/^\d+$/)`.
 *
 * @param written The pattern as it is written.
 * @returns The same object; it stays a `RegExp`.
 */
export function pattern(written: RegExp): RegExp {
  setPrototypeOf(written, prototype);
  return written;
}
