/**
 * What an answer of HTTP must be: its form, the headers that every answer has,
 * and what a check expects of it.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { whereToLook } from "./check_context.ts";
import { isEqual, show } from "./expect.ts";
import { latin1Text, quoteBytes } from "./latin1.ts";
import type { Peer } from "./peer.ts";
import { pattern } from "../../pattern.ts";
import { readFailed } from "./peer_faults.ts";

/** What a check expects of an answer. */
export interface AnswerDue {
  /** Any of these. */
  statuses: number[];
  /** Only the head may come: the answer to HEAD, or 204, or 304. */
  isHead: boolean;
  /** Whether the end without a byte is as right. */
  orEnd: boolean;
  /** The content that GET gets; any by default. */
  body?: Uint8Array;
  /** Headers beside those of every answer, by their names in lower case. */
  headers: ReadonlyArray<readonly [name: string, value: string]>;
}

/** An answer, taken apart. */
interface Answer {
  status: number;
  /** Values by names in lower case. */
  headers: Map<string, string[]>;
  body: Uint8Array;
}

/** How a fault of the answer is told. */
type Tell = (expected: string, came: string, lookAt?: string) => never;

/** A head is looked for in so many bytes: of megabytes no text is made. */
const HEAD_BYTES = 65_536;

/** From here on a transfer takes its time. */
const LONG_BYTES = 65_536;

/** A date may be so far from now, in milliseconds: an answer may be read late. */
const DATE_MS = 600_000;

const DATE = pattern(
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/,
);

/** Where to look when a header of the server's own is there once, and says something else. */
const OWN_HEADERS: Record<string, string> = {
  Connection: "which value says that one request is all",
  Date: "which form has the time in Date",
  "Content-Length": "how many bytes has the body that GET would get",
};

/** The first line of an answer, its other lines, and what stands behind them. */
function split(bytes: Uint8Array, wrong: Tell) {
  const text = latin1Text(bytes.subarray(0, HEAD_BYTES));
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) wrong("a head that ends with an empty line", quoteBytes(bytes));
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  return { first, lines, body: bytes.subarray(end + 4) };
}

/** The status of a first line. The reason may be empty, the blank before it not (RFC 9112 section 4). */
function readStatus(first: string, wrong: Tell): number {
  const [, status, reason] =
    pattern(/^HTTP\/1\.1 (\d{3})( .*)?$/).exec(first) ??
      [];
  if (!status) {
    wrong("HTTP/1.1, the status, a reason", JSON.stringify(first));
  }
  if (reason === undefined) {
    wrong(
      "a blank behind the status, also before an empty reason",
      JSON.stringify(first),
      "what stands between the status and the end of its line",
    );
  }
  return Number(status);
}

/** Headers by their names in lower case. */
function readHeaders(lines: string[], wrong: Tell): Answer["headers"] {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value] =
      pattern(/^([^\s:]+):[ \t]*(.*?)[ \t]*$/).exec(line) ?? [];
    if (!name || pattern(/[\r\n\0]/).test(line)) {
      wrong("lines  name: value", JSON.stringify(line));
    }
    const key = name.toLowerCase();
    headers.set(key, [...headers.get(key) ?? [], value]);
  }
  return headers;
}

/** Expects a header of the server's own, once. */
function expectOwn(
  { headers }: Answer,
  [name, said, form]: readonly [name: string, said: string, form: RegExp],
  wrong: Tell,
): void {
  const all = headers.get(name.toLowerCase()) ?? [];
  if (all.length === 1 && form.test(all[0])) return;
  wrong(
    `one header ${name}: ${said}`,
    all.length ? all.map((each) => `${name}: ${each}`).join("; ") : "none",
    all.length === 1
      ? OWN_HEADERS[name]
      : "which headers does every answer have, once, whatever respond sets",
  );
}

/** Expects what every answer has: Connection and Date, and no Transfer-Encoding. */
function expectOfEvery(answer: Answer, wrong: Tell): void {
  expectOwn(answer, ["Connection", "close", pattern(/^close$/i)], wrong);
  expectOwn(
    answer,
    ["Date", "such as Tue, 15 Nov 1994 08:12:31 GMT", DATE],
    wrong,
  );
  const [date] = answer.headers.get("date")!;
  if (Math.abs(Date.now() - Date.parse(date)) > DATE_MS) {
    wrong(
      "Date: the time of this answer",
      `Date: ${date}`,
      "when is the time taken: once, or for each answer",
    );
  }
  const encoding = answer.headers.get("transfer-encoding");
  if (encoding) {
    wrong(
      "no Transfer-Encoding",
      encoding.join(),
      "which headers of respond are not sent",
    );
  }
}

