import { blameSubmission } from "../../sandbox/thrown_fault.ts";

const { apply, construct } = Reflect;
const { then } = Promise.prototype;

/** Passes an error on, and remembers whose it is. */
function blame(error: unknown): never {
  blameSubmission(error);
  throw error;
}

function watched(call: () => unknown): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return blame(error);
  }
  return result instanceof Promise
    ? apply(then, result, [undefined, blame])
    : result;
}

/**
 * The exports of a submission. An error that one of its functions throws, or
 * that its promise rejects with, is the submission's from then on, also where its
 * trace names no file: Deno's own calls make such errors.
 *
 * @param module The exports.
 * @returns The same exports, the functions with this around them.
 */
export function watchCalls<T extends object>(module: T): T {
  const exports = Object.entries(module).map(([name, value]) => [
    name,
    typeof value === "function"
      ? new Proxy(value as () => unknown, {
        apply: (call, self, args) => watched(() => apply(call, self, args)),
        construct: (type, args, newTarget) =>
          watched(() => construct(type, args, newTarget)) as object,
      })
      : value,
  ]);
  return Object.fromEntries(exports);
}
