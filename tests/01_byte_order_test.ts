import type * as Solution from "../solutions/01_byte_order.ts";
import type { ByteOrder, Header } from "../solutions/01_byte_order.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  addresses,
  afterCheck,
  counted,
  delay,
  each,
  equal,
  expect,
  failConnects,
  host,
  isInstance,
  isPending,
  largestBuffer,
  limitReads,
  LIMITS,
  load,
  misfits,
  misread,
  misreadAddress,
  namesLimit,
  note,
  numberOf,
  onlyFields,
  pair,
  pattern,
  Peer,
  random,
  real,
  refusal,
  settles,
  show,
  SIGNED,
  throws,
  unsigned,
  withoutGroups,
} from "../workbook/grading/mod.ts";

const { submission, part, check, values, calls, scenes } = await load<
  typeof Solution
>(
  "01_byte_order",
  () => import("../lessons/01_byte_order/exercise.ts"),
  () =>
    import("../lessons/01_byte_order/exercise.ts", { with: { type: "text" } }),
);

const { spelled } = addresses;

type Conversion = "htons" | "htonl" | "ntohs" | "ntohl";
type Bits = 8 | 16 | 32;

/** The sample of the lesson: 01 26 5d 00 00 01 00. */
const SAMPLE: Header = { type: 1, length: 9821, id: 256 };
/** Every byte above 127: signed reading shows. */
const HIGH: Header = { type: 254, length: 0xfdfc, id: 0xfbfaf9f8 };

/** The bytes of headers, made without the submission. */
function wire(...headers: Header[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(7 * headers.length));
  for (const [i, { type, length, id }] of headers.entries()) {
    view.setUint8(7 * i, type);
    view.setUint16(7 * i + 1, length);
    view.setUint32(7 * i + 3, id);
  }
  return new Uint8Array(view.buffer);
}

function anyHeader(): Header {
  return {
    type: random.integer(0, 255),
    length: random.integer(0, 65535),
    id: random.integer(0, 0xffffffff),
  };
}

/** Headers whose fields go through the numbers of their width, boundary by boundary. */
function manyHeaders(): Header[] {
  const [types, lengths, ids] = [8, 16, 32].map(unsigned);
  return ids.map((id, i) => ({
    type: types[i % types.length],
    length: lengths[i % lengths.length],
    id,
  }));
}

/** A number with its bytes the other way round. */
function reversed(value: number, bits: 16 | 32): number {
  let result = 0;
  for (let shift = 0; shift < bits; shift += 8) {
    result = result * 256 + Math.floor(value / 2 ** shift) % 256;
  }
  return result;
}

/** A number as the table of bytes suggests: addresses in hexadecimal, ports in both ways. */
function shown(name: Conversion, value: unknown): string {
  if (!Number.isInteger(value)) return show(value);
  const number = value as number;
  const is32 = name.endsWith("l");
  const hex = (number: number) =>
    `0x${number.toString(16).padStart(is32 ? 8 : 4, "0")}`;
  if (number >= 0) return is32 ? hex(number) : `${number} (${hex(number)})`;
  const withoutSign = number + 2 ** (is32 ? 32 : 16);
  return withoutSign < 0
    ? show(number)
    : `${number} (${hex(withoutSign)}, read as a number with a sign)`;
}

const UNCHECKED = "what is checked before the number is used";
const OTHER_ERROR = "which class of error is thrown";
const BIT_31 = 2 ** 31;

/** Numbers that have bit 31 in neither order, or in one of them at least. */
const ofBit31 = (has: boolean) =>
  unsigned(32).filter((value) =>
    has === (value >= BIT_31 || reversed(value, 32) >= BIT_31)
  );

