/**
 * `@std/testing/bdd` has no npm build, and its authors point to `node:test`:
 * this is that, with its types.
 *
 * @module
 */
export { after, afterEach, before, beforeEach, describe, it } from "node:test";
