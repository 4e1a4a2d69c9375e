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
} from "./kit/expect.ts";
export { type Cause, type Fault, Wrong } from "../sandbox/fault.ts";
export { hurryTimers, isPatient } from "./kit/fast_timers.ts";
export { LIMITS } from "../sandbox/limits.ts";
export type { CheckOptions } from "./child/check_options.ts";
export { load, type Loaded } from "./child/load.ts";
export { countOpen } from "./kit/open_sockets.ts";
export { real } from "./kit/real_sockets.ts";
export { delay, eventually, isPending, settle, within } from "./kit/waiting.ts";
export { type Host, host } from "./kit/host.ts";
export { type Pair, pair } from "./kit/pair.ts";
export { concat, type End } from "./kit/incoming.ts";
export { Peer, type WaitOptions } from "./kit/peer.ts";
export * as random from "./kit/random.ts";
export { afterCheck, note } from "./kit/check_context.ts";