/** Checks of a conversion. A row: numbers, on which host, and what they become. */
function converts(name: Conversion) {
  const is32 = name.endsWith("l");
  const bits = is32 ? 32 : 16;
  const on = (order: ByteOrder) => {
    const all = (numbers: number[]) => () =>
      numbers.map((value): [number, ByteOrder] => [value, order]);
    const host = `on a ${order} host`;
    return {
      [`… ${host}`]: (text: string) => all([numberOf(text)])(),
      [`any number ${host}`]: () => all(unsigned(bits))(),
      [`any number without bit 31 ${host}`]: () => all(ofBit31(false))(),
      [`any number with bit 31 ${host}`]: () => all(ofBit31(true))(),
      [`any number that does not fit ${host}`]: () => all(misfits(bits))(),
    };
  };
  return values(name, {
    did: (value, order) => {
      const isAddress = is32 && value >= 0 && value <= 0xffffffff;
      return `${name}(${isAddress ? shown(name, value) : value}, "${order}")`;
    },
    show: (value) => shown(name, value),
    inputs: { ...on("little-endian"), ...on("big-endian") },
    outcomes: {
      "turned round": ([value]) => reversed(value, bits),
      "unchanged": ([value]) => value,
      "a RangeError": () => refusal(RangeError),
    },
    tells: (came, due, [value]) =>
      isInstance(came, Error)
        ? OTHER_ERROR
        : (came as number) < 0 && (due as number) < BIT_31 && value < BIT_31
        ? SIGNED
        : undefined,
  });
}

const htons = converts("htons");
const htonl = converts("htonl");
const ntohs = converts("ntohs");
const ntohl = converts("ntohl");

part("two bytes");

const [first] = new Uint8Array(Uint32Array.of(1).buffer);
values("hostByteOrder")("names the byte order of this machine", [
  [
    [],
    first === 1 ? "little-endian" : "big-endian",
    "which byte of a number lies first in memory here",
  ],
]);

htons("htons swaps two bytes for a little-endian host")`
  9821 on a little-endian host       → 23846           ? where do the two bytes of the number go
  1 on a little-endian host          → 256
  80 on a little-endian host         → 20480
  any number on a little-endian host → turned round
`;

htons("htons changes nothing for a big-endian host")`
  9821 | 1 | 256 | 80 | 20480 on a big-endian host → unchanged   ? which order is network order, and does this host differ
  any number on a big-endian host                  → unchanged
`;

ntohs("ntohs turns a port back in both orders")`
  23846 on a little-endian host      → 9821            ? what would undo htons
  any number on a little-endian host → turned round
  23846 on a big-endian host         → 23846
  any number on a big-endian host    → unchanged
`;

part("four bytes");

htonl("htonl reverses four bytes for a little-endian host")`
  0x7f000001 on a little-endian host                → 0x0100007f   ? where does each of the four bytes go
  0x01020304 on a little-endian host                → 0x04030201
  9821 on a little-endian host                      → 0x5d260000
  any number without bit 31 on a little-endian host → turned round
`;

htonl("htonl changes nothing for a big-endian host")`
  0x7f000001 | 0x01020304 | 9821 on a big-endian host → unchanged   ? which order is network order, and does this host differ
  any number without bit 31 on a big-endian host      → unchanged
`;

ntohl("ntohl turns an address back in both orders")`
  0x0100007f on a little-endian host                → 0x7f000001   ? what would undo htonl
  any number without bit 31 on a little-endian host → turned round
  0x0100007f on a big-endian host                   → 0x0100007f
  any number without bit 31 on a big-endian host    → unchanged
`;

for (const [name, converted] of Object.entries({ htonl, ntohl })) {
  converted(`${name} never gives a negative number`)`
    0x000000ff on a little-endian host             → 0xff000000   ? what do <<, >> and | do with bit 31 in JavaScript
    0x0100a8c0 on a little-endian host             → 0xc0a80001
    0xffffffff on a little-endian host             → 0xffffffff
    any number with bit 31 on a little-endian host → turned round
    any number with bit 31 on a big-endian host    → unchanged
  `;
}

/** The address and the port of a table entry, as the machine of that order means it. */
function entryOf(text: string, order: string): [string, string] {
  const [address, digits] = text.split(":");
  const bytes = Uint8Array.fromHex(address);
  if (order === "little-endian") bytes.reverse();
  return [bytes.join("."), digits];
}

/** Addresses with every byte at every place, and every boundary of a port. */
function* everyEntry(): Iterable<string> {
  const ports = unsigned(16);
  for (let i = 0; i < 256 * 4; i++) {
    const address = random.bytes(4).with(i % 4, i >> 2).toHex();
    const port = ports[i % ports.length].toString(16).padStart(4, "0");
    yield `${address}:${port}`.toUpperCase();
  }
}

