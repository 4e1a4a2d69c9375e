/**
 * Traces of whole connections as rows of a table, written short: who sends which
 * flags. Both ends count their numbers as TCP does.
 *
 * @module
 */
import { add } from "../../tcp/mod.ts";
import { pattern } from "../../pattern.ts";
import * as random from "./random.ts";
import type { ValuesOptions } from "./values.ts";

/** A segment of a trace. */
export interface TraceSegment {
  from: "client" | "server";
  flags: string;
  seq: number;
  ack?: number;
  /** Payload bytes. */
  length: number;
}

/** One side: the number of its next segment, and the one that it expects of the other. */
interface End {
  from: TraceSegment["from"];
  seq: number;
  due: number;
  fin?: TraceSegment;
}

/** How every trace begins: before its FIN a side has sent a SYN, and 5 or 9 bytes. */
const OPENING = "c:SYN s:SYN,ACK c:ACK c:PSH,ACK+5 s:ACK s:PSH,ACK+9 c:ACK";
const WORD = pattern(/^([cs])(?:=(\d+)|:([A-Z,]+)(?:\+(\d+))?([~!]*))$/);

/**
 * The segments of a trace that goes on after the opening: `c:FIN,ACK+4` is a
 * segment of the client with these flags and 4 bytes. `~`: it is on its way
 * until `/`. `!`: the side's FIN again. `c=5`, first of all: the client's first
 * number.
 *
 * @throws {RangeError} If a word is no segment.
 */
export function trace(text: string): TraceSegment[] {
  const client: End = { from: "client", seq: 184_050_117, due: 0 };
  const server: End = { from: "server", seq: 1_060_700_231, due: 0 };
  const segments: TraceSegment[] = [];
  const underway: Array<() => void> = [];
  const whole = text.replace(pattern(/^(?:[cs]=\d+ )*/), `$&${OPENING} `);
  for (const word of whole.trim().split(pattern(/ +/))) {
    if (word === "/") {
      for (const arrive of underway.splice(0)) arrive();
      continue;
    }
    const [, side, first, flags, bytes, mark] = word.match(WORD) ?? [];
    if (!side) throw new RangeError(`"${word}" is no segment; write c:FIN,ACK`);
    const [here, far] = side === "c" ? [client, server] : [server, client];
    if (first) {
      here.seq = Number(first);
      continue;
    }
    const { seq, length } = mark.includes("!")
      ? here.fin!
      : { seq: here.seq, length: Number(bytes ?? 0) };
    const ack = flags.includes("ACK") && { ack: here.due };
    const segment = { from: here.from, flags, seq, ...ack, length };
    const next = add(seq, length + +pattern(/SYN|FIN/).test(flags));
    if (!mark.includes("!")) here.seq = next;
    if (flags.includes("FIN")) here.fin ??= segment;
    segments.push(segment);
    const arrive = () => {
      // What is sent again is older than what is expected.
      const isNew = flags.includes("SYN") || add(next, -far.due) < 2 ** 31;
      if (isNew) far.due = next;
    };
    if (mark.includes("~")) underway.push(arrive);
    else arrive();
  }
  return segments;
}

/** The end of a trace, from its first FIN or RST. */
function endOf(segments: TraceSegment[]): string {
  const at = segments.findIndex(({ flags }) => pattern(/FIN|RST/).test(flags));
  const shown = segments.slice(at < 0 ? -2 : at).map((each) =>
    `${each.from} ${each.flags} seq ${each.seq}` +
    (each.ack === undefined ? "" : ` ack ${each.ack}`) +
    (each.length ? ` length ${each.length}` : "")
  );
  return `… | ${shown.join(" | ")}`;
}

/** A number for each `#`: payload bytes, or the first number of a side. */
const anyNumbers = (text: string): string =>
  text.replaceAll("+#", () => `+${random.integer(1, 65_000)}`)
    .replaceAll("=#", () => `=${random.integer(0, 2 ** 32 - 1)}`);

/**
 * Options of `values()` for a function of a trace. A row is what follows the
 * opening, as {@linkcode trace} reads it, or `no further segment`. After `any
 * numbers in` each `#` is some number: twelve traces.
 *
 * @param name The function, as a learner would write it.
 */
export function traces(
  name: string,
): Pick<ValuesOptions<[TraceSegment[]], never>, "did" | "inputs"> {
  return {
    did: (segments) => `${name}(trace), trace = ${endOf(segments)}`,
    inputs: {
      "…": (text) => [[trace(text)]],
      "no further segment": () => [[trace("")]],
      "any numbers in …": (text) =>
        Array.from({ length: 12 }, () => [trace(anyNumbers(text))]),
    },
  };
}
