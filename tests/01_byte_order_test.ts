import type * as Solution from "../solutions/01_byte_order.ts";
import type { ByteOrder, Header } from "../solutions/01_byte_order.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  concat,
  delay,
  equal,
  expect,
  type Fault,
  host,
  hurryTimers,
  isPatient,
  isPending,
  LIMITS,
  load,
  note,
  pair,
  Peer,
  random,
  real,
  settles,
  show,
  throws,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, pure, sockets, sockets6 } = await load<typeof Solution>(
  "01_byte_order",
  () => import("../lessons/01_byte_order/exercise.ts"),
);

const ORDERS: ByteOrder[] = ["little-endian", "big-endian"];
type Conversion = "htons" | "htonl" | "ntohs" | "ntohl";
const WIDTHS: Array<[Conversion, 16 | 32]> = [
  ["htons", 16],
  ["ntohs", 16],
  ["htonl", 32],
  ["ntohl", 32],
];

/** The sample of the lesson: 01 26 5d 00 00 01 00. */
const SAMPLE: Header = { type: 1, length: 9821, id: 256 };
/** Every byte above 127: signed reading shows. */
const HIGH: Header = { type: 254, length: 0xfdfc, id: 0xfbfaf9f8 };

/** The bytes of a header, made without the answer. */
function wire(...headers: Header[]): Uint8Array {
  return concat(headers.map(({ type, length, id }) =>
    Uint8Array.of(
      type,
      length >>> 8,
      length & 255,
      id >>> 24,
      id >>> 16 & 255,
      id >>> 8 & 255,
      id & 255,
    )
  ));
}

function anyHeader(): Header {
  return {
    type: random.integer(0, 255),
    length: random.integer(0, 65535),
    id: random.integer(0, 0xffffffff),
  };
}

/** The three fields of what an answer returned: a class or extra methods are its own business. */
function fields(header: Header | null): Header | null {
  if (typeof header !== "object" || header === null) return header;
  const { type, length, id } = header;
  return { type, length, id };
}

/** A number as the table of bytes suggests: addresses in hexadecimal, ports in both ways. */
function shown(name: Conversion, value: unknown): string {
  const isCount = Number.isInteger(value) && (value as number) >= 0;
  if (!isCount) return show(value);
  const is32 = name.endsWith("l");
  const hex = `0x${(value as number).toString(16).padStart(is32 ? 8 : 4, "0")}`;
  return is32 ? hex : `${value} (${hex})`;
}

/** Calls the answer; if it throws, the transcript names the call. */
function call<T>(did: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    note(did);
    throw error;
  }
}

const SIGNED = "which operation or method gives a number with a sign?";

/** Calls a conversion and compares. */
function converts(
  name: Conversion,
  value: number,
  order: ByteOrder,
  result: number,
  lookAt: string,
): void {
  const given = name.endsWith("l") ? shown(name, value) : value;
  const did = `${name}(${given}, ${show(order)})`;
  const came = call(did, () => submission[name](value, order));
  const isSigned = came < 0 && name.endsWith("s");
  expect(came === result, {
    cause: "wrong-value",
    did,
    expected: shown(name, result),
    came: shown(name, came),
    lookAt: isSigned ? SIGNED : lookAt,
  });
}

/** Expects a RangeError. */
async function refuses(call: () => unknown, did: string): Promise<Error> {
  const lookAt = "what is checked before the number is used?";
  const error = await throws(call, { did, lookAt }, "a RangeError");
  expect(error instanceof RangeError, {
    cause: "wrong-value",
    did,
    expected: "a RangeError",
    came: show(error),
    lookAt: "which class of error is thrown?",
  });
  return error;
}

const LIMIT_TEXT = {
  8: /25[56]|(?<!\d)8(?!\d)|ff|2\^8|\bbytes?\b/i,
  16: /6553[56]|16|ffff|two bytes|2 bytes/i,
  32: /429496729[56]|32|ffffffff|four bytes|4 bytes/i,
};

const LEAST_TEXT = /(?<![\w.])0(?![\w.]*\d)|\bzero\b|negative|unsigned/i;

