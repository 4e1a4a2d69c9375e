import type * as Solution from "../solutions/01_byte_order.ts";
import type { ByteOrder, Header } from "../solutions/01_byte_order.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  addresses,
  closedPort,
  delay,
  each,
  equal,
  isBytes,
  isInstance,
  isPending,
  largestBuffer,
  LIMITS,
  load,
  misfits,
  misread,
  misreadAddress,
  numberOf,
  onlyFields,
  outOfRange,
  pair,
  pattern,
  random,
  refusal,
  settles,
  show,
  SIGNED,
  unsigned,
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

/** Headers whose fields go through the numbers of their width, boundary by boundary: all, or every third. */
function manyHeaders(step = 1): Header[] {
  const [types, lengths, all] = [8, 16, 32].map(unsigned);
  const ids = all.filter((_, i) => i % step === 0);
  // Every field the smallest, or the largest, whatever the others are.
  const ends = [0, 255].flatMap((type) =>
    [0, 0xffff].flatMap((length) =>
      [0, 0xffffffff].map((id) => ({ type, length, id }))
    )
  );
  const others = ids.map((id, i) => ({
    type: types[i % types.length],
    length: lengths[i % lengths.length],
    id,
  }));
  return [...ends, ...others];
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

/** Where to look when it is not a RangeError that was thrown. */
const otherError = (came: unknown) =>
  isInstance(came, Error) && !isInstance(came, RangeError)
    ? "which class of error is thrown"
    : undefined;
const WHICH_ORDER = "which order is network order, and does this host differ";
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
        ? otherError(came)
        : (came as number) < 0 && (due as number) < BIT_31 && value < BIT_31
        ? SIGNED
        // What is due on the other host; a small number comes unchanged for other reasons.
        : typeof due === "number" && value >= 2 ** (bits - 8) &&
            (came === value || came === reversed(value, bits))
        ? WHICH_ORDER
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
    (came) =>
      came === "little-endian" || came === "big-endian"
        ? "which byte of a number lies first in memory here"
        : "which two words does ByteOrder have",
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
  7F000001:265D of a big-endian machine → 127.0.0.1 port 9821         ? what does the byte order of the machine change
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

const MESSAGE =
  "what does its reader need: the value, and what would have fitted";

values("htons", {
  call: (name: Conversion, value: number, host: ByteOrder) =>
    submission[name](value, host),
  did: (name, value, host) => `${name}(${value}, "${host}")`,
})(
  "a refused conversion names the value and the limit",
  {
    needs: WIDTHS.map(([name]) => name),
  },
  () =>
    WIDTHS.flatMap(([name, bits]) =>
      (["little-endian", "big-endian"] as const).flatMap((host) =>
        [2 ** bits + 6173, 2 ** 40 + 6173, -7, 1.5, 1.0625].map((value) =>
          [[name, value, host], outOfRange(value, bits), MESSAGE] as const
        )
      )
    ),
);

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
    "any header with every boundary of a field": () => manyHeaders(),
    "any type that does not fit": () => unfit("type", misfits(8)),
    "any length that does not fit": () => unfit("length", misfits(16)),
    "any id that does not fit": () => unfit("id", misfits(32)),
  },
  outcomes: {
    "its seven bytes": ([header]) => wire(header),
    "a RangeError": () => refusal(RangeError),
  },
  tells: (came) =>
    isBytes(came) && came.length !== 7
      ? "how many bytes does each field take, and does anything stand between them"
      : otherError(came),
});

/** Headers with one field that does not fit. */
const unfit = (field: keyof Header, numbers: number[]): Header[] =>
  numbers.map((value) => ({ ...SAMPLE, [field]: value }));

encodeHeader("encodes a header in network order")`
  type 1 length 9821 id 256            → [01 26 5d 00 00 01 00]   ? which byte of a number travels first, and where does each field begin
  type 254 length 0xfdfc id 0xfbfaf9f8 → [fe fd fc fb fa f9 f8]
  the fields in another order          → [01 00 02 00 00 00 03]   ? how do you find a field: by its name, or by its place in the object
`;

encodeHeader("encodes the smallest and the largest fields")`
  type 0 length 0 id 0                → [00 00 00 00 00 00 00]    ? is the largest value of each width accepted
  type 255 length 65535 id 4294967295 → [ff ff ff ff ff ff ff]
  any header with every boundary of a field → its seven bytes     ? which byte of a number travels first, and where does each field begin
`;

encodeHeader("encodes each header in an array of its own")`
  # the second is the same again
  type 1 length 9821 id 256 | type 1 length 9821 id 256 | type 254 length 0xfdfc id 0xfbfaf9f8 → its seven bytes
  any header with every boundary of a field                        → its seven bytes
`;

