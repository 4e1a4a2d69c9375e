/**
 * Something in the place of `Deno.test` that registers nothing: a submission may
 * have tests of its own, and they are no checks.
 *
 * @param test `Deno.test`.
 */
export function idleTest(test: typeof Deno.test): typeof Deno.test {
  const nothing = () => {};
  return Object.assign(
    () => {},
    Object.fromEntries(Object.keys(test).map((name) => [name, nothing])),
  ) as unknown as typeof Deno.test;
}
