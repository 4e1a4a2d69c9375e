/**
 * What a demonstration is written with: short ways to make its events, the
 * kernel's rows, and a place for what must be closed when it ends.
 *
 * @module
 */
import type { Segment, TcpState } from "../tcp/mod.ts";
import type {
  AskEvent,
  BytesEvent,
  CallEvent,
  RecordedEvent,
  SayEvent,
  SegmentsEvent,
  StateEvent,
  StepEvent,
  UnavailableEvent,
} from "./events.ts";

export type { DemoEvent, Events } from "./events.ts";
export * from "./accept_queue.ts";
export * from "./opened.ts";
export * from "./waiting.ts";
export * from "./watch.ts";

/** A step begins; `number` is that of the text's step. */
export function step(number: number, title: string): StepEvent {
  return { type: "step", step: number, title };
}

/** What the evidence means. */
export function say(text: string): SayEvent {
  return { type: "say", text };
}

/** A question of the guide. */
export function ask(id: string): AskEvent {
  return { type: "ask", id };
}

/** What this machine cannot show, and why. */
export function unavailable(text: string): UnavailableEvent {
  return { type: "unavailable", text };
}

/**
 * A call that was made.
 *
 * @param deno The call as written, real values filled in.
 * @param result What it gave; `undefined` shows none.
 * @param c The C calls beneath it.
 */
export function call(deno: string, result: unknown, ...c: string[]): CallEvent {
  if (result === undefined) return { type: "call", deno, c };
  const text = typeof result === "string" ? result : Deno.inspect(result);
  return { type: "call", deno, c, result: text };
}

/**
 * Makes a call, and shows what it gave or threw.
 *
 * @param deno The call as it is shown.
 * @param run The call itself.
 * @param c The C calls beneath it.
 */
export async function tryCall(
  deno: string,
  run: () => unknown,
  ...c: string[]
): Promise<CallEvent> {
  try {
    return call(deno, await run(), ...c);
  } catch (error) {
    return call(deno, `throws ${errorText(error)}`, ...c);
  }
}

/**
 * What was done once, in this order.
 *
 * @param rows What was done, mostly a call of C, and what it gave.
 */
export function recorded(
  rows: ReadonlyArray<readonly [did: string, result: string]>,
): RecordedEvent[] {
  return rows.map(([did, result]) => ({ type: "recorded", did, result }));
}

/** An error as a program sees it, without Deno's advice on permissions. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message.replace(/, run again.*$/s, "")}`;
}

/** Bytes, and names for stretches of them. */
export function bytes(
  title: string,
  bytes: Uint8Array,
  fields?: BytesEvent["fields"],
): BytesEvent {
  return { type: "bytes", title, bytes, fields };
}

/** The two ends of a connection: their ports, or what to call them. */
export interface Ends {
  client: number | string;
  server: number | string;
}

/** Segments drawn between the two ends. */
export function segments(ends: Ends, ...segments: Segment[]): SegmentsEvent {
  const name = (side: keyof Ends) =>
    typeof ends[side] === "number" ? `${side} ${ends[side]}` : ends[side];
  const [client, server] = [name("client"), name("server")];
  return { type: "segments", client, server, segments };
}

/** The state of one end, marked in the small diagram. */
export function state(of: string, state: TcpState): StateEvent {
  return { type: "state", of, state };
}