/** Expects the value and the limit in the message of a refusal. */
async function tells(
  call: () => unknown,
  did: string,
  value: number,
  bits: 8 | 16 | 32,
): Promise<void> {
  const { message } = await refuses(call, did);
  // Digits may stand in groups: 70,000 or 70_000.
  const plain = message.replace(/(?<=\d)[,_'’\s](?=\d{3})/g, "");
  expect(plain.includes(String(value)), {
    cause: "wrong-value",
    did,
    expected: `a message that holds the value, ${value}, in decimal`,
    came: show(message),
    lookAt: "what does the message say about the value that was given?",
  });
  // The value must not stand in for the limit.
  const rest = plain.replace(String(value), "");
  const saysWhole = !Number.isInteger(value) && /integer|whole/i.test(rest);
  // The limit that a negative value passes is 0.
  const saysLeast = value < 0 && LEAST_TEXT.test(rest);
  expect(saysWhole || saysLeast || LIMIT_TEXT[bits].test(rest), {
    cause: "wrong-value",
    did,
    expected: "a message that holds the limit, as a number or a width",
    came: show(message),
    lookAt: "which values would have been accepted? Let the message say it",
  });
}

/** Compares a received header with the one that was sent. */
function received(
  came: Header | null,
  sent: Header,
  did: string,
  lookAt = "which bytes of the header make which field, and in which order?",
): void {
  const shown = fields(came);
  const isSigned = Object.values(shown ?? {}).some((value) => value < 0);
  equal(shown, sent, { did, lookAt: isSigned ? SIGNED : lookAt });
}

/** Awaits a call that gives null. */
async function expectsNull<T>(work: Promise<T>, did: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Wrong)) note(`${did}: null is expected`);
    throw error;
  }
}

/** Receives one header, within the limit. */
function receive(conn: Deno.Conn, lookAt?: string): Promise<Header | null> {
  const did = "receiveHeader(conn)";
  const work = start(() => submission.receiveHeader(conn));
  return settles(work, did, LIMITS.replyMs, lookAt);
}

/** Sends one header, within the limit. */
function send(conn: Deno.Conn, header: Header): Promise<void> {
  const work = start(() => submission.sendHeader(conn, header));
  return settles(work, "sendHeader(conn, header)");
}

/** Lets a connection give so many bytes a read: what any kernel may do. */
function limitReads(conn: Deno.Conn, most: number): void {
  const read = conn.read.bind(conn);
  const value = (bytes: Uint8Array) => read(bytes.subarray(0, most));
  Object.defineProperty(conn, "read", { value });
}

/**
 * Lets a connection take so many bytes a write, and a moment for each.
 *
 * @returns How many writes are under way.
 */
function limitWrites(conn: Deno.Conn, most: number): () => number {
  const write = conn.write.bind(conn);
  let underWay = 0;
  const value = async (bytes: Uint8Array) => {
    underWay++;
    await delay(0);
    return await write(bytes.subarray(0, most)).finally(() => underWay--);
  };
  Object.defineProperty(conn, "write", { value });
  return () => underWay;
}

/** Sends pieces, and lets the other side run after each. */
async function inPieces(
  peer: Peer,
  bytes: Uint8Array,
  sizes: number[],
): Promise<void> {
  let at = 0;
  for (const size of sizes) {
    await peer.send(bytes.subarray(at, at + size));
    at += size;
    if (at < bytes.length) await delay(0);
  }
}

/** Starts a call whose end is judged later. */
function start<T>(call: () => Promise<T>): Promise<T> {
  const work = (async () => await call())();
  work.catch(() => {}); // Whoever judges it meets the error.
  return work;
}

/** How a promise of the answer ended; it must end. */
function outcome<T>(work: Promise<T>, did: string): Promise<T | Error> {
  return settles(work.catch((error: Error) => error), did);
}

Deno.test("names the byte order of this machine", pure("hostByteOrder"), () => {
  const [first] = new Uint8Array(Uint32Array.of(1).buffer);
  equal(
    submission.hostByteOrder(),
    first === 1 ? "little-endian" : "big-endian",
    {
      did: "hostByteOrder()",
      lookAt: "which byte of a number lies first in memory here?",
    },
  );
});

/** Two numbers of 16 bits with the same bytes, each in the other order. */
const REVERSED_16 = [
  [9821, 23846],
  [1, 256],
  [80, 20480],
  [0x00ff, 0xff00],
  [0, 0],
  [65535, 65535],
];

