import { todo } from "../../workbook/todo.ts";

/** A request as `respond` sees it. */
export interface WebRequest {
  /** As sent: `GET`, `HEAD` or `POST`. */
  method: string;
  /** As sent: `/index.html?page=2`. */
  target: string;
  /** `HTTP/1.0` or `HTTP/1.1`. */
  version: string;
  /** By their names in lower case; the values of a repeated name are joined with `, `. */
  headers: Map<string, string>;
  /** As many bytes as Content-Length says. */
  body: Uint8Array;
}

/** The answer that `respond` gives. It is only read: `respond` may give the same object again. */
export interface WebResponse {
  /** From 200 to 599. */
  status: number;
  /** Beside those that are the server's own: Connection, Content-Length, Date, Transfer-Encoding. */
  headers?: Record<string, string>;
  /** A text is sent as UTF-8. */
  body?: string | Uint8Array;
}

/** What a head says: a request without its body. */
export type RequestHead = Omit<WebRequest, "body">;

/** A running server, as in lesson 3. */
export interface Server {
  /** Where it listens: 127.0.0.1 and the port that the kernel gave. */
  readonly addr: Deno.NetAddr;
  /** Pending while the server runs; resolves when everything is closed, and never rejects. */
  readonly finished: Promise<void>;
  /** Stops the server. */
  stop(): Promise<void>;
}

/** How a web server is started. */
export interface WebServerOptions {
  /** Port to listen on; 0, the default, lets the kernel choose. */
  port?: number;
  /** Answers a request. If it throws or rejects, the answer is 500. */
  respond: (request: WebRequest) => WebResponse | Promise<WebResponse>;
  /** The longest head, its empty line included, in bytes. */
  maxHeadBytes?: number;
  /** How long a client has to send its head, in milliseconds. */
  headTimeoutMs?: number;
}

/** A longer body is refused. */
const MAX_BODY_BYTES = 1_048_576;

/** How long what a client still sends is discarded after its answer, in milliseconds. */
const DISCARD_MS = 2000;

const METHODS = ["GET", "HEAD", "POST"];

/** These headers are the server's own. */
const OWN_HEADERS = [
  "connection",
  "content-length",
  "date",
  "transfer-encoding",
];

/** What stands behind the status, for people only. */
const REASONS: Record<number, string> = {
  200: "OK",
  204: "No Content",
  303: "See Other",
  304: "Not Modified",
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  505: "HTTP Version Not Supported",
};

/** A method, or the name of a header: RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// Part 1. parseRequestHead: null until the empty line has come; what follows it
// is ignored. Method, target and version stay as sent. Names are lower case in
// the map, values have no blanks or tabs at their ends; the values of a repeated
// name are joined with ", ".

// Part 2. parseRequestHead refuses with SyntaxError what is not `token target
// HTTP/digit.digit` with single spaces, and lines that are not `token:value`. No
// CR, LF or NUL stands inside a line. LF alone may end a line, or be refused. It
// may refuse before the head is complete. No hole of its own.

// What do parseRequestHead and your server both need? Write it here.

/**
 * Reads the head of a request: its first line and its headers.
 *
 * @param bytes What has come until now; what follows the empty line is ignored.
 * @returns `null` while the empty line has not come.
 * @throws {SyntaxError} If it is not a head of HTTP.
 */
export function parseRequestHead(bytes: Uint8Array): RequestHead | null {
  return todo("part 1: a line of three, then lines of two", bytes, TOKEN);
}

// Part 3. startWebServer: one request a connection; a POST may have a body. The
// answer has one `Connection: close`, `Date`, and `Content-Length` in bytes; these
// and Transfer-Encoding are yours, whatever respond sets. HEAD, 204 and 304 have
// no body; HEAD has the Content-Length of GET, 204 has none, 304 may have none.
// 500: respond fails, or its answer cannot be sent (step 4). stop() as in lesson 3.

// Part 4. Where the request ends: the body has exactly Content-Length bytes, for
// every method, and none without that header. They come in any pieces; what
// follows is no request. A request that ends early is answered 400, or closed, and
// never reaches respond. No hole of its own.

// Part 5. Refuse by the head: 400, 405 with `Allow: GET, HEAD, POST`, 413, 431,
// 501, 505. The table of step 6 says when. 413 waits for no body, 431 for no
// more of the head. With several faults, any of their statuses is right. respond
// never sees what is refused. No hole of its own.

// Part 6. The answer arrives whole, even at a client that still sends, reads late,
// or has half-closed: half-close, discard what comes, and close at the client's
// end of stream, or 1 to 2 s later. No hole of its own: think of lesson 9's
// closeGracefully.

// Part 7. 408: the head is not whole headTimeoutMs after the connection was made,
// however bytes trickle. Then the body has at most the same time once more. If
// nothing was sent, 408 or just close. A slow client, or one that does not read,
// holds up nobody else. No hole of its own.

// Beyond. Requests that try to be two, resets, megabytes in both directions, stop()
// in the middle. No hole of its own.

// What stands between a chunk and an answer? Write it here.

/**
 * Starts a web server: HTTP/1.1, one request a connection. It listens on
 * 127.0.0.1 when this returns.
 *
 * @param options Who answers, and the limits: 16,384 bytes and 10,000 ms by default.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startWebServer(options: WebServerOptions): Server {
  return todo("part 3: accept, read a request, answer, close", options, {
    METHODS,
    OWN_HEADERS,
    REASONS,
    MAX_BODY_BYTES,
    DISCARD_MS,
  });
}
