/**
 * What a demonstration is: an async generator of the events below. A demo
 * prints nothing itself. The terminal, a page and a test each read the same
 * events.
 */
import type { SocketRow } from "../kernel/mod.ts";

/** One step of a demonstration begins: a number and a title are shown. */
export interface StepEvent {
  /** Tells a step from the other events. */
  type: "step";
  /** What is about to be done, in a few words. */
  title: string;
}

/** A Deno call that was made, with its real arguments. */
export interface CallEvent {
  /** Tells a call from the other events. */
  type: "call";
  /** The call as written, real values filled in: `Deno.listen({ hostname: "127.0.0.1", port: 0 })`. */
  deno: string;
  /** The C calls the runtime makes beneath it, in order. */
  c?: string[];
  /** What it returned or threw, as the program saw it. */
  result?: string;
}

/** The kernel's own rows, read at this moment. */
export interface RowsEvent {
  /** Tells rows from the other events. */
  type: "rows";
  /** The rows, in the order in which they are shown. */
  rows: SocketRow[];
  /** A word beside a row, by `rowKey(row)`: "client", "server side, not accepted". */
  labels?: Record<string, string>;
}

/** Bytes that one side sent or received, before the code that reads them. */
export interface BytesEvent {
  /** Tells bytes from the other events. */
  type: "bytes";
  /** What the bytes are: "the client writes", "sockaddr_in of 127.0.0.1:9821". */
  title: string;
  /** The bytes themselves. */
  bytes: Uint8Array;
  /** Names for stretches of the bytes, in order; they need not cover all. */
  fields?: Array<{ length: number; name: string }>;
}

/** A segment between the two ends, drawn in a sequence diagram. */
export interface Segment {
  /** The end that sent it. */
  from: "client" | "server";
  /** The flags and lengths as they are drawn: "SYN", "SYN, ACK", "FIN, ACK", "data, 5 bytes". */
  label: string;
  /** State of the client after this segment was sent and received, if it is worth a note. */
  client?: string;
  /** State of the server after it. */
  server?: string;
  /** The segment does not arrive: dropped by the receiver. */
  lost?: boolean;
}

/** Segments drawn between client and server. */
export interface SegmentsEvent {
  /** Tells segments from the other events. */
  type: "segments";
  /** Column heading of the client, such as "client 49474". */
  client: string;
  /** Column heading of the server. */
  server: string;
  /** The segments, in the order in which they were sent. */
  segments: Segment[];
}

/** A short paragraph: what the evidence just shown means. */
export interface SayEvent {
  /** Tells a paragraph from the other events. */
  type: "say";
  /** The paragraph; `code` stands between backticks. */
  text: string;
}

/**
 * A prediction to make before the evidence. On a terminal the learner answers
 * first; in a pipe the question is printed, and its answer after the evidence.
 */
export interface AskEvent {
  /** Tells a question from the other events. */
  type: "ask";
  /** Names the question in `catalogue.ts`: "read-twice". */
  id: string;
}

/** Something this machine cannot show, said once: the demo goes on. */
export interface UnavailableEvent {
  /** Tells this from the other events. */
  type: "unavailable";
  /** One sentence: what, why, and what is shown instead. */
  text: string;
}

/** Everything a demonstration can say. */
export type DemoEvent =
  | StepEvent
  | CallEvent
  | RowsEvent
  | BytesEvent
  | SegmentsEvent
  | SayEvent
  | AskEvent
  | UnavailableEvent;

/** A lesson's demonstration. It closes everything it opened, also when it is abandoned half-way (`finally`). */
export type Demo = () => AsyncGenerator<DemoEvent, void, void>;
