import type { Endpoint } from "../endpoint.ts";
import { pattern } from "../pattern.ts";

/** A socket that a program has opened and not closed. */
export interface OpenSocket {
  /** What it is. */
  readonly kind: "listener" | "connection";
  /** This side. */
  readonly local: Endpoint;
  /** The other side; a listener has none. */
  readonly remote?: Endpoint;
  /** The line that opened it, as in a stack trace: `file:///…/exercise.ts:12:20`; `undefined` if it cannot be told. */
  readonly where: string | undefined;
  /** The whole stack of the call that opened it. */
  readonly stack: string;
}

/** The folder of this file: frames inside it are the network's own. */
const HERE = new URL(".", import.meta.url).href;

/** A frame of a file: not of the runtime, not of the network itself. A test beside it counts as a program. */
function isProgram(place: string): boolean {
  return !place.startsWith(HERE) ||
    pattern(/_test\.ts:|\/scenarios\//).test(place);
}

/** The first line of a program in a stack. */
export function placeIn(stack: string): string | undefined {
  for (
    const [place] of stack.matchAll(pattern(/file:\/\/\S+?:\d+:\d+(?![\d/])/g))
  ) {
    if (isProgram(place)) return place;
  }
}
