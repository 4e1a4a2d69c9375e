/**
 * What a script consists of: steps, and the names that they may use.
 *
 * @module
 */
import type { InScript, Payload } from "./payload.ts";

/** What a script may name. */
export interface Vocabulary {
  /** Who may act: `client`. A number may follow: `client 2`. */
  peers: readonly string[];
  /** What may stand before `=`. */
  facts: readonly string[];
  /** What may be called: `stop()`. */
  actions: readonly string[];
  /** Whether the script is about a call, which returns or throws. */
  isCall: boolean;
}

/** When a call must settle, counted from the step before. */
export interface Due {
  /** `after`: then, and no earlier. `within`: then at the latest. */
  kind: "after" | "within";
  ms: number;
  /** Milliseconds at the latest, where that is later than `ms`. */
  toMs?: number;
}

/** What one step does. */
export type Deed =
  | { verb: "connect" | "halfClose" | "close" | "reset"; who: string }
  | { verb: "send"; who: string; payload: Payload; pieces?: number[] }
  | { verb: "expect"; who: string; payload: Payload }
  | { verb: "expectFin" | "expectClose" | "expectReset"; who: string }
  | { verb: "expectEnd" | "expectNothing"; who: string }
  | { verb: "note"; text: string }
  | { verb: "time passes" | "a moment passes" }
  | { verb: "pass"; ms: number }
  | { verb: "fact"; name: string; items: Payload[] }
  | { verb: "act"; name: string }
  | { verb: "returns"; payload: Payload; due?: Due }
  | { verb: "throws"; name?: string; holds: Payload[]; due?: Due }
  | { verb: "resolves" | "resolves closed" | "settles"; due?: Due }
  | { verb: "pending" };

/** One step of a script. */
export type Step = Deed & {
  /** Where to look when it fails: its own question, or that of a line above. */
  lookAt?: string;
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