Deno.test(
  "htons swaps two bytes for a little-endian host",
  pure("htons"),
  () => {
    const lookAt = "where do the two bytes of the number go?";
    const [high, low] = random.bytes(2);
    const any = [high * 256 + low, low * 256 + high];
    for (const [value, result] of [...REVERSED_16, any]) {
      converts("htons", value, "little-endian", result, lookAt);
      converts("htons", result, "little-endian", value, lookAt);
    }
  },
);

Deno.test("htons changes nothing for a big-endian host", pure("htons"), () => {
  for (const value of [9821, 1, 0, 65535, random.integer(0, 65535)]) {
    const lookAt = "which order is network order, and does this host differ?";
    converts("htons", value, "big-endian", value, lookAt);
  }
});

Deno.test("ntohs turns a port back in both orders", pure("ntohs"), () => {
  const lookAt = "what would undo htons?";
  const [high, low] = random.bytes(2);
  const any = [high * 256 + low, low * 256 + high];
  for (const [value, result] of [...REVERSED_16, any]) {
    converts("ntohs", result, "little-endian", value, lookAt);
    converts("ntohs", value, "little-endian", result, lookAt);
    converts("ntohs", result, "big-endian", result, lookAt);
  }
});

/** As {@linkcode REVERSED_16}, for 32 bits; no result has bit 31. */
const REVERSED_32 = [
  [0x7f000001, 0x0100007f],
  [0x01020304, 0x04030201],
  [9821, 0x5d260000],
  [0, 0],
];

Deno.test(
  "htonl reverses four bytes for a little-endian host",
  pure("htonl"),
  () => {
    const lookAt = "where does each of the four bytes go?";
    for (const [value, result] of REVERSED_32) {
      converts("htonl", value, "little-endian", result, lookAt);
      converts("htonl", result, "little-endian", value, lookAt);
    }
  },
);

Deno.test("htonl changes nothing for a big-endian host", pure("htonl"), () => {
  for (const value of [0x7f000001, 0, random.integer(0, 0x7fffffff)]) {
    const lookAt = "which order is network order, and does this host differ?";
    converts("htonl", value, "big-endian", value, lookAt);
  }
});

Deno.test("ntohl turns an address back in both orders", pure("ntohl"), () => {
  const lookAt = "what would undo htonl?";
  for (const [value, result] of REVERSED_32) {
    converts("ntohl", result, "little-endian", value, lookAt);
    converts("ntohl", value, "little-endian", result, lookAt);
    converts("ntohl", result, "big-endian", result, lookAt);
  }
});

for (const name of ["htonl", "ntohl"] as const) {
  Deno.test(`${name} never gives a negative number`, pure(name), () => {
    const lookAt = "what do << and | do with bit 31 in JavaScript?";
    converts(name, 0x000000ff, "little-endian", 0xff000000, lookAt);
    converts(name, 0x0100a8c0, "little-endian", 0xc0a80001, lookAt);
    for (const order of ORDERS) {
      converts(name, 0xffffffff, order, 0xffffffff, lookAt);
    }
    converts(name, 0xc0a80001, "big-endian", 0xc0a80001, lookAt);
  });
}

for (const [name, bits] of WIDTHS) {
  Deno.test(`${name} refuses what is not a u${bits}`, pure(name), async () => {
    const over = 2 ** bits;
    for (
      const value of [over, -1, 1.5, 0.1, NaN, Infinity, -Infinity, over * 2]
    ) {
      const did = `${name}(${value}, "little-endian")`;
      await refuses(() => submission[name](value, "little-endian"), did);
    }
  });

  Deno.test(
    `${name} refuses the same for a big-endian host`,
    pure(name),
    async () => {
      for (const value of [2 ** bits, -1, 1.5, NaN]) {
        const did = `${name}(${value}, "big-endian")`;
        await refuses(() => submission[name](value, "big-endian"), did);
      }
    },
  );
}

Deno.test(
  "a refused conversion names the value and the limit",
  pure("htons", "htonl", "ntohs", "ntohl"),
  async () => {
    for (const [name, bits] of WIDTHS) {
      for (const order of ORDERS) {
        for (const value of [2 ** bits + random.integer(1001, 9999), -7, 1.5]) {
          const did = `${name}(${value}, ${show(order)})`;
          await tells(() => submission[name](value, order), did, value, bits);
        }
      }
    }
  },
);

