/**
 * Stands in for `node:timers`, whose own calls nobody can replace: the global
 * ones, whose clock may be virtual.
 *
 * @module
 */
import * as promises from "./node_timers_promises.ts";

const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
const { setImmediate, clearImmediate } = globalThis;

const timers = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
  promises,
};

export default timers;
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  promises,
  setImmediate,
  setInterval,
  setTimeout,
};
