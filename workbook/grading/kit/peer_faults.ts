/**
 * What a peer says of a submission that did something else than it expected.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { errorName } from "../../network/errors.ts";
import type { Fault } from "../../sandbox/fault.ts";
import { whereToLook } from "./check_context.ts";
import { firstDifference } from "./first_difference.ts";

/** A read of the peer that failed, not by a reset: the name of its error, such as `TimedOut`. */
export interface FailedRead {
  readonly failed: string;
}

/** How a stream came to its end. */
export type End = "fin" | "reset" | FailedRead;

/** What a reset is called; EPIPE is what a write meets when the reset came before it. */
const RESETS: ReadonlySet<string> = new Set([
  "ConnectionReset",
  "ECONNRESET",
  "BrokenPipe",
  "EPIPE",
]);

/** The end of a stream whose read failed with this error. */
export function endOf(error: unknown): End {
  if (!(error instanceof Error)) return { failed: String(error) };
  const { name, code } = error as Error & { code?: unknown };
  // `node:net` gives the code of the system, Deno a class.
  const kind = typeof code === "string" ? code : name;
  return RESETS.has(kind) ? "reset" : { failed: kind };
}

/** How an end is written in the transcript. */
export function endText(end: End): string {
  if (end === "fin") return "end of stream (FIN)";
  return end === "reset" ? "reset (RST)" : `read failed: ${end.failed}`;
}

/** Nothing accepts the connection. */
export function refused(to: string, error: unknown): Fault {
  if (to.endsWith(":0")) {
    return {
      cause: "not-listening",
      what: `connect to ${to} failed: nobody listens on port 0`,
      expected: "addr with the port that the kernel gave",
      lookAt:
        "which port does addr name: the one that was asked for, or the one of the listener",
    };
  }
  return {
    cause: "not-listening",
    what: `connect to ${to} failed: ${errorName(Object(error))}`,
    expected: "a listener there",
    lookAt:
      "when does Deno.listen() run: before the function returns? And what closes the listener?",
  };
}

/** The connection waits in the accept queue, or not even there. */
export function unanswered(to: string): Fault {
  return {
    cause: "not-listening",
    what: `connect to ${to} was not answered`,
    lookAt: "is the listener's accept queue full, and who calls accept()?",
  };
}

/** Whether data is more than one read or write moves: it takes its time, and how much of it came is told. */
export const isLong = (data: Uint8Array): boolean => data.length > 65_536;

/** The stream ended while bytes were still expected. */
export function endedEarly(
  end: End,
  expected: Uint8Array,
  came: Uint8Array,
  lookAt?: string,
): Fault {
  return {
    cause: end === "reset" ? "reset" : "closed-early",
    what: `${
      end === "reset"
        ? "the connection was reset"
        : end === "fin"
        ? "the connection was closed"
        : `the read failed (${end.failed})`
    } ${
      isLong(expected)
        ? `after ${came.length} of ${counted(expected.length, "byte")}`
        : "before all of it came"
    }`,
    expected,
    came: came.length ? came : "nothing",
    lookAt,
  };
}

/**
 * Other bytes came.
 *
 * @returns `undefined` if they are the same.
 */
export function otherBytes(
  expected: Uint8Array,
  came: Uint8Array,
  lookAt?: string,
): Fault | undefined {
  const differs = firstDifference(came, expected);
  // Bytes that are missing only are still to come.
  if (differs < 0 || differs === came.length) return;
  return {
    cause: "wrong-bytes",
    what: expected.length > 24
      ? `byte ${differs} of ${expected.length} is the first that differs`
      : undefined,
    expected: expected.subarray(Math.max(0, differs - 8)),
    came: came.subarray(Math.max(0, differs - 8)),
    lookAt,
  };
}

/** The stream does not end. */
export function neverEnds(came: Uint8Array, lookAt?: string): Fault {
  return {
    cause: "never-closed",
    what: came.length
      ? `${counted(came.length, "byte")} came, and no FIN`
      : "no FIN came",
    expected: "end of stream (FIN)",
    came: came.length ? came.subarray(0, 64) : "nothing",
    lookAt,
  };
}

/** Bytes never stop coming. */
export function endlessStream(bytes: number): Fault {
  return {
    cause: "never-closed",
    what: `more than ${counted(bytes, "byte")} came, and no FIN`,
    expected: "end of stream (FIN)",
    lookAt: whereToLook() ?? "which loop writes, and what ends it",
  };
}

/** Bytes came where the stream had to end. */
export function moreBytes(came: Uint8Array, lookAt?: string): Fault {
  return {
    cause: "wrong-bytes",
    what: "more bytes came than the protocol allows",
    expected: "end of stream",
    came,
    lookAt,
  };
}

/** The stream ended with an error of its own. */
export function readFailed({ failed }: FailedRead, lookAt?: string): Fault {
  return {
    cause: "closed-early",
    what: "the read of the peer failed, and not by a reset",
    expected: "end of stream (FIN)",
    came: failed,
    lookAt: lookAt ?? whereToLook(),
  };
}

/** The stream ended with a reset. */
export function resetInstead(lookAt?: string): Fault {
  return {
    cause: "reset",
    what: "the connection was reset, not closed",
    expected: "end of stream (FIN)",
    came: "RST",
    lookAt: lookAt ?? whereToLook() ??
      "close() with unread bytes in the receive buffer sends RST (RFC 2525 section 2.17)",
  };
}

/** Only one direction was ended. */
export function onlyHalfClosed(lookAt?: string): Fault {
  return {
    cause: "never-closed",
    what:
      "the sending direction was ended, but the connection is still open for receiving",
    expected: "close() on the connection",
    lookAt,
  };
}
