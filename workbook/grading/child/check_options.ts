import type { ProfileName } from "../../network/mod.ts";
import type { Part } from "../../scaffold.ts";
import type { Ignored } from "../verdict.ts";

export type { Ignored };

/** Options of `Deno.test`, as the checks use them. */
export interface CheckOptions {
  ignore: boolean;
  timeout: number;
  /** The part of the exercise that the check belongs to. */
  part?: Part;
  /** How many holes of its part are in functions that it has nothing to do with. */
  holesElsewhere?: number;
  /** The model network that the check needs, also when others run on real sockets: much time passes in it. */
  network?: ProfileName;
  /** Whether one read must give all that one small write sent. */
  oneRead?: boolean;
}

/** Reasons by the options object they belong to. */
export const ignoredBecause: WeakMap<CheckOptions, Ignored> = new WeakMap();

/** Options of the same check on the model network, by those on real sockets. */
export const modelOptions: WeakMap<CheckOptions, CheckOptions> = new WeakMap();
