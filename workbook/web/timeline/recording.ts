/**
 * A run on the model network as plain data: what happened, in its order. It
 * survives `JSON.stringify()` and `JSON.parse()` unchanged.
 *
 * @module
 */
import type { TcpEvent, TcpState } from "../../tcp/mod.ts";

/** A party, drawn as one vertical line. */
export interface Lane {
  /** `your program`, `client 1`, `server`. */
  name: string;
  /** Whether it is the program that was recorded, not one of its peers. */
  isProgram: boolean;
}

/** A socket: one end of a connection, or a listener. */
export interface RecordedEnd {
  /** Index of its lane. */
  lane: number;
  /** `127.0.0.1:40001`. */
  local: string;
  /** The other side; a listener has none. */
  remote?: string;
}

/** A segment. Sequence numbers begin at 0 and do not wrap. */
export interface RecordedSegment {
  /** Names it in this recording. */
  id: number;
  /** Index of the lane that sends it, and of the one that it is for. */
  from: number;
  to: number;
  /** Endpoints: `127.0.0.1:40001`. */
  source: string;
  destination: string;
  /** `SYN,ACK`. */
  flags: string;
  seq: number;
  ack: number;
  /** Room in bytes that its sender has. */
  window: number;
  /** Bytes of payload. */
  length: number;
  /** The first of them, two hexadecimal digits each. */
  hex: string;
}

/** What all events have. */
interface Happened {
  /** Virtual milliseconds since the network was made. */
  at: number;
  /** Index of the lane where it happens; notes and faults have none. */
  lane?: number;
}

/** The program calls. */
export interface CallEvent extends Happened {
  kind: "call";
  lane: number;
  /** Names the call in this recording. */
  call: number;
  /** `read`; `timer` for one that the program sets. */
  name: string;
  /** The socket, if it has one yet. */
  end?: number;
  /** What is asked for: `127.0.0.1:80`, `500 ms`, `5 bytes`. */
  asked?: string;
  /** The first bytes that are written, two hexadecimal digits each. */
  hex?: string;
  /** Index of the line that calls, in {@linkcode Recording.places}. */
  place?: number;
}

/** A call of the program has come back. */
export interface ReturnEvent extends Happened {
  kind: "return";
  lane: number;
  call: number;
  name: string;
  /** What it came to: `5`, `null`, `ConnectionReset`. */
  came: string;
  failed: boolean;
  /** The first bytes that were read, two hexadecimal digits each. */
  hex?: string;
}

/** A segment begins or ends its way. */
export interface SegmentEvent extends Happened {
  kind: "sent" | "arrived" | "dropped";
  lane: number;
  /** Its {@linkcode RecordedSegment.id}. */
  segment: number;
}

/** A socket has entered a state. */
export interface StateEvent extends Happened {
  kind: "state";
  lane: number;
  end: number;
  state: TcpState;
  /** What took it there; a listener's state has none. */
  by?: TcpEvent;
}

/** The queues of a socket have changed, or whether a program holds it. */
export interface QueueEvent extends Happened {
  kind: "queue";
  lane: number;
  end: number;
  /** Bytes that nobody has read; of a listener: connections that nobody has accepted. */
  receive: number;
  /** Bytes that are not acknowledged. */
  send: number;
  owned: boolean;
}

/** A timer of the kernel runs from now on. */
export interface TimerEvent extends Happened {
  kind: "timer";
  lane: number;
  end: number;
  /** What happens when it runs out. */
  event: TcpEvent;
  /** When that is, in virtual milliseconds. */
  due: number;
}

/** A line of a check's transcript. */
export interface NoteEvent extends Happened {
  kind: "note";
  text: string;
}

/** The moment of the check's fault. */
export interface FaultEvent extends Happened {
  kind: "fault";
  /** It in a line. */
  text: string;
  /** It in the words of the verdict: a label and a text each. */
  rows: Array<[label: string, text: string]>;
}

/** Something that happened. */
export type RecordedEvent =
  | CallEvent
  | ReturnEvent
  | SegmentEvent
  | StateEvent
  | QueueEvent
  | TimerEvent
  | NoteEvent
  | FaultEvent;

/** One socket at a moment. */
export interface EndNow {
  /** Index in {@linkcode Recording.ends}. */
  end: number;
  lane: number;
  state: TcpState;
  /** What took it into its state. */
  by?: TcpEvent;
  receive: number;
  send: number;
  owned: boolean;
  /** The timer of the kernel that runs for it. */
  timer?: { event: TcpEvent; due: number };
}

/** Everything at a moment. It is never changed: the next moment has its own. */
export interface Picture {
  /** Virtual milliseconds. */
  at: number;
  /** Sockets in the order they began. The oldest that are CLOSED are forgotten. */
  ends: readonly EndNow[];
  /** Calls of the program that have not come back, oldest first. */
  pending: readonly CallEvent[];
  /** Segments on their way, by their id. */
  underWay: readonly number[];
}

/** Events that were left out because there were too many. */
export interface Gap {
  /** How many events of the recording come before it. */
  after: number;
  /** How many were left out. */
  count: number;
  /** How everything stands behind it. */
  picture: Picture;
}

/** A recorded run. */
export interface Recording {
  lanes: Lane[];
  ends: RecordedEnd[];
  /** Lines of the program: `lessons/03_server_flow/exercise.ts:12:20`. */
  places: string[];
  /** Those that the events name, by {@linkcode RecordedSegment.id}. */
  segments: RecordedSegment[];
  events: RecordedEvent[];
  /** Where events were left out, if they were. */
  gap?: Gap;
}

/** Most events of a recording: those of the beginning, and those of the end. */
export const HEAD_EVENTS = 4_000;
export const TAIL_EVENTS = 6_000;