const entriesOf = (order: ByteOrder) => ({
  [`… of a ${order} machine`]: (
    text: string,
  ): Array<[string, ByteOrder]> => [[text, order]],
  [`every byte at every place, every boundary of a port, of a ${order} machine`]:
    () => [...everyEntry()].map((text): [string, ByteOrder] => [text, order]),
});

const decodeTableAddress = values("decodeTableAddress", {
  inputs: { ...entriesOf("little-endian"), ...entriesOf("big-endian") },
  outcomes: {
    "…": (_, text) => {
      const [hostname, port] = text.split(" port ");
      return spelled({ hostname, port: Number(port) });
    },
    "its address and port": ([text, order]) => {
      const [hostname, digits] = entryOf(text, order);
      return spelled({ hostname, port: parseInt(digits, 16) });
    },
  },
  tells: (came, _, [text, order]) => {
    const [hostname, digits] = entryOf(text, order);
    const { port, hostname: name } = Object(came) as Partial<Endpoint>;
    return misread(port, parseInt(digits, 16), digits) ??
      misreadAddress(name, hostname);
  },
});

decodeTableAddress("reads a table address of a little-endian machine")`
  0100007F:265D of a little-endian machine → 127.0.0.1 port 9821      ? which of the two parts does the kernel turn round before it prints it
  0302010A:0050 of a little-endian machine → 10.1.2.3 port 80
  00000000:0000 of a little-endian machine → 0.0.0.0 port 0
  FE00A8C0:FFFF of a little-endian machine → 192.168.0.254 port 65535
  every byte at every place, every boundary of a port, of a little-endian machine → its address and port
`;

decodeTableAddress("reads a table address of a big-endian machine")`
  7F000001:265D of a big-endian machine → 127.0.0.1 port 9821         ? which of the two parts does the kernel turn round before it prints it
  0A010203:0050 of a big-endian machine → 10.1.2.3 port 80
  00000000:0000 of a big-endian machine → 0.0.0.0 port 0
  C0A800FE:FFFF of a big-endian machine → 192.168.0.254 port 65535
  every byte at every place, every boundary of a port, of a big-endian machine → its address and port
`;

part("numbers that do not fit");

const WIDTHS: ReadonlyArray<[Conversion, 16 | 32]> = [
  ["htons", 16],
  ["ntohs", 16],
  ["htonl", 32],
  ["ntohl", 32],
];

for (const [name, bits] of WIDTHS) {
  converts(name)(`${name} refuses what is not a u${bits}`)`
    any number that does not fit on a little-endian host → a RangeError   ? what is checked before the number is used
  `;
  converts(name)(`${name} refuses the same for a big-endian host`)`
    any number that does not fit on a big-endian host → a RangeError      ? what is checked before the number is used
  `;
}

/** Expects a RangeError. */
async function refuses(call: () => unknown, did: string): Promise<Error> {
  const telling = { did, lookAt: UNCHECKED };
  const error = await throws(call, telling, "a RangeError");
  expect(isInstance(error, RangeError), {
    cause: "wrong-value",
    did,
    expected: "a RangeError",
    came: show(error),
    lookAt: OTHER_ERROR,
  });
  return error;
}

/** Expects the value and the limit in the message of a refusal. */
async function tells(
  call: () => unknown,
  did: string,
  value: number,
  bits: Bits,
): Promise<void> {
  const { message } = await refuses(call, did);
  expect(withoutGroups(message).includes(String(value)), {
    cause: "wrong-value",
    did,
    expected: `a message that holds the value, ${value}, in decimal`,
    came: show(message),
    lookAt: "what does the message say about the value that was given",
  });
  expect(namesLimit(message, value, bits), {
    cause: "wrong-value",
    did,
    expected: "a message that holds the limit, as a number or a width",
    came: show(message),
    lookAt: "which values would have been accepted? Let the message say it",
  });
}

