import { assertEquals, assertNotEquals } from "@std/assert";
import { pattern } from "./pattern.ts";

type Make = (written: RegExp) => RegExp;

/** Everything that can be done with a pattern; what it gives, as text. */
function uses(make: Make): string {
  const text = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
  const again = make(/\w+/g);
  const sticky = make(/\w/y);
  return JSON.stringify([
    make(/^GET/).test(text),
    make(/(\w+): (?<value>\w)/d).exec(text),
    again.exec(text)?.[0],
    again.exec(text)?.[0],
    again.lastIndex,
    sticky.test(text),
    sticky.lastIndex,
    text.split(make(/\r?\n/)),
    text.split(make(/(: )/), 2),
    text.replace(make(/\w+/g), (word) => `${word.length}`),
    text.replace(make(/(?<first>\w)(\w)/gu), "$2$<first>$&"),
    text.replaceAll(make(/\s/g), "_"),
    text.match(make(/\/(\w)/)),
    text.match(make(/[a-z]/gi)),
    [...text.matchAll(make(/(\w)\r/g))].map(([, letter]) => letter),
    text.search(make(/HTTP/)),
    String(make(/x/gi)),
    make(/x/s).flags + make(/x/v).source,
    make(/x/m) instanceof RegExp,
  ]);
}

/** Runs something while a property is another. */
function whileChanged<T>(
  owner: object,
  key: PropertyKey,
  changed: PropertyDescriptor,
  run: () => T,
): T | "threw" {
  const was = Object.getOwnPropertyDescriptor(owner, key);
  Object.defineProperty(owner, key, { ...changed, configurable: true });
  try {
    return run();
  } catch {
    return "threw";
  } finally {
    if (was) Object.defineProperty(owner, key, was);
    else Reflect.deleteProperty(owner, key);
  }
}

/** A class that a pattern may be made to make others of. */
class Blind extends RegExp {
  override exec(): null {
    return null;
  }
}

/** What a submission could put in the place of a property of `RegExp.prototype`. */
const LIES: Partial<Record<PropertyKey, PropertyDescriptor>> = {
  exec: { value: () => null },
  test: { value: () => true },
  compile: { value: () => {} },
  toString: { value: () => "/y/" },
  flags: { get: () => "" },
  // With true, match() of any other pattern would never end.
  global: { get: () => false },
  source: { get: () => "y" },
  constructor: { value: { [Symbol.species]: Blind } },
  [Symbol.match]: { value: () => null },
  [Symbol.matchAll]: { value: () => [] },
  [Symbol.replace]: { value: () => "" },
  [Symbol.search]: { value: () => 0 },
  [Symbol.split]: { value: () => [] },
};

/** It does nothing here. */
const UNASKED: PropertyKey[] = ["compile"];

for (const key of Reflect.ownKeys(RegExp.prototype)) {
  const lie = LIES[key as string] ?? { get: () => true };
  Deno.test(`pattern() does not ask RegExp.prototype for ${String(key)}`, () => {
    const right = uses((written) => written);
    assertEquals(uses(pattern), right);
    const change = (make: Make) =>
      whileChanged(RegExp.prototype, key, lie, () => uses(make));
    assertEquals(change(pattern), right);
    // The lie is one: a pattern without this believes it.
    if (!UNASKED.includes(key)) {
      assertNotEquals(change((written) => written), right);
    }
  });
}

Deno.test("pattern() does not ask RegExp for a species", () => {
  const lie = { get: () => Blind };
  const change = (make: Make) =>
    whileChanged(RegExp, Symbol.species, lie, () => uses(make));
  const right = uses((written) => written);
  assertEquals(change(pattern), right);
  assertNotEquals(change((written) => written), right);
});

Deno.test("pattern() finds nothing that is added to RegExp.prototype", () => {
  const right = uses(pattern);
  const lie = { value: 0 };
  const change = () =>
    whileChanged(RegExp.prototype, "lastIndex", lie, () => uses(pattern));
  assertEquals(change(), right);
});
