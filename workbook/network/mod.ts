/**
 * A loopback network in memory that stands in for `Deno.listen` and
 * `Deno.connect`: real TCP semantics, decided by a seed, hostile on demand, on
 * virtual time.
 *
 * @module
 */
export type { Endpoint, SocketRow, SocketTableSource } from "../kernel/mod.ts";
export type { SegmentListener } from "./kernel.ts";
export type { OpenSocket } from "./leaks.ts";
export type { ObservedCall, ObservedOutcome, Observer } from "./observer.ts";
export type { Network, NetworkOptions } from "./interface.ts";
export { createNetwork } from "./network.ts";
export {
  type Profile,
  PROFILE_NAMES,
  type ProfileName,
  PROFILES,
  type Range,
} from "./profiles.ts";
export { Random } from "./random.ts";
export type { Flags, Segment } from "./segment.ts";
