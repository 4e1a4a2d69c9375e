/**
 * What every form of a check needs of the loader, and of its place in a file.
 *
 * @module
 */
import { readablePath } from "../../paths.ts";
import { placesIn } from "../../sandbox/paths.ts";
import type { Place } from "./step.ts";

/** What one check needs, beside what all checks of a grader need. */
export interface CheckNeeds {
  /** Functions that the check calls; by default those that `load()` was told. */
  needs?: readonly string[];
  /** Where to look, whatever fails in the check without a question of its own. */
  lookAt?: string;
  /** The check uses sockets of [::1]: it is ignored where there is no IPv6. */
  ipv6?: boolean;
  /** The check reads the kernel's table: it is ignored where there is none. */
  kernel?: boolean;
  /** The check opens no socket: it runs on no network. */
  pure?: boolean;
  /**
   * Time is virtual in the check: it runs on the model network, also when the
   * others run on real sockets. There a deadline is exact and an hour is free.
   */
  virtual?: boolean;
  /**
   * One read must give all that one small write sent: the check is not judged
   * on profiles of the model network that cut it.
   */
  oneRead?: boolean;
}

/** Registers a check. */
export type Register = (
  name: string,
  needs: CheckNeeds,
  run: () => void | Promise<void>,
) => void;

/**
 * Where a grader called the function that calls this: the first file that is no
 * part of the kit. It is found when it is asked for, since a trace takes longer
 * to read than a script.
 */
export function callerPlace(): Place {
  const here = new Error();
  let place: Place | undefined;
  return {
    get file() {
      return (place ??= placeIn(here.stack)).file;
    },
    get line() {
      return (place ??= placeIn(here.stack)).line;
    },
  };
}

/** The first place in a trace that is no part of the kit. */
function placeIn(stack?: string): Place {
  const kit = new URL(".", import.meta.url).href;
  for (const { file, line } of placesIn(stack)) {
    const ours = file.startsWith(kit) && !file.endsWith("_test.ts");
    if (!ours) return { file: readablePath(file), line: Number(line) };
  }
  return { file: "a script", line: 1 };
}
