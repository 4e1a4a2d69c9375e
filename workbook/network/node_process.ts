/**
 * Stands in for `node:process` where a submission imports it: without the ways
 * to other modules and to native code, which `back_doors.ts` takes from its
 * default export alone.
 *
 * @module
 */
// @ts-expect-error: its types know no export but the default one.
export * from "node:process";
export { default } from "node:process";

/** Taken away. */
export const getBuiltinModule = undefined;

/** Taken away. */
export const dlopen = undefined;
