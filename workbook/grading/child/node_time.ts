/**
 * Gives a submission that imports `node:timers` or `node:timers/promises` what
 * stands in for them: nobody can replace their calls later, for the model
 * network's clock. What it imports of `node:process` by name nobody could take
 * away from there, either. Loading `node:module` takes longer than most checks, so
 * only such a submission pays for it.
 *
 * @module
 */
import { registerHooks } from "node:module";
import "../../network/node_process.ts";
import "../../network/node_timers.ts";

const STAND_INS: Record<string, string> = {
  "node:timers": "node_timers.ts",
  "node:timers/promises": "node_timers_promises.ts",
  "node:process": "node_process.ts",
};

const network = new URL("../../network/", import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const file = STAND_INS[specifier] ?? STAND_INS[`node:${specifier}`];
    return file
      ? { url: new URL(file, network).href, shortCircuit: true }
      : next(specifier, context);
  },
});