const FIELDS: ReadonlyArray<[keyof Header, Bits]> = [
  ["type", 8],
  ["length", 16],
  ["id", 32],
];

encodeHeader("refuses a header with a field out of range")`
  any type that does not fit   → a RangeError   ? what is checked before the number is used
  any length that does not fit → a RangeError
  any id that does not fit     → a RangeError
`;

encodeHeader(
  "a refused field names the value and the limit",
  FIELDS.flatMap(([field, bits]) =>
    unfit(field, [2 ** bits + 5050, -7]).map((header) => [
      [header],
      outOfRange(header[field], bits),
      MESSAGE,
    ])
  ),
);

/** The three fields of a header that came. */
const fieldsOf = (header: Header | null) =>
  onlyFields(header, "type length id");

/** Calls over connections. */
const talk = scenes(() => {
  const received: Array<[came: Header | null, fields: Header | null]> = [];
  return {
    calls: {
      sendHeader: (conn: Deno.Conn, header: Header) =>
        submission.sendHeader(conn, header),
      receiveHeader: async (conn: Deno.Conn) => {
        const came = await submission.receiveHeader(conn);
        received.push([came, fieldsOf(came)]);
        return fieldsOf(came);
      },
      exchangeHeader: async (server: Endpoint, header: Header) =>
        fieldsOf(await submission.exchangeHeader(server, header)),
    },
    actions: {
      // Also of an object that reads its fields when it is asked.
      "every header is as it came": () => {
        for (const [came, fields] of received) {
          equal(fieldsOf(came), fields, {
            did: "receiveHeader(conn), looked at after the next calls",
          });
        }
      },
    },
    values: { "a closed port": closedPort },
  };
}, { listens: ["server"] });

const ZEROS: Header = { type: 0, length: 0, id: 0 };
// Each needs a connection.
const ALL = [SAMPLE, HIGH, ...manyHeaders(3)];
const MANY = each(...ALL);
const THEIR_BYTES = each(...ALL.map((header) => wire(header)));
const UNFIT = each(
  ...FIELDS.flatMap(([field, bits]) =>
    unfit(field, [2 ** bits, 2 ** 32 + 1, -1, 1.5])
  ),
);

talk("sends the 7 bytes of a header", { virtual: true })`
  sendHeader(conn, ${MANY})
  peer ← ${THEIR_BYTES}   ? what does conn.write() get
`;

talk("sends nothing after a header and leaves the connection open")`
  sendHeader(conn, ${SAMPLE}) resolves
  peer ← [01 26 5d 00 00 01 00]        ? what is written besides the header
  conn = open                          ? who owns the connection: sendHeader or its caller
  sendHeader(conn, ${HIGH}) resolves
  peer ← [fe fd fc fb fa f9 f8]        ? what is written besides the header
  conn closes
  peer ← FIN
`;

talk("sends nothing of a header that is refused")`
  sendHeader(conn, ${UNFIT}) throws RangeError   ? who checks the fields, and who hears of the error
  sendHeader(conn, ${HIGH}) resolves
  peer ← [fe fd fc fb fa f9 f8]   ? when are the fields checked: before the first byte is sent
`;

talk("rejects when it cannot send")`
  conn breaks
  sendHeader(conn, ${SAMPLE}) throws BrokenPipe    ? who awaits the write, and which error reaches the caller
  conn closes
  sendHeader(conn, ${SAMPLE}) throws BadResource or BrokenPipe   ? who hears of its error, and what do two calls share
`;

part("bytes become numbers");

talk("receives a header", { virtual: true })`
  peer → ${THEIR_BYTES}            ? which bytes of the header make which field, and in which order
  receiveHeader(conn) returns ${MANY}
  conn = open                     ? who owns the connection: receiveHeader or its caller
  peer → [00 00 00 00 00 00 00]   ? does a condition take the number 0 for an end of stream
  receiveHeader(conn) returns ${ZEROS}
  conn sends hello                ? who owns the connection: receiveHeader or its caller
  peer ← hello
`;

talk("gives null at end of stream before a header")`
  peer → FIN
  receiveHeader(conn) returns null        ? what does conn.read() give at end of stream
  peer 2 → [01 26 5d 00 00 01 00] → FIN
  receiveHeader(conn 2) returns ${SAMPLE}
  receiveHeader(conn 2) returns null
  receiveHeader(conn 2) returns null      ? what does conn.read() give at end of stream, and what does a call leave behind
`;

talk("waits for a header while nothing comes")`
  receiveHeader(conn)
  time passes                             ? what does receiveHeader wait for, and how long
  pending
  peer → [01 26 5d 00 00 01 00]
  returns ${SAMPLE}
`;

part("one exchange");

