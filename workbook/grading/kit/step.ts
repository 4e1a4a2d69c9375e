/**
 * What a script consists of: steps, and the names that they may use.
 *
 * @module
 */
import type { InScript, Payload, Rest } from "./payload.ts";
import type { Peer } from "./peer.ts";

/** What a script may name. */
export interface Vocabulary {
  /** Who may act: `client`. A number may follow: `client 2`. */
  peers: readonly string[];
  /** What may stand before `=`. */
  facts: readonly string[];
  /** What may be done: `stop()`, `work N resolves …`. Each `N` is a number; items stand at a `…` at the end. */
  actions: readonly string[];
  /** Functions that the script may call itself: `readWithin`. */
  calls?: readonly string[];
  /** Words that stand for a value in such a call: the endpoint of `server`. */
  values?: readonly string[];
  /** How many calls were made before the script begins; none by default. */
  made?: number;
  /** Whether the script is about a call, which returns or throws. */
  isCall: boolean;
  /** What else may stand behind an arrow. */
  sign?: ReadSign;
}

/** When a call must settle, counted from the step before. */
export interface Due {
  /** `after`: then, and no earlier. `within`: then at the latest. */
  kind: "after" | "within";
  ms: number;
  /** Milliseconds at the latest, where that is later than `ms`. */
  toMs?: number;
  /** Whether the call stands on the same line, so that nothing came between. */
  isExact?: boolean;
}

/** What a peer does at a sign that a kind of script has for itself. */
export interface OwnDeed {
  /** What is sent or expected, if a text stands there. */
  payload: Payload;
  /** Does it; `value` is the payload in this check, `undefined` without one. */
  act(peer: Peer, value: unknown, lookAt?: string): Promise<unknown>;
}

/** Reads such a sign behind an arrow; `undefined` if none stands there. */
export type ReadSign = (arrow: "→" | "←", rest: Rest) => OwnDeed | undefined;

/** What one step does. */
export type Deed =
  | { verb: "halfClose" | "close" | "reset"; who: string }
  // Whoever had that name before is another one. `row`: of a list of rows, from 0 on.
  | { verb: "connect"; who: string; isNew?: boolean; row?: number }
  | { verb: "send"; who: string; payload: Payload; pieces?: number[] }
  | { verb: "expect"; who: string; payload: Payload }
  | { verb: "own"; who: string; arrow: "→" | "←" } & OwnDeed
  | { verb: "expectFin" | "expectClose" | "expectReset"; who: string }
  | { verb: "expectEnd" | "expectNothing"; who: string }
  | { verb: "note"; text: string }
  // Unread: bytes that are there already, or come, wait for their reader.
  | { verb: "time passes"; isUnread?: boolean }
  | { verb: "a moment passes" }
  | { verb: "pass"; ms: number; isUnread?: boolean }
  | { verb: "fact"; name: string; items: Payload[] }
  | { verb: "act"; name: string; numbers: number[]; items: Payload[] }
  | { verb: "call"; name: string; args: Payload[]; text: string }
  | Result;

/** What is said of a call: of the last one, unless `of` tells its number. */
export type Result =
  & { of?: number; due?: Due }
  & (
    | { verb: "returns"; payload: Payload }
    | { verb: "throws"; error?: Payload; names: string[]; holds: Payload[] }
    | { verb: "resolves" | "resolves closed" }
    | { verb: "settles" | "settles closed" | "pending" }
  );

const RESULTS: ReadonlySet<string> = new Set<Result["verb"]>([
  "returns",
  "throws",
  "resolves",
  "resolves closed",
  "settles",
  "settles closed",
  "pending",
]);

/** Whether a step says something of a call. */
export const isResult = (deed: Deed): deed is Result => RESULTS.has(deed.verb);

/** One step of a script. */
export type Step = Deed & {
  /** Where to look when it fails: its own question, or that of a line above. */
  lookAt?: string;
  /** The line, if it happens while the script goes on: the same object in all its steps. */
  meanwhile?: { text: string };
};

/** Where a script begins. */
export interface Place {
  /** `tests/03_server_flow_test.ts`. */
  file: string;
  line: number;
}

/** A template whose text is a script. */
export type Tag<Result> = (
  strings: TemplateStringsArray,
  ...given: InScript[]
) => Result;
