/**
 * What a script says of HTTP: `client → GET /a`, `client ← 200 "fine"`.
 *
 * @module
 */
import { type AnswerDue, expectAnswer } from "./http_answer.ts";
import { expect } from "./expect.ts";
import { concat } from "./incoming.ts";
import { latin1 } from "./latin1.ts";
import { type Payload, readPayload, type Rest, toBytes } from "./payload.ts";
import * as random from "./random.ts";
import type { OwnDeed, ReadSign } from "./step.ts";
import { Unreadable } from "./template_lines.ts";
import { pattern } from "../../pattern.ts";

/** A text in quotes, bytes, or a value of the grader: a body. */
const BODY = pattern(/^["[\ue000]/);

const LENGTH = pattern(/\d[\d,]*(?= bytes(?: |$))/y);
const BYTES = pattern(/bytes/y);
const REQUEST = pattern(/(?:GET|HEAD|POST) \/[^\s→←]*(?= |$)/uy);
const MORE = pattern(/\d[\d,]*(?= more bytes(?: |$))/y);
const MORE_BYTES = pattern(/more bytes/y);
const FILLED = pattern(/of(?= \d)/y);
const HEADER = pattern(/[a-z][a-z\d-]*:/y);
const HEAD_OF = pattern(/head of(?= \d)/y);
const STATUSES = pattern(/\d{3}(?: or \d{3})*(?: or end)?(?= |$)/y);

/**
 * The head of a request of HTTP/1.1 with a Host.
 *
 * @param first Its first line.
 * @param lines Its other headers.
 */
export function requestHead(first: string, ...lines: string[]): string {
  return `${[first, "Host: a", ...lines].join("\r\n")}\r\n\r\n`;
}

/** Reads a number of bytes: `1,048,576 bytes`. */
function readLength(rest: Rest): string | undefined {
  const length = rest.take(LENGTH);
  if (length) rest.take(BYTES);
  return length?.replaceAll(",", "");
}

/** A head that is filled up with a header `X`, to so many bytes. */
function filledHead(first: string, bytes: number): string {
  const bare = requestHead(first, "X: ").length;
  if (bare > bytes) {
    throw new Unreadable(`a head has ${bare} bytes at least; write of ${bare}`);
  }
  return requestHead(first, `X: ${"x".repeat(bytes - bare)}`);
}

/**
 * Reads a request: `GET /a`, `GET /a of 100 bytes`, which is filled up,
 * `POST / "body"`, `POST / 5 bytes`, which only says so, and
 * `POST / 3 bytes "hello"`, which says so of another body.
 */
function readRequest(rest: Rest): OwnDeed | undefined {
  const first = rest.take(REQUEST);
  if (!first) return;
  const line = `${first} HTTP/1.1`;
  const filled = rest.take(FILLED) && readLength(rest);
  if (filled) {
    const head = latin1(filledHead(line, Number(filled)));
    return { payload: [head], act: (peer) => peer.send(head) };
  }
  const said = readLength(rest);
  const payload = BODY.test(rest.left) ? readPayload(rest) : [];
  return {
    payload,
    async act(peer, value) {
      const body = value === undefined ? new Uint8Array() : toBytes(value);
      const length = said ?? (value === undefined ? undefined : body.length);
      const lines = length === undefined ? [] : [`Content-Length: ${length}`];
      await peer.send(concat([latin1(requestHead(line, ...lines)), body]));
    },
  };
}

/** Reads `1,000 more bytes`: what a client still sends after the answer. They must be read. */
function readMore(rest: Rest): OwnDeed | undefined {
  const length = rest.take(MORE);
  if (!length) return;
  rest.take(MORE_BYTES);
  const count = Number(length.replaceAll(",", ""));
  return {
    payload: [],
    async act(peer, _, lookAt) {
      const block = random.bytes(Math.min(count, 131_072));
      const bytes = random.numbered(block, count);
      expect(await peer.send(bytes), {
        cause: "reset",
        did: `client still sends ${length} bytes after the answer`,
        expected: "what it sends is read, and thrown away",
        came: "a reset (RST)",
        lookAt,
      });
    },
  };
}

/** Reads the headers of an answer: `content-type: text/plain allow: "GET, HEAD"`. */
function readHeaders(rest: Rest): AnswerDue["headers"] {
  const headers: Array<[name: string, value: string]> = [];
  for (let name; (name = rest.take(HEADER));) {
    const value: Payload = rest.atEnd ? [] : readPayload(rest);
    const [text] = value;
    if (value.length !== 1 || typeof text !== "string") {
      throw new Unreadable(
        `the value of ${name} is missing; write ${name} text, or ${name} "two words"`,
      );
    }
    headers.push([name.slice(0, -1), text]);
  }
  return headers;
}

/** Reads `200 "fine"`, `head of 200 "fine"`, `400 or 501`, `408 or end`, and headers behind them. */
function readAnswer(rest: Rest): OwnDeed | undefined {
  const isHead = rest.take(HEAD_OF) !== undefined;
  const said = rest.take(STATUSES);
  if (!said) {
    const isText = pattern(/^["[{\ue000]/).test(rest.left);
    if (!isHead && isText) return;
    throw new Unreadable(
      `"${rest.left}" is no answer; write 200 "fine", head of 200, 400 or 501, or a text in quotes`,
    );
  }
  const statuses = said.match(pattern(/\d+/g))!.map(Number);
  const orEnd = said.endsWith("end");
  const payload = BODY.test(rest.left) ? readPayload(rest) : [];
  const headers = readHeaders(rest);
  return {
    payload,
    async act(peer, value, lookAt) {
      const body = value === undefined ? undefined : toBytes(value);
      const due = { statuses, isHead, orEnd, body, headers };
      await expectAnswer(peer, due, lookAt);
    },
  };
}

/** The signs of HTTP. */
export const httpSigns: ReadSign = (arrow, rest) =>
  arrow === "→" ? readMore(rest) ?? readRequest(rest) : readAnswer(rest);