const exchange = calls(
  "exchangeHeader(server, header)",
  async ({ server }, _, header: Header) =>
    fieldsOf(await submission.exchangeHeader(server, header)),
  { listens: ["server"] },
);

exchange("exchanges a header for a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]     ? what is awaited, in which order: sending, the reply, the close
  server → [fe fd fc fb fa f9 f8]
  resolves                            ? does it wait for the server to close
  returns ${HIGH}                     ? which bytes become the header that is returned
`;

exchange("takes a reply of zeros for a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]
  server → [00 00 00 00 00 00 00]
  returns ${ZEROS}             ? does a condition take the number 0 for an end of stream
`;

exchange("closes the connection after the reply", HIGH)`
  server ← [fe fd fc fb fa f9 f8] → [01 26 5d 00 00 01 00]
  resolves                     ? does it wait for the server to close
  resolves closed              ? who closes the connection when the reply is here
  server ← close
`;

exchange("sends its header once and nothing else", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
  server ← FIN                 ? what is written between connecting and closing
`;

exchange("gives null when the server ends without a reply", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → FIN
  returns null                 ? what does receiveHeader return there
  server ← FIN                 ? what happens on this path after the end of the stream
  server ← close
`;

exchange.with({ ipv6: true })("exchanges with a server on [::1]", SAMPLE)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
`;

/** Where a server may be; this machine has not all of these addresses. */
const FAR = ["127.0.0.5", "10.1.2.3", "2001:db8::7"]
  .map((hostname) => ({ hostname, port: random.integer(40_000, 60_000) }));

exchange.with({ at: () => FAR })(
  "connects to the endpoint that it is given",
  SAMPLE,
)`
  server ← [01 26 5d 00 00 01 00] → [fe fd fc fb fa f9 f8]
  returns ${HIGH}
`;

talk("rejects for a header out of range, and closes")`
  exchangeHeader(server, ${UNFIT}) throws RangeError   ? what happens to the error of sendHeader
  open = 0                     ? which path leaves without close()
`;

talk("rejects when nobody listens")`
  exchangeHeader(a closed port, ${SAMPLE}) throws ConnectionRefused   ? what happens to the error of Deno.connect()
  Deno.connect() fails with ECONNREFUSED
  exchangeHeader(a closed port, ${SAMPLE}) throws ConnectionRefused
  connects = 1                 ? nothing is tried again: the caller gets the first error
`;

part("beyond");

talk("sends all 7 bytes when a write takes only a part")`
  each write takes 1 byte
  sendHeader(conn, ${HIGH}) resolves
  peer ← [fe fd fc fb fa f9 f8]   ? what does conn.write() return, and which bytes does the next one get
  conn has room for 6 bytes
  sendHeader(conn, ${SAMPLE}) pending    ? which conn.write() is not awaited
  conn gets room for 9
  resolves
  peer ← [01 26 5d 00 00 01 00]   ? what does conn.write() return, and which bytes does the next one get
  conn closes
  peer ← FIN
`;

talk("waits while the receiver has no room")`
  conn has room for 2 bytes
  sendHeader(conn, ${SAMPLE})
  time passes, and nobody reads   ? how long may a write wait, and who ends the wait
  pending
  # another connection does not wait for this one
  sendHeader(conn 2, ${HIGH}) resolves   ? what do two calls of sendHeader share
  peer 2 ← [fe fd fc fb fa f9 f8]
  conn gets room for 3 | 2
  call 1 resolves
  peer ← [01 26 5d 00 00 01 00]
`;

talk("receives a header one byte at a time")`
  each read gives 1 byte
  peer → [fe fd fc fb fa f9 f8] in pieces
  receiveHeader(conn) returns ${HIGH}    ? how many bytes does one conn.read() give, and where do the next ones go
`;

const SPLITS = [1, 2, 3, 4, 5, 6];
const HEADS = SPLITS.map((length) => wire(HIGH).subarray(0, length));
const TAILS = SPLITS.map((length) => wire(HIGH).subarray(length));

talk("receives a header split at any byte")`
  receiveHeader(conn)          ? what happens when a read gives fewer bytes
  peer → ${each(...HEADS)}
  a moment passes
  peer → ${each(...TAILS)}
  returns ${HIGH}
`;

talk("keeps a second header that came with the first")`
  peer → [01 26 5d 00 00 01 00 fe fd fc fb fa f9 f8]
  receiveHeader(conn) returns ${SAMPLE}   ? where do the bytes after the seventh go
  receiveHeader(conn) returns ${HIGH}
  every header is as it came   ? where do you make what you return: in each call, or once for all calls
`;

talk("keeps the part of a header that came with others")`
  peer → [01 26 5d 00 00 01 00 fe fd fc fb fa f9 f8 07 01 2c 00]   ? what if two headers and half a third come in one chunk
  receiveHeader(conn) returns ${SAMPLE}
  receiveHeader(conn) returns ${HIGH}
  receiveHeader(conn)
  time passes                  ? what does receiveHeader wait for, and how long
  pending
  peer → [01 11 70 01 26 5d 00 00 01 00]   ? where are the bytes of the third header that came before
  returns ${{ type: 7, length: 300, id: 70_000 }}
  receiveHeader(conn) returns ${SAMPLE}
`;

talk("receives a hundred headers sent at once", {
  needs: ["receiveHeader"],
  lookAt: "are the headers complete and in order when a whole buffer is full",
}, async (one) => {
  const headers = Array.from({ length: 100 }, anyHeader);
  await one.play`peer → ${wire(...headers)} → FIN`;
  for (const header of headers) {
    await one.play`receiveHeader(conn) returns ${header}`;
  }
  await one.play`receiveHeader(conn) returns null`;
});

/** A buffer of a submission is no larger than this, in bytes. */
const LARGEST_BUFFER = 2 ** 16;

check("receives headers whatever the size of a buffer", {
  needs: ["receiveHeader"],
  lookAt: "what if a read fills your buffer while a part of a header is kept",
}, async () => {
  const { conn, peer } = await pair();
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
    const first = submission.receiveHeader(conn);
    await isPending(first);
    const to = enough();
    const headers = Array.from({ length: to - from + 1 }, (_, i) => i + from);
    const sending = peer.send(wire(...headers.map(sent)).subarray(3, -4));
    const reading = async () => {
      for (let i = from; i < to; i++) {
        const header = i === from ? first : submission.receiveHeader(conn);
        const did = `receiveHeader(conn), header ${i + 1}`;
        equal(fieldsOf(await header), sent(i), { did });
        // Whoever copies much for each header is slow, and right.
        if (i % 256 === 255) await delay(0);
      }
    };
    const did = `receiveHeader(conn), ${to - from} times`;
    await settles(reading(), did, 3 * LIMITS.transferMs);
    await sending;
    from = to;
  }
});

talk("keeps two connections apart")`
  peer → [01 26 5d 00 00 01 00 fe fd fc]
  receiveHeader(conn) returns ${SAMPLE}
  receiveHeader(conn) pending
  # it has the half of a header that is there
  peer 2 → [01 26 5d 00 00 01 00]
  receiveHeader(conn 2) returns ${SAMPLE}   ? what do calls on two connections share
  peer → [fb fa f9 f8]
  call 2 returns ${HIGH}
`;

talk("throws when the stream ends inside a header")`
  peer → ${each(...HEADS)} → FIN
  receiveHeader(conn) throws   ? is end of stream the same before a header and inside one
  peer 2 → [01 26 5d 00 00 01 00 fe fd] → FIN
  receiveHeader(conn 2) returns ${SAMPLE}
  receiveHeader(conn 2) throws   ? which bytes belong to the header that is being read
  # what is given now is free
  receiveHeader(conn 2) settles   ? what does a call that failed leave behind
`;

talk("makes no header of a connection that is reset")`
  peer → [fe fd fc] → RST
  receiveHeader(conn) throws ConnectionReset   ? what happens to the error of conn.read()
`;

exchange("waits for a late reply that comes in pieces", SAMPLE)`
  server ← [01 26 5d 00 00 01 00]
  time passes                  ? what does the call wait for after it has sent
  pending
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
  throws ConnectionReset or NotConnected or BrokenPipe   ? what happens to an error of the connection
`;

talk("closes when it cannot send")`
  every connection breaks at once
  exchangeHeader(server, ${SAMPLE}) throws BrokenPipe   ? what happens to an error of conn.write()
  open = 0                     ? which path leaves without close()
`;

talk("keeps ten exchanges apart", {
  needs: ["exchangeHeader"],
  lookAt: "what do two calls share",
}, async (one) => {
  // Five at a time: nothing of the first five is left for the others.
  for (const _ of [1, 2]) {
    const exchanges = [];
    for (let i = 0; i < 5; i++) {
      // The second sends what the first sends, and is an exchange of its own.
      const header: Header = i === 1 ? exchanges[0].header : anyHeader();
      const back = anyHeader();
      const work = await one.call("exchangeHeader", "server", header);
      const peer = await one.stage.peer("server");
      exchanges.push({ header, back, work, peer });
    }
    // The replies come in another order than the connections, in parts, with more bytes behind them.
    for (const { header, back, peer } of exchanges.toReversed()) {
      await peer.expect(wire(header));
      await peer.send(wire(back).subarray(0, 3));
    }
    for (const { back, work, peer } of exchanges) {
      await peer.send(wire(back, HIGH).subarray(3, 10));
      await work.returns(back);
    }
  }
});
