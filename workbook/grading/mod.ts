/**
 * What a grader is written with.
 *
 * @module
 */
export {
  equal,
  expect,
  settles,
  show,
  type Telling,
  throws,
} from "./expect.ts";
export { type Cause, type Fault, Wrong } from "./fault.ts";
export { hurryTimers, isPatient } from "./hurry.ts";
export { LIMITS } from "./limits.ts";
export type { CheckOptions } from "./check_options.ts";
export { load, type Loaded } from "./load.ts";
export { countOpen } from "./opened.ts";
export { real } from "./real_sockets.ts";
export { delay, eventually, isPending, settle, within } from "./patience.ts";
export { type Host, host } from "./host.ts";
export { type Pair, pair } from "./pair.ts";
export { concat, type End } from "./incoming.ts";
export { Peer, type WaitOptions } from "./peer.ts";
export * as random from "./random.ts";
export { afterCheck, note } from "./session.ts";