/** Encodes a header, and expects it unchanged. */
function encodes(header: Header, lookAt: string): void {
  const given = { ...header };
  const did = `encodeHeader(${show(header)})`;
  const came = call(did, () => submission.encodeHeader(given));
  equal(came, wire(header), { did, lookAt });
  equal(given, header, {
    did: `${did}, then look at the header`,
    lookAt: "which statement writes to the header of the caller?",
  });
}

Deno.test("encodes a header in network order", pure("encodeHeader"), () => {
  const lookAt =
    "which byte of a number travels first, and where does each field begin?";
  for (const header of [SAMPLE, HIGH, anyHeader()]) encodes(header, lookAt);
  encodes(
    { id: 3, length: 2, type: 1 },
    "how do you find a field: by its name, or by its place in the object?",
  );
});

Deno.test(
  "encodes the smallest and the largest fields",
  pure("encodeHeader"),
  () => {
    const lookAt = "is the largest value of each width accepted?";
    encodes({ type: 0, length: 0, id: 0 }, lookAt);
    encodes({ type: 255, length: 65535, id: 4294967295 }, lookAt);
  },
);

Deno.test(
  "encodes each header in an array of its own",
  pure("encodeHeader"),
  () => {
    const headers = [SAMPLE, HIGH, ...Array.from({ length: 18 }, anyHeader)];
    const arrays = headers.map((header) => submission.encodeHeader(header));
    equal(arrays[0], wire(SAMPLE), {
      did:
        "encodeHeader(a), then encodeHeader() of others; what are the bytes of a now?",
      lookAt: "where is the array made that you return?",
    });
  },
);

const BAD_FIELDS: Array<[keyof Header, 8 | 16 | 32]> = [
  ["type", 8],
  ["length", 16],
  ["id", 32],
];

Deno.test(
  "refuses a header with a field out of range",
  pure("encodeHeader"),
  async () => {
    for (const [field, bits] of BAD_FIELDS) {
      for (const value of [2 ** bits, -1, 1.5, NaN]) {
        const header = { ...SAMPLE, [field]: value };
        const did = `encodeHeader(${show(header)})`;
        await refuses(() => submission.encodeHeader(header), did);
      }
    }
  },
);

Deno.test(
  "a refused field names the value and the limit",
  pure("encodeHeader"),
  async () => {
    for (const [field, bits] of BAD_FIELDS) {
      for (const value of [2 ** bits + 5050, -7]) {
        const header = { ...SAMPLE, [field]: value };
        const did = `encodeHeader(${show(header)})`;
        await tells(() => submission.encodeHeader(header), did, value, bits);
      }
    }
  },
);

/** The two fields of an endpoint. */
const plain = ({ hostname, port }: Endpoint): Endpoint => ({ hostname, port });

/** Decodes table rows of one machine, the digits made without the answer. */
function decodesRows(order: ByteOrder): void {
  const rows = [
    [[127, 0, 0, 1], 9821],
    [[10, 1, 2, 3], 80],
    [[0, 0, 0, 0], 0],
    [[192, 168, 0, 254], 65535],
    [[255, 255, 255, 255], 1],
    [[...random.bytes(4)], random.integer(0, 65535)],
  ] as Array<[number[], number]>;
  const digits = (byte: number) => byte.toString(16).padStart(2, "0");
  const kept = [];
  for (const [address, port] of rows) {
    const printed = order === "big-endian" ? address : address.toReversed();
    const hex = [...printed, port >>> 8, port & 255].map(digits).join("");
    const text = `${hex.slice(0, 8)}:${hex.slice(8)}`.toUpperCase();
    const did = `decodeTableAddress(${show(text)}, ${show(order)})`;
    const came = call(did, () => submission.decodeTableAddress(text, order));
    const expected = { hostname: address.join("."), port };
    equal(plain(came), expected, {
      did,
      lookAt:
        "which of the two parts does the kernel turn round before it prints it?",
    });
    kept.push({ came, did, expected });
  }
  const [{ came, did, expected }] = kept;
  equal(plain(came), expected, {
    did: `${did}, looked at after the other calls`,
    lookAt: "where is the object made that you return?",
  });
}

Deno.test(
  "reads a table address of a little-endian machine",
  pure("decodeTableAddress"),
  () => decodesRows("little-endian"),
);

Deno.test(
  "reads a table address of a big-endian machine",
  pure("decodeTableAddress"),
  () => decodesRows("big-endian"),
);

