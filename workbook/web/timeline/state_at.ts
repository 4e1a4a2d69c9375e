/**
 * How everything stands at a moment of a recording.
 *
 * @module
 */
import type { TcpState } from "../../tcp/mod.ts";
import type { EndNow, Picture, RecordedEvent, Recording } from "./recording.ts";

/** Before anything has happened. */
export const BEGINNING: Picture = {
  at: 0,
  ends: [],
  pending: [],
  underWay: [],
};

/** So many sockets are kept in a picture before those that are CLOSED are forgotten. */
const KEPT_ENDS = 64;

/** One checkpoint in so many events: the way from it to any moment is that long at most. */
const CHECKPOINT_EVENTS = 100;

/**
 * How everything stands after one more event.
 *
 * @param picture How it stands before.
 * @param event What happens.
 */
export function after(picture: Picture, event: RecordedEvent): Picture {
  const { at } = event;
  switch (event.kind) {
    case "call":
      return { ...picture, at, pending: [...picture.pending, event] };
    case "return": {
      const pending = picture.pending.filter(({ call }) => call !== event.call);
      return { ...picture, at, pending };
    }
    case "sent":
      return {
        ...picture,
        at,
        underWay: [...picture.underWay, event.segment],
      };
    case "arrived":
    case "dropped": {
      const underWay = picture.underWay.filter((id) => id !== event.segment);
      return { ...picture, at, underWay };
    }
    case "state": {
      const { end, lane, state, by } = event;
      const timer = picture.ends.find((each) => each.end === end)?.timer;
      const change = {
        state,
        by,
        timer: isOver(timer, state) ? undefined : timer,
      };
      return { ...picture, at, ends: withEnd(picture.ends, end, lane, change) };
    }
    case "queue": {
      const { end, lane, receive, send, owned } = event;
      const change = { receive, send, owned };
      return { ...picture, at, ends: withEnd(picture.ends, end, lane, change) };
    }
    case "timer": {
      const { end, lane, event: what, due } = event;
      const change = { timer: { event: what, due } };
      return { ...picture, at, ends: withEnd(picture.ends, end, lane, change) };
    }
    default:
      return { ...picture, at };
  }
}

/** Whether a timer runs no more in a state: those of a SYN are for SYN_SENT alone. */
function isOver(timer: EndNow["timer"], state: TcpState): boolean {
  if (state === "CLOSED") return true;
  return state !== "SYN_SENT" &&
    (timer?.event === "timeout_rtx" || timer?.event === "timeout_user");
}

function withEnd(
  ends: readonly EndNow[],
  end: number,
  lane: number,
  change: Partial<EndNow>,
): EndNow[] {
  const at = ends.findIndex((each) => each.end === end);
  if (at >= 0) return ends.with(at, { ...ends[at], ...change });
  const began: EndNow = {
    end,
    lane,
    state: "CLOSED",
    receive: 0,
    send: 0,
    owned: false,
    ...change,
  };
  const kept = ends.length < KEPT_ENDS
    ? ends
    : ends.filter(({ state }) => state !== "CLOSED");
  return [...kept, began];
}

/**
 * Prepares a recording, so that each moment of it is found at once.
 *
 * @param recording The recording.
 * @returns How everything stands after the first `count` events.
 */
export function stateAt(recording: Recording): (count: number) => Picture {
  const { events, gap } = recording;
  // Behind the gap everything stands as it stood there, whatever was before.
  const step = (picture: Picture, index: number) =>
    after(gap?.after === index ? gap.picture : picture, events[index]);
  const checkpoints: Picture[] = [BEGINNING];
  let picture = BEGINNING;
  for (let index = 0; index < events.length; index++) {
    picture = step(picture, index);
    if ((index + 1) % CHECKPOINT_EVENTS === 0) checkpoints.push(picture);
  }
  return (count) => {
    const wanted = Math.max(0, Math.min(Math.trunc(count), events.length));
    const from = Math.floor(wanted / CHECKPOINT_EVENTS);
    let picture = checkpoints[from];
    for (let index = from * CHECKPOINT_EVENTS; index < wanted; index++) {
      picture = step(picture, index);
    }
    return picture;
  };
}
