// deno-lint-ignore-file camelcase -- the keys are events of the state machine
/**
 * A recording in words.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import type { TcpEvent } from "../../tcp/mod.ts";
import type {
  CallEvent,
  QueueEvent,
  RecordedEvent,
  RecordedSegment,
  Recording,
} from "./recording.ts";
import type { Step } from "./steps.ts";

/** What happens, in the words of the state machine's table. */
const EVENTS: Record<TcpEvent, string> = {
  open_passive: "listen()",
  open_active: "connect()",
  send: "write()",
  receive: "read()",
  close: "close() or closeWrite()",
  abort: "a reset by this end",
  "rcv_syn": "a SYN arrives",
  "rcv_syn[passive]": "a SYN arrives, at a listener's connection",
  "rcv_syn[active]": "a SYN arrives, at a connection that dials",
  rcv_syn_ack: "a SYN,ACK arrives",
  rcv_ack: "an ACK arrives",
  rcv_ack_of_syn: "the ACK of its SYN arrives",
  rcv_data: "data arrives",
  rcv_fin: "a FIN arrives",
  rcv_ack_of_fin: "the ACK of its FIN arrives",
  rcv_fin_ack_of_fin: "a FIN arrives, with the ACK of its own",
  "rcv_rst": "a reset arrives",
  "rcv_rst[passive]": "a reset arrives, at a listener's connection",
  "rcv_rst[active]": "a reset arrives, at a connection that dials",
  rcv_bad_ack: "an ACK of nothing arrives",
  rcv_out_of_window: "a segment out of the window arrives",
  timeout_user: "it gives up",
  timeout_rtx: "the SYN is sent again",
  timeout_2msl: "TIME_WAIT ends",
  timeout_orphan: "nobody waits in FIN_WAIT_2 any more",
};

/** What takes a connection from state to state, in words. */
export function eventInWords(event: TcpEvent): string {
  return EVENTS[event];
}

/** Virtual milliseconds, as a reader wants them. */
export function timeInWords(ms: number): string {
  return `${Number(ms.toFixed(3))} ms`;
}

/** Bytes as text; what cannot be shown is a dot. */
export function textOf(hex: string): string {
  return Array.from(Uint8Array.fromHex(hex), printable).join("");
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** So many bytes are in one line of a dump. */
const DUMP_BYTES = 8;

/** Bytes as lines of an offset, eight bytes and their text. */
export function hexDump(hex: string): string {
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += 2 * DUMP_BYTES) {
    const part = hex.slice(at, at + 2 * DUMP_BYTES);
    const bytes = part.match(/../g)!.join(" ");
    const offset = String(at / 2).padStart(4);
    lines.push(
      `${offset}  ${bytes.padEnd(3 * DUMP_BYTES - 1)}  ${textOf(part)}`,
    );
  }
  return lines.join("\n");
}

/** The line number in a place: `exercise.ts:12:20` is in line 12. */
export function lineOf(place: string): number {
  return Number(place.match(/:(\d+):\d+$/)?.[1] ?? 0);
}

/** A call as the program writes it. */
export function callInWords({ name, asked, hex }: CallEvent): string {
  if (hex) return `${name}("${textOf(hex.slice(0, 48))}")`;
  if (name === "read" || asked === undefined) return `${name}()`;
  return `${name}(${asked})`;
}

/** A segment in few words: `ACK 5 bytes`. */
export function segmentInWords({ flags, length }: RecordedSegment): string {
  return length > 0 ? `${flags} ${counted(length, "byte")}` : flags;
}

/** How each queue event changes what was told of its socket before. */
function queueChanges(
  events: readonly RecordedEvent[],
): Map<QueueEvent, string> {
  const last = new Map<number, QueueEvent>();
  const told = new Map<QueueEvent, string>();
  for (const event of events) {
    if (event.kind !== "queue") continue;
    const { receive, send, owned } = event;
    const before = last.get(event.end);
    const change = (name: string, from = 0, to: number) =>
      from === to ? [] : [`${name} queue ${from} → ${to}`];
    const changes = [
      ...change("receive", before?.receive, receive),
      ...change("send", before?.send, send),
      ...(before && before.owned !== owned
        ? [owned ? "accepted" : "no program holds it"]
        : []),
    ];
    told.set(event, changes.join(", ") || "empty queues");
    last.set(event.end, event);
  }
  return told;
}

/** Tells events and steps of one recording. */
export interface Teller {
  /** One event as a sentence. */
  event(event: RecordedEvent): string;
  /** A step as a sentence; queues are not told of where something else is. */
  step(step: Step): string;
  /** How the queues change: `receive 5 → 0`. */
  queues(event: QueueEvent): string;
  /** The segment of an id. */
  segment(id: number): RecordedSegment | undefined;
}

/**
 * Prepares to tell a recording.
 *
 * @param recording The recording.
 */
export function tellerOf(recording: Recording): Teller {
  const { lanes, segments, places, events } = recording;
  const byId = new Map(segments.map((each) => [each.id, each]));
  const queues = queueChanges(events);
  const name = (lane: number) => lanes[lane].name;
  const segmentOf = (id: number) => {
    const segment = byId.get(id);
    return segment ? segmentInWords(segment) : "a segment";
  };
  const inWords = (event: RecordedEvent): string => {
    switch (event.kind) {
      case "call": {
        const { lane, place } = event;
        const line = place === undefined ? 0 : lineOf(places[place]);
        const where = line > 0 ? `, line ${line}` : "";
        return `${name(lane)} calls ${callInWords(event)}${where}`;
      }
      case "return": {
        const { name: call, came, failed, hex } = event;
        if (failed) return `${call}() fails: ${came}`;
        const read = hex ? ` "${textOf(hex.slice(0, 48))}"` : "";
        return came ? `${call}() returns ${came}${read}` : `${call}() returns`;
      }
      case "sent":
        return `${name(event.lane)} sends ${segmentOf(event.segment)}`;
      case "arrived":
        return `${segmentOf(event.segment)} arrives at ${name(event.lane)}`;
      case "dropped":
        return `${segmentOf(event.segment)} is dropped by ${
          name(event.lane)
        }: the accept queue is full`;
      case "state": {
        const by = event.by ? `: ${eventInWords(event.by)}` : "";
        return `${name(event.lane)} is in ${event.state}${by}`;
      }
      case "queue":
        return `${name(event.lane)}: ${queues.get(event) ?? "no change"}`;
      case "timer":
        return `${name(event.lane)}: a timer until ${
          timeInWords(event.due)
        }, when ${eventInWords(event.event)}`;
      case "note":
        return event.text;
      case "fault":
        return `Fault: ${event.text}`;
    }
  };
  return {
    queues: (event) => queues.get(event) ?? "",
    event: inWords,
    step({ first, end }) {
      const all = events.slice(first, end);
      const told = all.filter(({ kind }) =>
        kind !== "queue" && kind !== "timer"
      );
      return (told.length > 0 ? told : all).map(inWords).join("; ");
    },
    segment: (id) => byId.get(id),
  };
}