check("a refused conversion names the value and the limit", {
  needs: ["htons", "htonl", "ntohs", "ntohl"],
  pure: true,
}, async () => {
  for (const [name, bits] of WIDTHS) {
    for (const order of ["little-endian", "big-endian"] as const) {
      const over = random.integer(1001, 9999);
      for (const value of [2 ** bits + over, 2 ** 40 + over, -7, 1.5]) {
        const did = `${name}(${value}, ${show(order)})`;
        await tells(() => submission[name](value, order), did, value, bits);
      }
    }
  }
});

part("seven bytes");

/** A header as a row writes it: `type 1 length 9821 id 256`. */
function headerOf(text: string): Header {
  const [, type, length, id] =
    text.match(pattern(/^type (\S+) length (\S+) id (\S+)$/)) ?? [];
  if (!id) throw new RangeError("write type 1 length 9821 id 256");
  return { type: Number(type), length: Number(length), id: Number(id) };
}

const encodeHeader = values("encodeHeader", {
  inputs: {
    "…": headerOf,
    "the fields in another order": () => ({ id: 3, length: 2, type: 1 }),
    "any header with every boundary of a field": manyHeaders,
    "any type that does not fit": () => unfit("type", 8),
    "any length that does not fit": () => unfit("length", 16),
    "any id that does not fit": () => unfit("id", 32),
  },
  outcomes: {
    "its seven bytes": ([header]) => wire(header),
    "a RangeError": () => refusal(RangeError),
  },
  tells: (came) => isInstance(came, Error) ? OTHER_ERROR : undefined,
});

/** Headers with one field that does not fit. */
const unfit = (field: keyof Header, bits: Bits): Header[] =>
  misfits(bits).map((value) => ({ ...SAMPLE, [field]: value }));

encodeHeader("encodes a header in network order")`
  type 1 length 9821 id 256            → [01 26 5d 00 00 01 00]   ? which byte of a number travels first, and where does each field begin
  type 254 length 0xfdfc id 0xfbfaf9f8 → [fe fd fc fb fa f9 f8]
  any header with every boundary of a field → its seven bytes
  the fields in another order          → [01 00 02 00 00 00 03]   ? how do you find a field: by its name, or by its place in the object
`;

encodeHeader("encodes the smallest and the largest fields")`
  type 0 length 0 id 0                → [00 00 00 00 00 00 00]    ? is the largest value of each width accepted
  type 255 length 65535 id 4294967295 → [ff ff ff ff ff ff ff]
`;

encodeHeader("encodes each header in an array of its own")`
  type 1 length 9821 id 256 | type 254 length 0xfdfc id 0xfbfaf9f8 → its seven bytes
  any header with every boundary of a field                        → its seven bytes
`;

const FIELDS: ReadonlyArray<[keyof Header, Bits]> = [
  ["type", 8],
  ["length", 16],
  ["id", 32],
];

/** Headers with one field that does not fit. */
const TOO_LARGE: Header[] = FIELDS.flatMap(([field, bits]) =>
  [2 ** bits, 2 ** 32 + 1, -1, 1.5].map((value) => ({
    ...SAMPLE,
    [field]: value,
  }))
);

encodeHeader("refuses a header with a field out of range")`
  any type that does not fit   → a RangeError   ? what is checked before the number is used
  any length that does not fit → a RangeError
  any id that does not fit     → a RangeError
`;

check("a refused field names the value and the limit", {
  needs: ["encodeHeader"],
  pure: true,
}, async () => {
  for (const [field, bits] of FIELDS) {
    for (const value of [2 ** bits + 5050, -7]) {
      const header = { ...SAMPLE, [field]: value };
      const did = `encodeHeader(${show(header)})`;
      await tells(() => submission.encodeHeader(header), did, value, bits);
    }
  }
});

calls(
  "sendHeader(conn, header)",
  ({ receiver }) => submission.sendHeader(receiver, SAMPLE),
  { hands: ["receiver"] },
)("sends the 7 bytes of a header")`
  receiver ← [01 26 5d 00 00 01 00]   ? what does conn.write() get
`;

/** Sends one header, within the limit. */
function send(conn: Deno.Conn, header: Header): Promise<void> {
  const work = (async () => await submission.sendHeader(conn, header))();
  return settles(work, "sendHeader(conn, header)");
}

