import type { ProfileName } from "../../network/mod.ts";

/** Options of `Deno.test`, as the checks use them. */
export interface CheckOptions {
  ignore: boolean;
  timeout: number;
  /** The part of the lesson that the check belongs to. */
  part?: string;
  /** The model network that the check needs, also when others run on real sockets: much time passes in it. */
  network?: ProfileName;
}

/** Why a check is not judged. `child.ts` reads it for the verdict. */
export type Ignored =
  | "not written"
  | "not exported"
  | "not loadable"
  | "no IPv6"
  | "no kernel table";

/** Reasons by the options object they belong to. */
export const ignoredBecause: WeakMap<CheckOptions, Ignored> = new WeakMap();

/** Options of the same check on the model network, by those on real sockets. */
export const modelOptions: WeakMap<CheckOptions, CheckOptions> = new WeakMap();