Deno.test("sends the 7 bytes of a header", sockets("sendHeader"), async () => {
  const { conn, peer } = await pair({ name: "receiver" });
  await send(conn, SAMPLE);
  await peer.expect(wire(SAMPLE), { lookAt: "what does conn.write() get?" });
});

Deno.test(
  "sends nothing after a header and leaves the connection open",
  sockets("sendHeader"),
  async () => {
    const { conn, peer, isClosed } = await pair({ name: "receiver" });
    const headers = [SAMPLE, HIGH, anyHeader()];
    const ended = (came: string): Fault => ({
      cause: "closed-early",
      did: "sendHeader(conn, header)",
      expected: "the connection stays open for the next header",
      came,
      lookAt: "who owns the connection: sendHeader or its caller?",
    });
    for (const header of headers) {
      try {
        await send(conn, header);
      } catch (error) {
        expect(!(error instanceof Deno.errors.BrokenPipe), ended(show(error)));
        throw error;
      }
      expect(!isClosed(), ended("it is closed"));
      await peer.expect(wire(header), {
        lookAt: "what is written besides the header?",
      });
    }
    conn.close();
    await peer.expectEnd({
      lookAt: "how many bytes are written for one header?",
    });
  },
);

Deno.test(
  "sends all 7 bytes when a write takes only a part",
  sockets("sendHeader"),
  async () => {
    const lookAt = "what does conn.write() return, and who uses it?";
    for (const most of [1, 3, 6]) {
      note(
        `each conn.write() takes at most ${most} byte${most > 1 ? "s" : ""}`,
      );
      const { conn, peer } = await pair({ name: "receiver" });
      const underWay = limitWrites(conn, most);
      await send(conn, HIGH);
      expect(underWay() === 0, {
        cause: "too-early",
        did: "sendHeader(conn, header)",
        expected: "it resolves when all 7 bytes are written",
        came: "it resolved while a conn.write() was under way",
        lookAt: "which conn.write() is not awaited?",
      });
      await peer.expect(wire(HIGH), { lookAt });
      conn.close();
      await peer.expectEnd({ lookAt });
    }
    const [a, b] = [
      await pair({ name: "receiver a" }),
      await pair({ name: "receiver b" }),
    ];
    note("two calls of sendHeader at once, on two connections");
    for (const { conn } of [a, b]) limitWrites(conn, 3);
    await Promise.all([send(a.conn, HIGH), send(b.conn, SAMPLE)]);
    const shared = "which variables do two calls of sendHeader share?";
    await a.peer.expect(wire(HIGH), { lookAt: shared });
    await b.peer.expect(wire(SAMPLE), { lookAt: shared });
  },
);

Deno.test(
  "sends nothing of a header that is refused",
  sockets("sendHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "receiver" });
    for (const [field, bits] of BAD_FIELDS) {
      const header = { ...SAMPLE, [field]: 2 ** bits };
      const did = `sendHeader(conn, ${show(header)})`;
      await refuses(() => submission.sendHeader(conn, header), did);
    }
    await send(conn, HIGH);
    const lookAt =
      "when are the fields checked: before the first byte is sent?";
    await peer.expect(wire(HIGH), { lookAt });
  },
);

Deno.test("rejects when it cannot send", sockets("sendHeader"), async () => {
  const { conn } = await pair({ name: "receiver" });
  conn.close();
  note("conn is closed before the call");
  await throws(() => submission.sendHeader(conn, SAMPLE), {
    did: "sendHeader(conn, header)",
    lookAt: "who awaits the write, and who hears of its error?",
  });
});

Deno.test("receives a header", sockets("receiveHeader"), async () => {
  const { conn, peer } = await pair({ name: "sender" });
  for (const header of [SAMPLE, HIGH, anyHeader()]) {
    await peer.send(wire(header));
    received(await receive(conn), header, "receiveHeader(conn)");
  }
  const zeros = { type: 0, length: 0, id: 0 };
  await peer.send(wire(zeros));
  const lookAt = "does a condition take the number 0 for an end of stream?";
  received(await receive(conn, lookAt), zeros, "receiveHeader(conn)", lookAt);
});

Deno.test(
  "receives a header one byte at a time",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender" });
    // Whatever the kernel has joined: no read gives more than one byte.
    limitReads(conn, 1);
    const lookAt = "how many bytes does one conn.read() give?";
    const work = start(() => receive(conn, lookAt));
    await inPieces(peer, wire(HIGH), [1, 1, 1, 1, 1, 1, 1]);
    received(
      await work,
      HIGH,
      "receiveHeader(conn), one byte at a time",
      lookAt,
    );
  },
);

