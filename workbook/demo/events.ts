/**
 * What a demonstration is: an async generator of the events below. A demo
 * prints nothing itself. The terminal, a page and a test each read the same
 * events.
 */
import type { SocketRow } from "../kernel/mod.ts";
import type { TcpState } from "../tcp/state.ts";
import type { Queue, RingEnd } from "../terminal/queues.ts";
import type { Exchange } from "../terminal/sequence.ts";

/** A step begins: its number and its title are shown. */
export interface StepEvent {
  /** Tells a step from the other events. */
  type: "step";
  /**
   * The step of the lesson's text that it belongs to, from 1. Several steps of
   * a demo may belong to one step of the text; they follow one another.
   */
  step: number;
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

/** What was done once, not now: Deno has no call for it, or it takes too long. */
export interface RecordedEvent {
  /** Tells a recording from the other events. */
  type: "recorded";
  /** What was done: a call of C, or words. */
  did: string;
  /** What it gave, or what was seen then. */
  result: string;
}

/** The kernel's own rows, read at this moment. */
export interface RowsEvent {
  /** Tells rows from the other events. */
  type: "rows";
  /** The rows, in the order in which they are shown. */
  rows: SocketRow[];
  /** The word beside a row, by `rowKey(row)`: "client", "server side, not accepted". */
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

/** Segments drawn between client and server. */
export interface SegmentsEvent extends Exchange {
  /** Tells segments from the other events. */
  type: "segments";
}

/** Where one end of a connection is in the state diagram. */
export interface StateEvent {
  /** Tells a state from the other events. */
  type: "state";
  /** The state to mark. */
  state: TcpState;
  /** Whose state it is: "client 49474". */
  of: string;
  /** Draws the whole diagram with the events on its arrows; otherwise a small one. */
  whole?: boolean;
}

/** How full some buffers are, drawn as bars. */
export interface QueuesEvent {
  /** Tells queues from the other events. */
  type: "queues";
  /** The buffers, in the order in which they are drawn. */
  queues: Queue[];
}

/** The four buffers of a connection as a ring: where it is full, nothing moves. */
export interface RingEvent {
  /** Tells a ring from the other events. */
  type: "ring";
  /** The end drawn on the left. */
  client: RingEnd;
  /** The end drawn on the right. */
  server: RingEnd;
}

/** A short paragraph: what the evidence just shown means. */
export interface SayEvent {
  /** Tells a paragraph from the other events. */
  type: "say";
  /** The paragraph, with `code` between backticks. */
  text: string;
}

/**
 * A prediction to make before the evidence. On a terminal the learner chooses
 * an option first. In a pipe the question is printed, and its right option
 * after the evidence.
 */
export interface AskEvent {
  /** Tells a question from the other events. */
  type: "ask";
  /** Names the question in `guide.ts`: "read-twice". */
  id: string;
}

/**
 * Something this machine cannot show. The demo continues without it. It may say
 * so at every step: whoever shows the events shows one text once.
 */
export interface UnavailableEvent {
  /** Tells this from the other events. */
  type: "unavailable";
  /** One sentence: what, why, and what is shown instead. */
  text: string;
}

/** Everything a demonstration can show. */
export type DemoEvent =
  | StepEvent
  | CallEvent
  | RecordedEvent
  | RowsEvent
  | BytesEvent
  | SegmentsEvent
  | StateEvent
  | QueuesEvent
  | RingEvent
  | SayEvent
  | AskEvent
  | UnavailableEvent;

/** The events of a demonstration, or of a part of it. */
export type Events = AsyncGenerator<DemoEvent, void, void>;

/** A lesson's demonstration. It closes everything it opened, also when it is left early (`using`, `finally`). */
export type Demo = () => Events;
