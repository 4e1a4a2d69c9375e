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

// In the exercise, part 1:
//   // What do parseRequestHead and your server both need? Write it here.
const LF = 10;
const CR = 13;

/** Where the head ends: behind its empty line. -1 while that has not come. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    if (bytes[next] === LF) return next + 1;
  }
  return -1;
}

/** Without the blanks at its ends. A pattern for the end would look at each blank again and again. */
function trimBlanks(text: string): string {
  const isBlank = (at: number) => text[at] === " " || text[at] === "\t";
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}
// End of part 1.

/**
 * Reads the head of a request: its first line and its headers.
 *
 * @param bytes What has come until now; what follows the empty line is ignored.
 * @returns `null` while the empty line has not come.
 * @throws {SyntaxError} If it is not a head of HTTP.
 */
export function parseRequestHead(bytes: Uint8Array): RequestHead | null {
  // In the exercise, part 1:
  //   return todo("part 1: a line of three, then lines of two", bytes, TOKEN);
  const end = endOfHead(bytes);
  if (end < 0) return null;
  // One byte is one character: no byte can hide, or be lost.
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, end));
  // LF alone ends a line, too: who types by hand sends no CR.
  const [first, ...rest] = text.split("\n")
    .map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
  const parts = first.split(" ");
  const [method, target, version] = parts;
  if (
    parts.length !== 3 || !TOKEN.test(method) || target === "" ||
    !/^HTTP\/\d\.\d$/.test(version) || /[\r\0]/.test(target)
  ) throw new SyntaxError(`Cannot read ${JSON.stringify(first)}: no request`);
  const headers = new Map<string, string>();
  // The empty line ends with a line feed, and nothing stands behind it.
  for (const line of rest.slice(0, -2)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = trimBlanks(line.slice(colon + 1));
    if (!TOKEN.test(name) || /[\r\0]/.test(value)) {
      throw new SyntaxError(`Cannot read ${JSON.stringify(line)}: no header`);
    }
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { method, target, version, headers };
  // End of part 1.
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

// In the exercise, part 3:
//   // What stands between a chunk and an answer? Write it here.
/**
 * How long to wait after an accept() that failed for lack of something, such as
 * descriptors: the next one at once would fail, too (lesson 10).
 */
const RETRY_MS = 10;

/** A request that is answered without `respond`. */
class Refusal extends Error {
  constructor(readonly status: number, readonly headers = {}) {
    super(`Cannot take the request: ${status}`);
  }
}

/**
 * How long the body is.
 *
 * @throws {Refusal} If this server cannot take the request.
 */
function bodyLength({ method, version, headers }: RequestHead): number {
  if (version !== "HTTP/1.0" && version !== "HTTP/1.1") throw new Refusal(505);
  if (!METHODS.includes(method)) {
    throw new Refusal(405, { Allow: METHODS.join(", ") });
  }
  const host = headers.get("host");
  // Two of them are joined.
  if (host === undefined ? version === "HTTP/1.1" : host.includes(", ")) {
    throw new Refusal(400);
  }
  const length = headers.get("content-length");
  if (headers.has("transfer-encoding")) {
    // Who sends both lengths may want one request to be read as two.
    throw new Refusal(length === undefined ? 501 : 400);
  }
  if (length === undefined) return 0;
  // Number() would also take "", "+5", "0x5", "5e0" and " 5".
  if (!/^\d+$/.test(length)) throw new Refusal(400);
  if (Number(length) > MAX_BODY_BYTES) throw new Refusal(413);
  return Number(length);
}

/** Puts one request together from the chunks of its connection. */
class RequestReader {
  readonly #maxHeadBytes: number;
  /** What has come of the head. */
  #bytes = new Uint8Array();
  #request?: WebRequest;
  /** How many bytes of the body have come. */
  #filled = 0;

  constructor(maxHeadBytes: number) {
    this.#maxHeadBytes = maxHeadBytes;
  }

  /**
   * Takes the next chunk.
   *
   * @returns The request, when it is complete.
   * @throws {Refusal} If it cannot be taken.
   */
  push(chunk: Uint8Array): WebRequest | undefined {
    const part = this.#request ? chunk : this.#pushHead(chunk);
    if (!this.#request) return;
    const { body } = this.#request;
    // What follows the body is not read as anything.
    const wanted = part.subarray(0, body.length - this.#filled);
    body.set(wanted, this.#filled);
    this.#filled += wanted.length;
    return this.#filled === body.length ? this.#request : undefined;
  }

  /** Takes a chunk of the head, and gives what stands behind the head. */
  #pushHead(chunk: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(this.#bytes.length + chunk.length);
    bytes.set(this.#bytes);
    bytes.set(chunk, this.#bytes.length);
    this.#bytes = bytes;
    // Only a line feed completes a head. Who sends it byte by byte would make
    // us read it as often.
    const end = chunk.includes(LF) ? endOfHead(bytes) : -1;
    if ((end < 0 ? bytes.length : end) > this.#maxHeadBytes) {
      throw new Refusal(431);
    }
    const head = end < 0 ? null : parseRequestHead(bytes);
    if (!head) return bytes;
    this.#request = { ...head, body: new Uint8Array(bodyLength(head)) };
    return bytes.subarray(end);
  }
}

/**
 * The bytes of an answer.
 *
 * @param method Whose answer it is: HEAD gets no body.
 * @throws {Error} If it cannot be sent.
 */
function formatAnswer(method: string, answer: WebResponse): Uint8Array {
  const { status, headers = {}, body = "" } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`Cannot send the status ${status}: 200 to 599`);
  }
  const encoder = new TextEncoder();
  const content = typeof body === "string" ? encoder.encode(body) : body;
  const lines = [`HTTP/1.1 ${status} ${REASONS[status] ?? ""}`];
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name) || /[\r\n\0]/.test(value)) {
      throw new SyntaxError(`Cannot send the header ${JSON.stringify(name)}`);
    }
    if (OWN_HEADERS.includes(name.toLowerCase())) continue;
    lines.push(`${name}: ${value}`);
  }
  lines.push(`Date: ${new Date().toUTCString()}`, "Connection: close");
  if (status !== 204) lines.push(`Content-Length: ${content.length}`);
  const head = encoder.encode(`${lines.join("\r\n")}\r\n\r\n`);
  if (method === "HEAD" || status === 204 || status === 304) return head;
  // One piece: two small writes would wait for the peer's delayed ACK.
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

/** The answer to a request that is complete. */
async function answerTo(
  request: WebRequest,
  respond: WebServerOptions["respond"],
): Promise<Uint8Array> {
  const { method } = request;
  try {
    return formatAnswer(method, await respond(request));
  } catch {
    // Its own words are not for the client. A real server would log them.
    return formatAnswer(method, { status: 500 });
  }
}

/** The answer to what is no request for `respond`. It has no body: the method may be unknown, or HEAD. */
function refuse(error: unknown): Uint8Array {
  if (error instanceof SyntaxError) error = new Refusal(400);
  if (!(error instanceof Refusal)) throw error;
  return formatAnswer("GET", { status: error.status, headers: error.headers });
}

/** Serves one client: reads to the end of its stream, and answers once. */
async function serve(
  conn: Deno.Conn,
  close: () => void,
  { respond, maxHeadBytes = 16_384, headTimeoutMs = 10_000 }: WebServerOptions,
): Promise<void> {
  const reader = new RequestReader(maxHeadBytes);
  let answering: Promise<void> | undefined;
  // One deadline for head and body.
  let timer = setTimeout(() => answer(refuse(new Refusal(408))), headTimeoutMs);

  /** Sends the first answer that there is, then half-closes. It never rejects. */
  async function send(bytes: Uint8Array | Promise<Uint8Array>): Promise<void> {
    clearTimeout(timer);
    try {
      await writeAll(conn, await bytes);
      await conn.closeWrite();
      timer = setTimeout(close, DISCARD_MS);
    } catch {
      close(); // The client has gone, or stop() was called: the read ends, too.
    }
  }

  function answer(bytes: Uint8Array | Promise<Uint8Array>): void {
    answering ??= send(bytes);
  }

  try {
    const buffer = new Uint8Array(65_536);
    for (let n; (n = await conn.read(buffer)) !== null;) {
      // Reading goes on: with unread bytes, close() would be a reset, and could
      // take the answer away from the client.
      if (answering) continue;
      try {
        const request = reader.push(buffer.subarray(0, n));
        if (request) answer(answerTo(request, respond));
      } catch (error) {
        answer(refuse(error));
      }
    }
    answer(refuse(new Refusal(400))); // It ended early, if nobody has answered.
  } finally {
    await answering;
    clearTimeout(timer);
  }
}

/** accept() has failed. Only a lack of something needs a pause, not a reset in the queue, nor stop(). */
async function pauseAfter(failure: unknown): Promise<undefined> {
  const { BadResource, NotConnected } = Deno.errors;
  if (failure instanceof BadResource || failure instanceof NotConnected) return;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
// End of part 3.

/**
 * Starts a web server: HTTP/1.1, one request a connection. It listens on
 * 127.0.0.1 when this returns.
 *
 * @param options Who answers, and the limits: 16,384 bytes and 10,000 ms by default.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startWebServer(options: WebServerOptions): Server {
  // In the exercise, part 3:
  //   return todo("part 3: accept, read a request, answer, close", options, {
  //     METHODS,
  //     OWN_HEADERS,
  //     REASONS,
  //     MAX_BODY_BYTES,
  //     DISCARD_MS,
  //   });
  const { port = 0 } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const open = new Set<Deno.Conn>();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  /** Closes a connection once, whoever comes first. */
  function close(conn: Deno.Conn): void {
    if (open.delete(conn)) conn.close();
  }

  async function handle(conn: Deno.Conn): Promise<void> {
    try {
      await serve(conn, () => close(conn), options);
    } catch {
      // A reset, or stop() closed it under a read: only this client is gone.
    } finally {
      close(conn);
    }
  }

  async function acceptAll(): Promise<void> {
    while (!stopped) {
      // It rejects at stop(), and when a client in the accept queue has reset.
      const conn = await listener.accept().catch(pauseAfter);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close(); // It left the accept queue just before stop() was called.
        break;
      }
      open.add(conn);
      const work = handle(conn);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const conn of open) close(conn);
      }
      return finished;
    },
  };
  // End of part 3.
}