Deno.test(
  "receives a header split at any byte",
  sockets("receiveHeader"),
  async () => {
    const lookAt = "what happens when a read gives fewer bytes?";
    for (let split = 1; split < 7; split++) {
      const { conn, peer } = await pair({ name: "sender" });
      const header = anyHeader();
      const work = start(() => receive(conn, lookAt));
      await inPieces(peer, wire(header), [split, 7 - split]);
      const what = `receiveHeader(conn), split after byte ${split}`;
      received(await work, header, what, lookAt);
    }
  },
);

Deno.test(
  "keeps a second header that came with the first",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender" });
    await peer.send(wire(SAMPLE, HIGH));
    const lookAt = "where do the bytes after the seventh go?";
    const came = [
      fields(await receive(conn)),
      fields(await receive(conn, lookAt)),
    ];
    equal(came, [SAMPLE, HIGH], {
      did: "receiveHeader(conn) twice; both headers came together",
      lookAt,
    });
  },
);

Deno.test(
  "keeps the part of a header that came with others",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender" });
    const headers = [SAMPLE, anyHeader(), HIGH, anyHeader()];
    const bytes = wire(...headers);
    await peer.send(bytes.subarray(0, 18));
    const lookAt = "what if two headers and half a third come in one chunk?";
    const came = [await receive(conn, lookAt), await receive(conn, lookAt)];
    const third = start(() => receive(conn, lookAt));
    await peer.send(bytes.subarray(18));
    came.push(await third, await receive(conn, lookAt));
    equal(came.map(fields), headers, {
      did: "receiveHeader(conn) four times",
      lookAt,
    });
  },
);

Deno.test(
  "receives a hundred headers sent at once",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender" });
    const headers = Array.from({ length: 100 }, anyHeader);
    await peer.send(wire(...headers));
    await peer.halfClose();
    const lookAt =
      "are the headers complete and in order when a whole buffer is full?";
    for (const [i, header] of headers.entries()) {
      received(
        await receive(conn, lookAt),
        header,
        `receiveHeader(conn), header ${i + 1} of 100`,
        lookAt,
      );
    }
    equal(await receive(conn), null, {
      did: "receiveHeader(conn) at end of stream",
      lookAt,
    });
  },
);

type End = { conn: Deno.Conn; peer: Peer };

/** Two connections to one listener; the answer has the ends that connect. */
async function twoClients(): Promise<End[]> {
  const listening = await host({ name: "sender" });
  const client = async () => {
    const conn = await real.connect({ ...listening.endpoint });
    afterCheck(() => conn.close());
    return { conn, peer: await listening.accept() };
  };
  return [await client(), await client()];
}

/** Two connections to one listener; the answer has the ends that are accepted. */
async function twoAccepted(): Promise<End[]> {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => listener.close());
  const accepted = async (name: string) => {
    const peer = await Peer.connect(listener.addr, { name });
    const conn = await listener.accept();
    afterCheck(() => conn.close());
    return { conn, peer };
  };
  return [await accepted("sender"), await accepted("sender 2")];
}

Deno.test("keeps two connections apart", sockets("receiveHeader"), async () => {
  for (const two of [twoClients, twoAccepted]) {
    note("conn and conn 2 are connections to one listener");
    const [a, b] = await two();
    const [first, second, third] = [anyHeader(), HIGH, anyHeader()];
    const lookAt = "what do calls on two connections share?";
    await a.peer.send(wire(first, second).subarray(0, 10));
    received(await receive(a.conn), first, "receiveHeader(conn)");
    const work = start(() => receive(a.conn));
    // A few turns of the event loop: it has the half of a header that is there.
    await isPending(work);
    await b.peer.send(wire(third));
    const did = "receiveHeader(conn 2), while conn has half a header";
    received(await receive(b.conn, lookAt), third, did, lookAt);
    await a.peer.send(wire(second).subarray(3));
    received(await work, second, "receiveHeader(conn)", lookAt);
  }
});

