import { LIMITS } from "../../sandbox/limits.ts";
import type { Fact } from "./exchange.ts";
import { equal } from "./expect.ts";
import { eventually, settle } from "./waiting.ts";

/**
 * A fact that is a number: it has come to it by now, or soon, and is the same
 * when everything that is ready has happened.
 *
 * @param did What is counted, in words.
 * @param count Counts.
 */
export function countFact(did: string, count: () => number): Fact {
  return async ([due]) => {
    await settle();
    await eventually(() => count() >= Number(due), LIMITS.replyMs, () => ({
      cause: "wrong-value",
      did,
      expected: due,
      came: String(count()),
    }));
    await settle();
    equal(count(), Number(due), { did });
  };
}