/** Expects the right Content-Length, and the body, or none. */
function expectBody(answer: Answer, due: AnswerDue, wrong: Tell): void {
  const { status, headers, body } = answer;
  const isBare = due.isHead || status === 204 || status === 304;
  const length = headers.get("content-length");
  if (status === 204) {
    if (length) {
      wrong(
        "no Content-Length with 204",
        length.join(),
        "which answer has neither a body nor a length",
      );
    }
  } else if (status !== 304 || length) {
    const expected = due.body?.length ?? (isBare ? undefined : body.length);
    expectOwn(
      answer,
      expected === undefined
        ? ["Content-Length", "a number", pattern(/^\d+$/)]
        : [
          "Content-Length",
          `${expected}`,
          pattern(new RegExp(`^${expected}$`)),
        ],
      wrong,
    );
  }
  if (isBare && body.length > 0) {
    const after = status === 204 || status === 304 ? status : "HEAD";
    wrong(
      `no body after ${after}`,
      show(body),
      "which answers have no body",
    );
  }
  if (!isBare && due.body && !isEqual(body, due.body)) {
    wrong(`the body ${show(due.body)}`, show(body));
  }
}

/** The methods of a list, in one order. */
const methodsOf = (list: string): string =>
  list.split(",").map((method) => method.trim()).sort().join();

/** Whether two values of a header say the same: methods are allowed in any order (RFC 9110 section 10.2.1). */
function saysSame(name: string, came: string, due: string): boolean {
  return name === "allow" && methodsOf(came) === methodsOf(due);
}

/**
 * Expects a whole answer.
 *
 * @param bytes All that came.
 * @param due What it must be.
 * @param telling What was done for it, and where to look.
 * @throws {Wrong} If its form is wrong, or it says something else.
 */
function judgeAnswer(
  bytes: Uint8Array,
  due: AnswerDue,
  telling: { readonly did: string; lookAt?: string },
): void {
  const wrong: Tell = (expected, came, lookAt = telling.lookAt) => {
    const { did } = telling;
    throw new Wrong({ cause: "wrong-value", did, expected, came, lookAt });
  };
  const statuses = due.statuses.join(" or ");
  if (bytes.length === 0) {
    // What is refused was understood, or not: the fault is that nobody says so.
    const isUnsaid = isRefusal(due) && !due.statuses.includes(408);
    wrong(
      `an answer ${statuses}`,
      "none",
      isUnsaid ? UNANSWERED : telling.lookAt ?? UNANSWERED,
    );
  }
  const { first, lines, body } = split(bytes, wrong);
  const status = readStatus(first, wrong);
  // Another status says more than what is wrong with its headers.
  if (!due.statuses.includes(status)) {
    wrong(
      `status ${statuses}`,
      `status ${status}`,
      // That it is refused was found out: no question about its fault helps.
      status >= 400 && isRefusal(due) ? REFUSED : undefined,
    );
  }
  const answer = { status, headers: readHeaders(lines, wrong), body };
  expectOfEvery(answer, wrong);
  expectBody(answer, due, wrong);
  for (const [name, value] of due.headers) {
    const came = answer.headers.get(name)?.join(", ");
    if (came === value || (came && saysSame(name, came, value))) continue;
    wrong(
      `a header ${name}: ${value}`,
      came === undefined ? "none" : `${name}: ${came}`,
      came === undefined ? "which headers belong to this answer" : undefined,
    );
  }
}

/** Where to look when the stream ends without an answer. */
const UNANSWERED = "who writes this answer, and which error ends the way to it";

/** Where to look when a refusal has another status than the one that is due. */
const REFUSED = "it is refused: which status says why";

/** Whether only the request can be what is wrong. */
const isRefusal = ({ statuses }: AnswerDue): boolean =>
  statuses.every((status) => status >= 400 && status !== 500);

/** Where to look when an answer came and nothing ends the stream. */
const NO_END = "what ends the server's direction when the answer is sent";

/**
 * Reads to the end of a peer's stream, and expects one whole answer.
 *
 * @throws {Wrong} If the stream does not end, is reset, or the answer is another.
 */
export async function expectAnswer(
  peer: Peer,
  due: AnswerDue,
  lookAt: string | undefined = whereToLook(),
): Promise<void> {
  const isLong = Math.max(peer.deeds.bytes, due.body?.length ?? 0) > LONG_BYTES;
  const { bytes, end } = await peer.drain({
    withinMs: isLong ? LIMITS.transferMs : LIMITS.replyMs,
    lookAt: lookAt ?? NO_END,
    lookAtNoEnd: NO_END,
  });
  if (due.orEnd && bytes.length === 0) return;
  if (end !== "fin" && end !== "reset") {
    throw new Wrong(readFailed(end, lookAt));
  }
  if (end !== "fin" && !due.orEnd) {
    throw new Wrong({
      cause: "reset",
      did: peer.did,
      expected: "the whole answer, then end of stream",
      came: `${counted(bytes.length, "byte")}, then a reset (RST)`,
      lookAt: lookAt ??
        "what does close() do when bytes of the client are unread",
    });
  }
  // What it did is put in words only for a fault.
  judgeAnswer(bytes, due, {
    get did() {
      return peer.did;
    },
    lookAt,
  });
}
