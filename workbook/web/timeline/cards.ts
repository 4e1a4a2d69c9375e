/// <reference lib="dom" />
import { button, html, setText } from "./elements.ts";
import { lanesInOrder } from "./geometry.ts";
import { PendingCalls } from "./pending_calls.ts";
import { QueueBar } from "./queue_bar.ts";
import type { Recording } from "./recording.ts";
import type { EndNow, Picture } from "./state_at.ts";
import { eventInWords, timeInWords } from "./wording.ts";

/** So many sockets of one lane, and so many lanes, are shown; the others are counted. */
const MOST_ENDS = 4;
const MOST_LANES = 8;

/** What one can do with the cards. */
export interface CardActions {
  /** A state is pointed at. */
  state(now: EndNow): void;
  /** A line of the program is pointed at; none if nobody shows the program. */
  line?: (line: number) => void;
}

/** How everything stands: a card for each lane, with its sockets and what waits. */
export class Cards {
  readonly element = html("div", { class: "tl-cards" });
  readonly #cards: Card[];
  readonly #more = html("p", { class: "tl-more" });

  constructor(recording: Recording, source: string, actions: CardActions) {
    this.#cards = lanesInOrder(recording).map((lane) =>
      new Card(recording, lane, source, actions)
    );
    this.element.append(
      ...this.#cards.map(({ element }) => element),
      this.#more,
    );
  }

  /** Shows a moment. */
  show(picture: Picture): void {
    let shown = 0;
    let left = 0;
    for (const card of this.#cards) {
      const ends = picture.ends.filter(({ lane }) => lane === card.lane);
      const isWanted = card.isProgram || ends.length > 0;
      const fits = shown < MOST_LANES;
      card.element.hidden = !isWanted || !fits;
      if (!isWanted) continue;
      if (!fits) left++;
      else {
        shown++;
        card.show(ends, picture);
      }
    }
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
  readonly #ends = html("ul", { class: "tl-ends" });
  readonly #more = html("p", { class: "tl-more" });
  readonly #pending: PendingCalls;
  readonly #slots: Slot[] = [];

  constructor(
    recording: Recording,
    lane: number,
    source: string,
    actions: CardActions,
  ) {
    this.lane = lane;
    this.#recording = recording;
    this.#actions = actions;
    const { name, isProgram } = recording.lanes[lane];
    this.isProgram = isProgram;
    this.#pending = new PendingCalls(recording, source, actions.line);
    this.element = html(
      "section",
      { class: isProgram ? "tl-card tl-program" : "tl-card" },
      html("h4", {}, name),
      this.#ends,
      this.#more,
    );
    if (isProgram) this.element.append(this.#pending.element);
  }

  show(all: readonly EndNow[], picture: Picture): void {
    // What is CLOSED is shown only where nothing else is.
    const live = all.filter(({ state }) => state !== "CLOSED");
    const ends = live.length > 0 ? live : all.slice(-1);
    const shown = ends.slice(0, MOST_ENDS);
    while (this.#slots.length < shown.length) {
      const slot = new Slot(this.#recording, this.#actions);
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
  #now: EndNow | undefined;

  constructor(recording: Recording, { state }: CardActions) {
    this.#recording = recording;
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
    const { local, remote } = this.#recording.ends[now.end];
    const isListener = remote === undefined;
    setText(this.#state, now.state);
    this.#state.className = `tl-state tl-in-${now.state}`;
    const held = isListener || now.owned ? "" : heldBy(now);
    const ports = isListener
      ? `listener, port ${portOf(local)}`
      : `port ${portOf(local)}, peer ${portOf(remote)}`;
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

function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(":") + 1);
}
