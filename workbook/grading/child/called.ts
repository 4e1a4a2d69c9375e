/**
 * Whose an error is: calls of the submission are remembered, since a trace does
 * not always name its file. Deno's own calls make such errors.
 *
 * @module
 */
import { blameSubmission, isSubmissions } from "../../sandbox/thrown_fault.ts";
import { rememberArguments, rememberGiven } from "../kit/given.ts";

const { apply, construct } = Reflect;
const { then } = Promise.prototype;

/**
 * Promises that the submission returned. Nothing is chained to them while a check
 * runs: a promise that is handled here would not be reported as unhandled, and
 * one more turn of the microtask queue hides faults from the checks.
 */
let returned: Array<
  { name: string; args: unknown[]; promise: Promise<unknown> }
> = [];

function watched(
  name: string,
  args: unknown[],
  call: () => unknown,
): unknown {
  rememberArguments(name, args);
  try {
    const result = call();
    if (result instanceof Promise) {
      returned.push({ name, args, promise: result });
    } else rememberGiven(name, args, result);
    return result;
  } catch (error) {
    blameSubmission(error);
    throw error;
  }
}

/**
 * The exports of a submission. What their calls throw or reject with is known as
 * the submission's from then on.
 *
 * @param module The exports.
 * @returns The same exports, the functions with this around them.
 */
export function watchCalls<T extends object>(module: T): T {
  const exports = Object.entries(module).map(([name, value]) => [
    name,
    typeof value === "function"
      ? new Proxy(value as () => unknown, {
        apply: (call, self, args) =>
          watched(name, args, () => apply(call, self, args)),
        construct: (type, args, newTarget) =>
          watched(name, args, () => construct(type, args, newTarget)) as object,
      })
      : value,
  ]);
  return Object.fromEntries(exports);
}

/** Forgets the promises of the check before. */
export function forgetCalls(): void {
  returned = [];
}

/**
 * Remembers what the promises of the check gave, when it has ended: the calls of
 * the next one must leave that as it is.
 */
export async function rememberResolved(): Promise<void> {
  for (const { name, args, promise } of returned) {
    const remember = (value: unknown) => rememberGiven(name, args, value);
    try {
      apply(then, promise, [remember, () => {}]);
    } catch {
      // As below.
    }
  }
  await null;
}

/**
 * Whether an error that ended a check is the submission's.
 *
 * @param error What was thrown.
 */
export async function isFromSubmission(error: unknown): Promise<boolean> {
  for (const { promise } of returned) {
    try {
      apply(then, promise, [null, blameSubmission]);
    } catch {
      // A class of the submission's own, which throws: it hides only itself.
    }
  }
  // The reactions above run before this one does.
  await null;
  return isSubmissions(error);
}
