/**
 * What happens on the model network, written down event by event.
 *
 * @module
 */
import { formatEndpoint } from "../../endpoint.ts";
import type { SocketRow } from "../../kernel/mod.ts";
import type {
  Network,
  ObservedCall,
  ObservedOutcome,
  Observer,
  Segment,
} from "../../network/mod.ts";
import type { Fault } from "../../sandbox/fault.ts";
import type { TcpEvent } from "../../tcp/mod.ts";
import { EventLog } from "./event_log.ts";
import { faultInWords, TEXT_LENGTH } from "./fault_words.ts";
import { hexOf, ShownBytes } from "./hex.ts";
import { Lanes } from "./lanes.ts";
import { outcomeInWords } from "./outcome_words.ts";
import { type Cast, type Piece, recordingOf } from "./pieces.ts";
import type {
  FaultEvent,
  RecordedEnd,
  RecordedEvent,
  RecordedSegment,
  Recording,
} from "./recording.ts";

/** So many bytes of a call are shown at most. */
const CALL_BYTES = 64;

/** What was told last of a socket. */
interface Told {
  id: number;
  lane: number;
  row?: SocketRow;
}

/** Watches a network for a recording. */
export class Watch implements Observer {
  readonly #network: Network;
  readonly #placeOf: (stack: string) => string | undefined;
  readonly #onPiece: ((piece: Piece) => void) | undefined;
  readonly #lanes = new Lanes();
  readonly #log = new EventLog();
  readonly #bytes = new ShownBytes();
  readonly #ends: RecordedEnd[] = [];
  readonly #places = new Map<string, number>();
  readonly #sockets = new WeakMap<object, Told>();
  readonly #segments = new WeakMap<Segment, RecordedSegment>();
  readonly #calls = new WeakMap<ObservedCall, { id: number; lane: number }>();
  /** Timers of sockets that are about to be told of. */
  readonly #early = new Map<object, { event: TcpEvent; due: number }>();
  #segmentCount = 0;
  #callCount = 0;
  #fault: FaultEvent | undefined;
  /** Whether the program makes the call that opens the next socket. */
  #programOpens = false;

  /**
   * @param network The network.
   * @param placeOf The line of the recorded program in a stack, if it is there.
   * @param onPiece Told of each event at once.
   */
  constructor(
    network: Network,
    placeOf: (stack: string) => string | undefined,
    onPiece: ((piece: Piece) => void) | undefined,
  ) {
    this.#network = network;
    this.#placeOf = placeOf;
    this.#onPiece = onPiece;
  }

  /** Microseconds are enough. */
  get #now(): number {
    return Math.round(this.#network.now * 1_000) / 1_000;
  }

