/**
 * What a peer reads from its stream: a number of bytes, exactly these bytes, or
 * everything to the end. What it did and saw is written in the transcript.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { shownLater } from "../../terminal/bytes.ts";
import { note } from "./check_context.ts";
import { concat, type Incoming } from "./incoming.ts";
import {
  type End,
  endedEarly,
  endText,
  neverEnds,
  otherBytes,
} from "./peer_faults.ts";
import { within } from "./waiting.ts";

/** Options of a wait. */
export interface WaitOptions {
  /** Milliseconds of a machine that is not busy. */
  withinMs?: number;
  /** The one next step, when the wait ends badly. */
  lookAt?: string;
  /** The same when bytes came and only the end is missing, if that is another step. */
  lookAtNoEnd?: string;
  /** What was done, if that is to be told with it. */
  did?: string;
}

/** Writes down what a peer has received. */
function noteReceived(name: string, bytes: Uint8Array): void {
  const shown = shownLater(bytes);
  note(() => `${name} ← ${shown()}`);
}

/** A stream that comes to a peer. */
export interface Stream {
  /** How the transcript calls the peer. */
  readonly name: string;
  readonly incoming: Incoming;
}

/**
 * Expects exactly these bytes next. What comes after them is kept for the next call.
 *
 * @throws {Wrong} If other bytes come, too few, none, or the connection ends.
 */
export async function readExpected(
  { name, incoming }: Stream,
  expected: Uint8Array,
  options: WaitOptions,
): Promise<void> {
  const { withinMs = LIMITS.replyMs, lookAt, did } = options;
  const got: Uint8Array[] = [];
  const read = async () => {
    const end = await incoming.readSame(expected, (bytes) => {
      got[0] = expected.subarray(0, bytes);
    });
    return end ?? await incoming.readInto(got, expected.length);
  };
  const end = await within(read(), withinMs, () => {
    const some = got.length > 0;
    note(
      `${name} waits, nothing ${some ? "more " : ""}comes`,
    );
    const came = concat(got);
    // Too few may come because some are others.
    const other = otherBytes(expected, came);
    const few = `${came.length} of ${
      counted(expected.length, "byte")
    } came, then nothing`;
    return {
      cause: "no-reply",
      did,
      what: some ? [few, other?.what].filter(Boolean).join("; ") : undefined,
      expected: other?.expected ?? expected,
      came: other?.came ?? (some ? came : "nothing"),
      lookAt,
    };
  });
  const all = got.length === 1 ? got[0] : concat(got);
  const came = all.subarray(0, expected.length);
  if (all.length) noteReceived(name, came);
  if (end) {
    note(`${name} ← ${endText(end)}`);
    throw new Wrong({
      ...otherBytes(expected, came, lookAt) ??
        endedEarly(end, expected, all, lookAt),
      did,
    });
  }
  const fault = otherBytes(expected, came, lookAt);
  if (fault) throw new Wrong({ ...fault, did });
  incoming.putBack(all.slice(expected.length));
}

/**
 * Takes the next bytes, whatever they are.
 *
 * @returns So many bytes. What comes after them is kept for the next call.
 * @throws {Wrong} If fewer come, or the connection ends before.
 */
export async function readSome(
  { name, incoming }: Stream,
  length: number,
  { withinMs = LIMITS.replyMs, lookAt }: WaitOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const got: Uint8Array[] = [];
  const few = (then: string): Fault => ({
    cause: "no-reply",
    what: `${concat(got).length} of ${
      counted(length, "byte")
    } came, then ${then}`,
    expected: counted(length, "byte"),
    lookAt,
  });
  const reading = incoming.readInto(got, length);
  const end = await within(reading, withinMs, () => few("nothing"));
  if (end) throw new Wrong(few(endText(end)));
  const all = concat(got);
  note(`${name} ← ${counted(length, "byte")}`);
  incoming.putBack(all.slice(length));
  return all.slice(0, length);
}

/**
 * Reads until the stream ends, however it ends.
 *
 * @throws {Wrong} If it does not end in time.
 */
export async function readToEnd(
  { name, incoming }: Stream,
  options: WaitOptions,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; end: End }> {
  const { withinMs = LIMITS.replyMs, lookAt, lookAtNoEnd = lookAt } = options;
  const got: Uint8Array[] = [];
  const end = await within(incoming.readInto(got), withinMs, () => {
    const bytes = concat(got);
    note(`${name} waits, the stream does not end`);
    return neverEnds(bytes, bytes.length > 0 ? lookAtNoEnd : lookAt);
  });
  const bytes = concat(got);
  if (bytes.length) noteReceived(name, bytes);
  note(`${name} ← ${endText(end)}`);
  return { bytes, end };
}