Deno.test(
  "gives null at end of stream before a header",
  sockets("receiveHeader"),
  async () => {
    const silent = await pair({ name: "sender" });
    await silent.peer.halfClose();
    const lookAt = "what does conn.read() give at end of stream?";
    const did = "receiveHeader(conn), end of stream and no byte before it";
    const came = await expectsNull(receive(silent.conn, lookAt), did);
    equal(came, null, { did, lookAt });
    const { conn, peer } = await pair({ name: "sender" });
    await peer.send(wire(SAMPLE));
    await peer.halfClose();
    received(await receive(conn), SAMPLE, "receiveHeader(conn)");
    const after = "receiveHeader(conn), end of stream after a whole header";
    const next = await expectsNull(receive(conn, lookAt), after);
    equal(next, null, { did: after, lookAt });
  },
);

Deno.test(
  "throws when the stream ends inside a header",
  sockets("receiveHeader"),
  async () => {
    for (let count = 1; count < 7; count++) {
      const { conn, peer } = await pair({ name: "sender" });
      await peer.send(wire(HIGH).subarray(0, count));
      await peer.halfClose();
      await throws(() => submission.receiveHeader(conn), {
        did: `receiveHeader(conn), end of stream after ${count} of 7 bytes`,
        lookAt: "is end of stream the same before a header and inside one?",
      });
    }
    const { conn, peer } = await pair({ name: "sender" });
    await peer.send(wire(SAMPLE, HIGH).subarray(0, 9));
    await peer.halfClose();
    received(await receive(conn), SAMPLE, "receiveHeader(conn)");
    await throws(() => submission.receiveHeader(conn), {
      did:
        "receiveHeader(conn), end of stream after 2 bytes of a second header",
      lookAt: "which bytes belong to the header that is being read?",
    });
  },
);

Deno.test(
  "waits for a header while nothing comes",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender" });
    hurryTimers();
    const work = start(() => submission.receiveHeader(conn));
    expect(await isPatient(work), {
      cause: "too-early",
      did: "receiveHeader(conn), nothing was sent yet",
      expected: "a promise that is pending",
      came: "it settled",
      lookAt: "what does receiveHeader wait for?",
    });
    await peer.send(wire(SAMPLE));
    received(
      await settles(work, "receiveHeader(conn)"),
      SAMPLE,
      "receiveHeader(conn)",
    );
  },
);

Deno.test(
  "makes no header of a connection that is reset",
  sockets("receiveHeader"),
  async () => {
    const { conn, peer } = await pair({ name: "sender", canReset: true });
    const work = start(() => submission.receiveHeader(conn));
    await peer.send(wire(HIGH).subarray(0, 3));
    peer.reset();
    const came = await outcome(work, "receiveHeader(conn)");
    expect(came instanceof Error, {
      cause: "wrong-value",
      did: "receiveHeader(conn), reset after 3 of 7 bytes",
      expected: "an error",
      came: show(came),
      lookAt: "what happens to the error of conn.read()?",
    });
  },
);

/** A call of exchangeHeader with a scripted server. */
async function exchange(
  header: Header,
  options: { hostname?: string; canReset?: boolean } = {},
): Promise<{ work: Promise<Header | null>; server: Peer }> {
  const listening = await host(options);
  const work = start(() =>
    submission.exchangeHeader(listening.endpoint, header)
  );
  const failed = new Promise<never>((_, reject) => work.catch(reject));
  failed.catch(() => {}); // It lost the race below.
  const server = await Promise.race([listening.accept(), failed]);
  return { work, server };
}

const EXCHANGE = "exchangeHeader(server, header)";

/** The reply that exchangeHeader gives. */
async function reply(work: Promise<Header | null>): Promise<Header | null> {
  try {
    return await settles(work, EXCHANGE);
  } catch (error) {
    const { Interrupted, BadResource } = Deno.errors;
    if (!(error instanceof Interrupted || error instanceof BadResource)) {
      throw error;
    }
    throw new Wrong({
      cause: "closed-early",
      did: EXCHANGE,
      what: "the answer closed the connection before the reply was read",
      expected: "the reply",
      came: show(error),
      lookAt: "when does finally run: before or after the reply is here?",
    });
  }
}

Deno.test(
  "exchanges a header for a reply",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE);
    await server.expect(wire(SAMPLE), {
      lookAt: "is the header sent before the reply is awaited?",
    });
    await server.send(wire(HIGH));
    received(await reply(work), HIGH, EXCHANGE);
  },
);

