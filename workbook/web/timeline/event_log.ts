import {
  type Gap,
  HEAD_EVENTS,
  type Picture,
  type RecordedEvent,
  type RecordedSegment,
  type Recording,
  TAIL_EVENTS,
} from "./recording.ts";
import { after, BEGINNING } from "./state_at.ts";

/**
 * Keeps the events of the beginning and those of the end, however many there
 * are: a fault is at the end. What is left out between is summed up in a picture.
 */
export class EventLog {
  readonly #head: RecordedEvent[] = [];
  #tail: RecordedEvent[] = [];
  readonly #segments = new Map<number, RecordedSegment>();
  /** Segments from this one on are not named in the head. */
  #firstOfTail = 0;
  #left = 0;
  #picture: Picture = BEGINNING;

  /** Keeps a segment that the next event names. */
  keep(segment: RecordedSegment): void {
    this.#segments.set(segment.id, segment);
  }

  add(event: RecordedEvent): void {
    if (this.#head.length < HEAD_EVENTS) {
      this.#head.push(event);
      this.#picture = after(this.#picture, event);
      if (event.kind === "sent") this.#firstOfTail = event.segment + 1;
      return;
    }
    this.#tail.push(event);
    if (this.#tail.length >= 2 * TAIL_EVENTS) this.#leaveOut();
  }

  /** Leaves the oldest events of the tail out. */
  #leaveOut(): void {
    const count = this.#tail.length - TAIL_EVENTS;
    if (count <= 0) return;
    for (const event of this.#tail.splice(0, count)) {
      this.#picture = after(this.#picture, event);
      const isOver = event.kind === "arrived" || event.kind === "dropped";
      if (isOver && event.segment >= this.#firstOfTail) {
        this.#segments.delete(event.segment);
      }
    }
    this.#left += count;
  }

  /** What was kept. */
  finish(): Pick<Recording, "events" | "segments" | "gap"> {
    this.#leaveOut();
    const gap: Gap | undefined = this.#left === 0 ? undefined : {
      after: this.#head.length,
      count: this.#left,
      picture: this.#picture,
    };
    return {
      events: [...this.#head, ...this.#tail],
      segments: [...this.#segments.values()],
      ...(gap && { gap }),
    };
  }
}