const SENDS = { needs: ["sendHeader" as const] };

check(
  "sends nothing after a header and leaves the connection open",
  { ...SENDS, lookAt: "who owns the connection: sendHeader or its caller" },
  async () => {
    const { conn, peer, isClosed } = await pair({ name: "receiver" });
    for (const header of [SAMPLE, HIGH, anyHeader()]) {
      await send(conn, header);
      await peer.expect(wire(header), {
        lookAt: "what is written besides the header",
      });
      const next = peer.peek();
      const isEnded = !await isPending(next) && await next === "fin";
      expect(!isClosed() && !isEnded, {
        cause: "closed-early",
        did: "sendHeader(conn, header)",
        expected: "the connection stays open for the next header",
        came: isClosed() ? "it is closed" : "end of stream (FIN)",
      });
    }
    const many = manyHeaders();
    for (const header of many) await send(conn, header);
    await peer.expect(wire(...many), {
      lookAt: "which byte of a number travels first",
    });
    conn.close();
    await peer.expectEnd({
      lookAt: "how many bytes are written for one header",
    });
  },
);

check("sends nothing of a header that is refused", SENDS, async () => {
  const { conn, peer } = await pair({ name: "receiver" });
  for (const header of TOO_LARGE) {
    const did = `sendHeader(conn, ${show(header)})`;
    await refuses(() => submission.sendHeader(conn, header), did);
  }
  await send(conn, HIGH);
  await peer.expect(wire(HIGH), {
    lookAt: "when are the fields checked: before the first byte is sent",
  });
});

check("rejects when it cannot send", SENDS, async () => {
  const { conn } = await pair({ name: "receiver" });
  conn.close();
  note("conn is closed before the call");
  const telling = {
    did: "sendHeader(conn, header)",
    lookAt: "who awaits the write, and who hears of its error",
  };
  const error = await throws(
    () => submission.sendHeader(conn, SAMPLE),
    telling,
  );
  expect(isInstance(error, Deno.errors.BadResource), {
    ...telling,
    cause: "wrong-value",
    expected: "the error of conn.write(), BadResource",
    came: show(error),
  });
});

part("bytes become numbers");

/** The three fields of what a submission returned. */
const fields = (header: Header | null) => onlyFields(header, "type length id");

/** Compares a received header with the one that was sent. */
function received(
  came: Header | null,
  sent: Header,
  did: string,
  lookAt: string,
): void {
  const shown = fields(came);
  const isSigned = shown !== null &&
    FIELDS.some(([field]) => shown[field] < 0);
  equal(shown, sent, { did, lookAt: isSigned ? SIGNED : lookAt });
}

/** Starts receiving a header. */
function receive(conn: Deno.Conn, lookAt?: string): Promise<Header | null> {
  const call = (async () => await submission.receiveHeader(conn))();
  const work = settles(call, "receiveHeader(conn)", undefined, lookAt);
  work.catch(() => {}); // Whoever judges it meets the error.
  return work;
}

/** Checks of so many calls on one connection, one after the other; of one that gives so many bytes a read. */
function receives({ times = 1, most = Infinity } = {}) {
  return calls("receiveHeader(conn)", async ({ sender }) => {
    if (times > 1) note(`it is called ${times} times, one after the other`);
    const conn = limitReads(sender, most);
    const came = [];
    for (let i = 0; i < times; i++) {
      came.push(fields(await submission.receiveHeader(conn)));
    }
    return times === 1 ? came[0] : came;
  }, { hands: ["sender"] });
}

const receiveHeader = receives();
const receiveTwice = receives({ times: 2 });
const RECEIVES = { needs: ["receiveHeader" as const] };

check("receives a header", RECEIVES, async () => {
  const { conn, peer } = await pair({ name: "sender" });
  const lookAt =
    "which bytes of the header make which field, and in which order";
  const zero = "does a condition take the number 0 for an end of stream";
  const zeros = { type: 0, length: 0, id: 0 };
  for (const header of [SAMPLE, HIGH, zeros, ...manyHeaders()]) {
    await peer.send(wire(header));
    const where = header === zeros ? zero : lookAt;
    const came = await receive(conn, where);
    received(came, header, "receiveHeader(conn)", where);
  }
});

