/// <reference lib="dom" />
import { button, html, setText } from "./elements.ts";
import { lanesInOrder } from "./geometry.ts";
import { peersOf, portOf } from "./peers.ts";
import { PendingCalls } from "./pending_calls.ts";
import { QueueBar } from "./queue_bar.ts";
import type { EndNow, Picture, Recording } from "./recording.ts";
import { eventInWords, timeInWords } from "./wording.ts";

/** So many sockets of one lane, and so many lanes, are shown; the others are counted. */
const MOST_ENDS = 4;
const MOST_LANES = 6;

/** What one can do with the cards. */
export interface CardActions {
  /** A state is pointed at. */
  state(now: EndNow): void;
  /** A line of the program is pointed at; none if nobody shows the program. */
  line?: (line: number) => void;
}

type Peers = ReturnType<typeof peersOf>;

/** How everything stands: a card for each lane, with its sockets and what waits. */
export class Cards {
  readonly element = html("div", { class: "tl-cards" });
  readonly #cards: Card[];
  readonly #more = html("p", { class: "tl-more" });

  constructor(recording: Recording, source: string, actions: CardActions) {
    const peer = peersOf(recording);
    this.#cards = lanesInOrder(recording).map((lane) =>
      new Card(recording, peer, lane, source, actions)
    );
    this.element.append(
      ...this.#cards.map(({ element }) => element),
      this.#more,
    );
  }

  /**
   * Shows a moment.
   *
   * @param picture How everything stands.
   * @param active Lanes where something has just happened: they are shown.
   */
  show(picture: Picture, active: readonly number[]): void {
    const wanted = this.#cards.filter(({ isProgram, lane }) =>
      isProgram || picture.ends.some((end) => end.lane === lane)
    );
    const isFirst = ({ isProgram, lane }: Card) =>
      isProgram || active.includes(lane);
    const shown = new Set([
      ...wanted.filter(isFirst),
      ...wanted.filter((card) => !isFirst(card)),
    ].slice(0, MOST_LANES));
    for (const card of this.#cards) {
      card.element.hidden = !shown.has(card);
      if (shown.has(card)) card.show(picture);
    }
    const left = wanted.length - shown.size;
    setText(this.#more, left > 0 ? `and ${left} more` : "");
    this.#more.hidden = left === 0;
  }
}

class Card {
  readonly element: HTMLElement;
  readonly lane: number;
  readonly isProgram: boolean;
  readonly #actions: CardActions;
  readonly #recording: Recording;
  readonly #peer: Peers;
  readonly #ends = html("ul", { class: "tl-ends" });
  readonly #more = html("p", { class: "tl-more" });
  readonly #pending: PendingCalls;
  readonly #slots: Slot[] = [];

  constructor(
    recording: Recording,
    peer: Peers,
    lane: number,
    source: string,
    actions: CardActions,
  ) {
    this.lane = lane;
    this.#recording = recording;
    this.#peer = peer;
    this.#actions = actions;
    const { name, isProgram } = recording.lanes[lane];
    this.isProgram = isProgram;
    this.#pending = new PendingCalls(recording, peer, source, actions.line);
    this.element = html(
      "section",
      { class: isProgram ? "tl-card tl-program" : "tl-card" },
      html("h4", {}, name),
      this.#ends,
      this.#more,
    );
    if (isProgram) this.element.append(this.#pending.element);
  }

  show(picture: Picture): void {
    const all = picture.ends.filter(({ lane }) => lane === this.lane);
    // What is CLOSED is shown only where nothing else is.
    const live = all.filter(({ state }) => state !== "CLOSED");
    const ends = live.length > 0 ? live : all.slice(-1);
    const shown = ends.slice(0, MOST_ENDS);
    while (this.#slots.length < shown.length) {
      const slot = new Slot(this.#recording, this.#peer, this.#actions);
      this.#slots.push(slot);
      this.#ends.append(slot.element);
    }
    this.#slots.forEach((slot, index) => {
      slot.element.hidden = index >= shown.length;
      if (index < shown.length) slot.show(shown[index]);
    });
    const left = ends.length - shown.length;
    setText(this.#more, left > 0 ? `and ${left} more` : "");
    this.#more.hidden = left === 0;
    if (this.isProgram) {
      this.#pending.show(
        picture.pending.filter(({ lane }) => lane === this.lane),
      );
    }
  }
}

/** The place of one socket in a card. */
class Slot {
  readonly element: HTMLLIElement;
  readonly #recording: Recording;
  readonly #state: HTMLButtonElement;
  readonly #name = html("span", { class: "tl-name" });
  readonly #timer = html("span", { class: "tl-timer" });
  readonly #receive = new QueueBar();
  readonly #send = new QueueBar();
  readonly #peer: Peers;
  #now: EndNow | undefined;

  constructor(recording: Recording, peer: Peers, { state }: CardActions) {
    this.#recording = recording;
    this.#peer = peer;
    this.#state = button("", { class: "tl-state" }, () => {
      if (this.#now) state(this.#now);
    });
    this.element = html(
      "li",
      {},
      html("div", { class: "tl-head-line" }, this.#state, this.#name),
      this.#receive.element,
      this.#send.element,
      this.#timer,
    );
  }

  show(now: EndNow): void {
    if (this.#now === now) return;
    this.#now = now;
    const { local } = this.#recording.ends[now.end];
    const peer = this.#peer(now.end);
    const isListener = peer === undefined;
    setText(this.#state, now.state);
    this.#state.className = `tl-state tl-in-${now.state}`;
    const held = isListener || now.owned ? "" : heldBy(now);
    const ports = isListener
      ? `listener, port ${portOf(local)}`
      : `with ${peer}, port ${portOf(local)}`;
    setText(this.#name, held ? `${ports}, ${held}` : ports);
    this.#receive.show(isListener ? "accept queue" : "receive", now.receive);
    this.#send.show("send", now.send);
    this.#send.element.hidden = isListener;
    const timer = now.timer
      ? `${timeInWords(now.timer.due)}: ${eventInWords(now.timer.event)}`
      : "";
    setText(this.#timer, timer);
    this.#timer.hidden = timer === "";
  }
}

/** What it means that no program holds a connection. What is left in TIME_WAIT is never held. */
function heldBy({ state }: EndNow): string {
  if (state === "CLOSED" || state === "TIME_WAIT") return "";
  const isOpen = state === "SYN_RCVD" || state === "ESTABLISHED" ||
    state === "CLOSE_WAIT";
  return isOpen ? "not accepted" : "closed by its program";
}