  #add(event: RecordedEvent, segment?: RecordedSegment): void {
    this.#log.add(event);
    this.#onPiece?.({ event, segment, ...this.#cast });
  }

  /** Who and what the events name, so far. */
  get #cast(): Cast {
    return {
      lanes: this.#lanes.all,
      adopted: this.#lanes.adopted,
      ends: this.#ends,
      places: [...this.#places.keys()],
    };
  }

  note(text: string): void {
    this.#add({
      kind: "note",
      at: this.#now,
      text: text.slice(0, TEXT_LENGTH),
    });
  }

  fault(fault: Fault): void {
    const words = faultInWords(fault);
    if (this.#fault) {
      Object.assign(this.#fault, words);
      return;
    }
    this.#fault = { kind: "fault", at: this.#now, ...words };
    this.#add(this.#fault);
  }

  finish(): Recording {
    return recordingOf(this.#cast, this.#log);
  }

  called(call: ObservedCall): void {
    const { name, socket, asked, bytes, stack } = call;
    const place = this.#placeOf(stack);
    const opens = name === "listen" || name === "connect";
    if (opens) this.#programOpens = place !== undefined;
    if (place === undefined) return;
    const known = socket && this.#sockets.get(socket);
    const lane = known?.lane ??
      this.#lanes.ofProgram(name === "listen" ? "listens" : "dials", opens);
    this.#lanes.adopt(lane);
    const id = this.#callCount++;
    this.#calls.set(call, { id, lane });
    this.#add({
      kind: "call",
      at: this.#now,
      lane,
      call: id,
      name,
      end: known?.id,
      asked: asked ?? (bytes && `${bytes.length} bytes`),
      hex: name === "write" ? hexOf(bytes!, CALL_BYTES) : undefined,
      place: this.#placeId(place),
    });
  }

  #placeId(place: string): number {
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    this.#places.set(place, this.#places.size);
    return this.#places.size - 1;
  }

  returned(call: ObservedCall, outcome: ObservedOutcome): void {
    const known = this.#calls.get(call);
    if (known === undefined) return;
    const { name, bytes } = call;
    const failed = "error" in outcome;
    const value = failed ? undefined : outcome.value;
    const wasRead = name === "read" && typeof value === "number";
    this.#add({
      kind: "return",
      at: this.#now,
      lane: known.lane,
      call: known.id,
      name,
      came: outcomeInWords(outcome),
      failed,
      hex: wasRead ? hexOf(bytes!.subarray(0, value), CALL_BYTES) : undefined,
    });
  }

  sent(segment: Segment): void {
    const { flags, seq, ack, window, data } = segment;
    const id = this.#segmentCount++;
    const recorded = {
      id,
      from: this.#lanes.at(segment.from, segment.to),
      to: this.#lanes.at(segment.to, segment.from),
      source: formatEndpoint(segment.from),
      destination: formatEndpoint(segment.to),
      flags,
      seq,
      ack,
      window,
      length: data?.length ?? 0,
      hex: data ? this.#bytes.show(data) : "",
    };
    this.#segments.set(segment, recorded);
    this.#log.keep(recorded);
    const { from: lane } = recorded;
    this.#add({ kind: "sent", at: this.#now, lane, segment: id }, recorded);
  }

  arrived(segment: Segment, fate: "arrives" | "dropped"): void {
    const recorded = this.#segments.get(segment);
    if (recorded === undefined) return;
    const kind = fate === "arrives" ? "arrived" : "dropped";
    const { to: lane, id } = recorded;
    this.#add({ kind, at: this.#now, lane, segment: id });
  }

  changed(socket: object, row: SocketRow, event?: TcpEvent): void {
    const told = this.#sockets.get(socket) ?? this.#begin(socket, row, event);
    const { id: end, lane, row: last } = told;
    told.row = row;
    const at = this.#now;
    const { state, receiveQueue, sendQueue, owned } = row;
    if (event || last?.state !== state) {
      this.#add({ kind: "state", at, lane, end, state, by: event });
    }
    const early = this.#early.get(socket);
    if (early && this.#early.delete(socket)) {
      this.#add({ kind: "timer", at, lane, end, ...early });
    }
    if (
      last?.receiveQueue === receiveQueue && last.sendQueue === sendQueue &&
      last.owned === owned
    ) return;
    const [receive, send] = [receiveQueue ?? 0, sendQueue ?? 0];
    const held = owned ?? false;
    this.#add({ kind: "queue", at, lane, end, receive, send, owned: held });
  }

  #begin(socket: object, row: SocketRow, event?: TcpEvent): Told {
    const lane = this.#lanes.begin(row, event, this.#programOpens);
    const isListener = row.remote.port === 0;
    const id = this.#ends.push({
      lane,
      local: formatEndpoint(row.local),
      remote: isListener ? undefined : formatEndpoint(row.remote),
    }) - 1;
    const told = { id, lane };
    this.#sockets.set(socket, told);
    return told;
  }

  timed(socket: object, event: TcpEvent, at: number): void {
    const due = Math.round(at * 1_000) / 1_000;
    const known = this.#sockets.get(socket);
    if (known === undefined) {
      this.#early.set(socket, { event, due });
      return;
    }
    const { id: end, lane } = known;
    this.#add({ kind: "timer", at: this.#now, lane, end, event, due });
  }
}