check("gives null at end of stream before a header", RECEIVES, async () => {
  await receiveHeader.play()`
    sender → FIN
    returns null                       ? what does conn.read() give at end of stream`;
  await receiveTwice.play()`
    sender → [01 26 5d 00 00 01 00] → FIN
    returns ${[
    SAMPLE,
    null,
  ]}          ? what does conn.read() give at end of stream`;
});

receiveHeader("waits for a header while nothing comes")`
  time passes
  pending                      ? what does receiveHeader wait for
  sender → [01 26 5d 00 00 01 00]
  returns ${SAMPLE}
`;

part("one exchange");

const exchange = calls(
  "exchangeHeader(server, header)",
  async ({ server }, _, header: Header) =>
    fields(await submission.exchangeHeader(server, header)),
  { listens: ["server"] },
);

const EXCHANGE = "exchangeHeader(server, header)";
const EXCHANGES = { needs: ["exchangeHeader" as const] };

exchange("exchanges a header for a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]     ? what is awaited, in which order: sending, the reply, the close
  server → [fe fd fc fb fa f9 f8]
  returns ${HIGH}              ? which bytes become the header that is returned
`;

exchange("takes a reply of zeros for a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]
  server → [00 00 00 00 00 00 00]
  returns ${{
  type: 0,
  length: 0,
  id: 0,
}}   ? does a condition take the number 0 for an end of stream
`;

exchange("closes the connection after the reply", HIGH)`
  server ← [fe fd fc fb fa f9 f8] → [01 26 5d 00 00 01 00]
  resolves                     ? does it wait for the server to close
  server ← close               ? who closes the connection when the reply is here
`;

exchange("sends its header once and nothing else", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
  server ← FIN                 ? what is written between connecting and closing
`;

exchange("gives null when the server ends without a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → FIN
  returns null                 ? what does receiveHeader return there
  server ← close               ? is the connection closed on this path, too
`;

/** Where a server may be; this machine has not all of these addresses. */
const FAR = ["127.0.0.5", "10.1.2.3", "2001:db8::7"]
  .map((hostname) => ({ hostname, port: random.integer(1, 65535) }));

exchange.with({ at: () => FAR })(
  "connects to the endpoint that it is given",
  SAMPLE,
)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
`;

check("rejects for a header out of range, and closes", EXCHANGES, async () => {
  const { endpoint } = await host();
  for (const header of TOO_LARGE) {
    const did = `exchangeHeader(server, ${show(header)})`;
    await refuses(() => submission.exchangeHeader(endpoint, header), did);
  }
});

check("rejects when nobody listens", EXCHANGES, async () => {
  const { endpoint, close } = await host();
  close();
  const lookAt = "what happens to the error of Deno.connect()";
  const exchange = () => submission.exchangeHeader(endpoint, SAMPLE);
  await throws(exchange, { did: EXCHANGE, lookAt });
  const dialled = failConnects(new Deno.errors.ConnectionRefused("refused"));
  await throws(exchange, { did: EXCHANGE, lookAt });
  equal(dialled(), 1, {
    did: `${EXCHANGE}, where nobody listens: calls of Deno.connect()`,
    lookAt: "nothing is tried again: the caller gets the first error",
  });
});

exchange.with({ ipv6: true })("exchanges with a server on [::1]", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
`;

part("beyond");

scenes(() => ({
  calls: {
    sendHeader: (conn: Deno.Conn) => submission.sendHeader(conn, SAMPLE),
  },
}))("waits while the receiver has no room", SENDS)`
  conn has room for 2 bytes
  sendHeader(conn)
  time passes, and nobody reads   ? how long may a write wait, and who ends the wait
  pending
  conn gets room for 5
  resolves
  peer ← [01 26 5d 00 00 01 00]
`;

/**
 * Lets a connection take so many bytes a write, and a moment for each.
 *
 * @returns How many writes are under way.
 */
function slowWrites(conn: Deno.Conn, most: number): () => number {
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

check(
  "sends all 7 bytes when a write takes only a part",
  SENDS,
  async () => {
    const lookAt = "what does conn.write() return, and who uses it";
    for (const most of [1, 3, 6]) {
      note(`each conn.write() takes at most ${counted(most, "byte")}`);
      const { conn, peer } = await pair({ name: "receiver" });
      const underWay = slowWrites(conn, most);
      await send(conn, HIGH);
      expect(underWay() === 0, {
        cause: "too-early",
        did: "sendHeader(conn, header)",
        expected: "it resolves when all 7 bytes are written",
        came: "it resolved while a conn.write() was under way",
        lookAt: "which conn.write() is not awaited",
      });
      await peer.expect(wire(HIGH), { lookAt });
      conn.close();
      await peer.expectEnd({ lookAt });
    }
    const a = await pair({ name: "receiver a" });
    const b = await pair({ name: "receiver b" });
    note("two calls of sendHeader at once, on two connections");
    for (const { conn } of [a, b]) slowWrites(conn, 3);
    await Promise.all([send(a.conn, HIGH), send(b.conn, SAMPLE)]);
    const shared = "which variables do two calls of sendHeader share";
    await a.peer.expect(wire(HIGH), { lookAt: shared });
    await b.peer.expect(wire(SAMPLE), { lookAt: shared });
  },
);

// Whatever the kernel has joined: no read gives more than one byte.
receives({ most: 1 })("receives a header one byte at a time")`
  sender → [fe fd fc fb fa f9 f8] in pieces
  returns ${HIGH}              ? how many bytes does one conn.read() give
`;

const SPLITS = [1, 2, 3, 4, 5, 6];
const HEADS = SPLITS.map((length) => wire(HIGH).subarray(0, length));
const TAILS = SPLITS.map((length) => wire(HIGH).subarray(length));

receiveHeader("receives a header split at any byte")`
  sender → ${each(...HEADS)}
  a moment passes
  sender → ${each(...TAILS)}
  returns ${HIGH}              ? what happens when a read gives fewer bytes
`;

receiveTwice("keeps a second header that came with the first")`
  sender → [01 26 5d 00 00 01 00 fe fd fc fb fa f9 f8]
  returns ${[SAMPLE, HIGH]}    ? where do the bytes after the seventh go
`;

const four = [SAMPLE, { type: 7, length: 300, id: 70_000 }, HIGH, SAMPLE];

receives({ times: 4 })("keeps the part of a header that came with others")`
  sender → ${
  wire(...four).subarray(0, 18)
}   ? what if two headers and half a third come in one chunk
  time passes
  pending                      ? what does receiveHeader wait for
  sender → ${wire(...four).subarray(18)}
  returns ${four}
`;

check("receives a hundred headers sent at once", RECEIVES, async () => {
  const { conn, peer } = await pair({ name: "sender" });
  const headers = Array.from({ length: 100 }, anyHeader);
  await peer.send(wire(...headers));
  await peer.halfClose();
  const lookAt =
    "are the headers complete and in order when a whole buffer is full";
  for (const [i, header] of headers.entries()) {
    const did = `receiveHeader(conn), header ${i + 1} of 100`;
    received(await receive(conn, lookAt), header, did, lookAt);
  }
  equal(await receive(conn), null, {
    did: "receiveHeader(conn) at end of stream",
    lookAt,
  });
});

/** A buffer of a submission is no larger than this, in bytes. */
const LARGEST_BUFFER = 2 ** 16;

check("receives headers whatever the size of a buffer", RECEIVES, async () => {
  const { conn, peer } = await pair({ name: "sender" });
  const lookAt =
    "what if a read fills your buffer while a part of a header is kept";
  const block = Array.from({ length: 64 }, anyHeader);
  const sent = (i: number) => ({ ...block[i % 64], length: i });
  // Two buffers full and more, so that one is full while another part is kept.
  const enough = () => {
    const bytes = Math.min(largestBuffer() || LARGEST_BUFFER, LARGEST_BUFFER);
    return Math.ceil(2.1 * bytes / 7);
  };
  await peer.send(wire(sent(0)).subarray(0, 3));
  // Again when the buffer has grown.
  for (let from = 0; from < enough();) {
    // It keeps a part of a header when the large chunk comes.
    const first = receive(conn, lookAt);
    await isPending(first);
    const to = enough();
    const headers = Array.from({ length: to - from + 1 }, (_, i) => i + from);
    const sending = peer.send(wire(...headers.map(sent)).subarray(3, -4));
    const reading = async () => {
      for (let i = from; i < to; i++) {
        const did = `receiveHeader(conn), header ${i + 1}`;
        const header = i === from ? first : submission.receiveHeader(conn);
        received(await header, sent(i), did, lookAt);
        // Whoever copies much for each header is slow, and right.
        if (i % 256 === 255) await delay(0);
      }
    };
    const did = `receiveHeader(conn), ${to - from} times`;
    await settles(reading(), did, 3 * LIMITS.transferMs, lookAt);
    await sending;
    from = to;
  }
});

/** Two connections to one listener: the submission has the ends that connect, or those that are accepted. */
async function twoConnections(accepted: boolean) {
  const listener = real.listen({ hostname: "127.0.0.1", port: 0 });
  const sender = await host({ name: "sender" });
  afterCheck(() => listener.close());
  const one = async (name: string) => {
    const peer = accepted && await Peer.connect(listener.addr, { name });
    const conn = peer
      ? await listener.accept()
      : await real.connect({ ...sender.endpoint });
    afterCheck(() => conn.close());
    return { conn, peer: peer || await sender.accept() };
  };
  return [await one("sender"), await one("sender 2")];
}

check("keeps two connections apart", RECEIVES, async () => {
  const lookAt = "what do calls on two connections share";
  for (const accepted of [false, true]) {
    note("conn and conn 2 are connections to one listener");
    const [a, b] = await twoConnections(accepted);
    const [first, second, third] = [anyHeader(), HIGH, anyHeader()];
    await a.peer.send(wire(first, second).subarray(0, 10));
    received(await receive(a.conn), first, "receiveHeader(conn)", lookAt);
    const work = receive(a.conn);
    // It has the half of a header that is there.
    await isPending(work);
    await b.peer.send(wire(third));
    const did = "receiveHeader(conn 2), while conn has half a header";
    received(await receive(b.conn, lookAt), third, did, lookAt);
    await a.peer.send(wire(second).subarray(3));
    received(await work, second, "receiveHeader(conn)", lookAt);
  }
});

check("throws when the stream ends inside a header", RECEIVES, async () => {
  for (const head of HEADS) {
    await receiveHeader.play()`
      sender → ${head} → FIN
      throws                   ? is end of stream the same before a header and inside one`;
  }
  await receiveTwice.play()`
    sender → [01 26 5d 00 00 01 00 fe fd] → FIN
    throws                     ? which bytes belong to the header that is being read`;
});

receiveHeader("makes no header of a connection that is reset")`
  sender → [fe fd fc] → RST
  throws ConnectionReset       ? what happens to the error of conn.read()
`;

exchange("waits for a late reply that comes in pieces", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]
  time passes
  pending                      ? what does the call wait for after it has sent
  server → [fe fd fc]
  time passes
  pending
  server → [fb fa f9 f8] in pieces of 1, 3
  returns ${HIGH}
`;

exchange("rejects when the reply is cut, and closes", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa] → FIN
  throws                       ? what happens to the error of receiveHeader
  server ← close               ? which path leaves without close()
`;

exchange("closes when the server resets the connection", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → RST
  throws                       ? what happens to an error of the connection
`;

check("keeps ten exchanges apart", EXCHANGES, async () => {
  const listening = await host();
  const exchanges = [];
  for (let i = 0; i < 10; i++) {
    const [header, back] = [anyHeader(), anyHeader()];
    const work = (async () =>
      fields(await submission.exchangeHeader(listening.endpoint, header)))();
    work.catch(() => {}); // Whoever judges it meets the error.
    exchanges.push({ header, back, work, server: await listening.accept() });
  }
  const lookAt = "what do two calls share";
  // The replies come in another order than the connections.
  for (const { header, back, server } of exchanges.toReversed()) {
    await server.expect(wire(header), { lookAt });
    await server.send(wire(back));
  }
  for (const { back, work } of exchanges) {
    const did = "ten calls of exchangeHeader at once";
    equal(await settles(work, did), back, { did, lookAt });
  }
});