Deno.test(
  "closes the connection after the reply",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(HIGH);
    await server.expect(wire(HIGH));
    await server.send(wire(SAMPLE));
    await settles(
      work,
      EXCHANGE,
      LIMITS.replyMs,
      "does it wait for the server to close?",
    );
    await server.expectClosed({
      lookAt: "who closes the connection when the reply is here?",
    });
  },
);

Deno.test(
  "sends its header once and nothing else",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE);
    await server.expect(wire(SAMPLE));
    await server.send(wire(HIGH));
    await reply(work);
    await server.expectEnd({
      lookAt: "what is written between connecting and closing?",
    });
  },
);

Deno.test(
  "waits for a late reply that comes in pieces",
  sockets("exchangeHeader"),
  async () => {
    hurryTimers();
    const { work, server } = await exchange(SAMPLE);
    await server.expect(wire(SAMPLE));
    expect(await isPatient(work), {
      cause: "too-early",
      did: EXCHANGE,
      expected: "a promise that is pending until the reply is here",
      came: "it settled",
      lookAt: "what does the call wait for after it has sent?",
    });
    await inPieces(server, wire(HIGH), [1, 2, 4]);
    received(await reply(work), HIGH, EXCHANGE);
  },
);

Deno.test(
  "gives null when the server ends without a reply",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE);
    await server.expect(wire(SAMPLE));
    await server.halfClose();
    const lookAt = "what does receiveHeader return there?";
    const ended = settles(work, EXCHANGE, LIMITS.replyMs, lookAt);
    const came = await expectsNull(ended, EXCHANGE);
    equal(came, null, { did: EXCHANGE, lookAt });
    await server.expectClosed({
      lookAt: "is the connection closed on this path too?",
    });
  },
);

Deno.test(
  "rejects when the reply is cut, and closes",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE);
    await server.expect(wire(SAMPLE));
    await server.send(wire(HIGH).subarray(0, 5));
    await server.halfClose();
    await throws(() => work, {
      did: EXCHANGE,
      lookAt: "what becomes of the error of receiveHeader?",
    });
    await server.expectClosed({ lookAt: "which path leaves without close()?" });
  },
);

Deno.test(
  "rejects for a header out of range, and closes",
  sockets("exchangeHeader"),
  async () => {
    const listening = await host();
    for (const [field, bits] of BAD_FIELDS) {
      const header = { ...SAMPLE, [field]: 2 ** bits };
      const did = `exchangeHeader(server, ${show(header)})`;
      await refuses(
        () => submission.exchangeHeader(listening.endpoint, header),
        did,
      );
    }
  },
);

Deno.test(
  "rejects when nobody listens",
  sockets("exchangeHeader"),
  async () => {
    const listening = await host();
    listening.close();
    await throws(() => submission.exchangeHeader(listening.endpoint, SAMPLE), {
      did: EXCHANGE,
      lookAt: "what becomes of the error of Deno.connect()?",
    });
  },
);

Deno.test(
  "closes when the server resets the connection",
  sockets("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE, { canReset: true });
    await server.expect(wire(SAMPLE));
    server.reset();
    const came = await outcome(work, EXCHANGE);
    expect(came instanceof Error, {
      cause: "wrong-value",
      did: EXCHANGE,
      expected: "an error",
      came: show(came),
      lookAt: "what becomes of an error of the connection?",
    });
  },
);

Deno.test(
  "keeps ten exchanges apart",
  sockets("exchangeHeader"),
  async () => {
    const listening = await host();
    const exchanges = [];
    for (let i = 0; i < 10; i++) {
      const [header, back] = [anyHeader(), anyHeader()];
      const work = start(() =>
        submission.exchangeHeader(listening.endpoint, header)
      );
      const server = await listening.accept();
      exchanges.push({ header, back, work, server });
    }
    const lookAt = "what do two calls share?";
    // The replies come in another order than the connections.
    for (const { header, back, server } of exchanges.toReversed()) {
      await server.expect(wire(header), { lookAt });
      await server.send(wire(back));
    }
    for (const { back, work } of exchanges) {
      const did = "ten calls of exchangeHeader at once";
      equal(fields(await settles(work, did)), back, { did, lookAt });
    }
  },
);

Deno.test(
  "exchanges with a server on [::1]",
  sockets6("exchangeHeader"),
  async () => {
    const { work, server } = await exchange(SAMPLE, { hostname: "::1" });
    await server.expect(wire(SAMPLE));
    await server.send(wire(HIGH));
    received(await reply(work), HIGH, EXCHANGE);
  },
);
