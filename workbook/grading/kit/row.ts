import type { Expectation, Refusal } from "./expectations.ts";

/** A question, or one that depends on what came. */
export type LookAt = string | ((came: unknown) => string);

/** One call: its arguments, what it gives, and where to look; a question holds for the rows below it, too. */
export type Row<Args extends unknown[], Result> = readonly [
  args: Readonly<Args>,
  expected: Awaited<Result> | Expectation | Refusal,
  lookAt?: LookAt,
];
