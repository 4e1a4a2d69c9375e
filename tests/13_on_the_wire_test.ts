import type * as Solution from "../solutions/13_on_the_wire.ts";
import type { TcpSegment } from "../solutions/13_on_the_wire.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  concat,
  counted,
  each,
  equal,
  flagsOf,
  giveUnsent,
  ipv4,
  isBytes,
  isEqual,
  limitReads,
  LIMITS,
  load,
  misread,
  misreadAddress,
  note,
  ofNumber,
  type PacketParts,
  pattern,
  plainBytes,
  random,
  real,
  saidBy,
  saying,
  SEGMENT,
  show,
  standInForConnect,
  tcp,
  u16,
  unsigned,
  viewOf,
} from "../workbook/grading/mod.ts";
import { type RecordedName, recordedPackets } from "../workbook/tcp/mod.ts";

const { submission, part, check, values, calls } = await load<typeof Solution>(
  "13_on_the_wire",
  () => import("../lessons/13_on_the_wire/exercise.ts"),
  () =>
    import("../lessons/13_on_the_wire/exercise.ts", { with: { type: "text" } }),
);

const at = (hostname: string, port: number): Endpoint => ({ hostname, port });

// Bytes, and what they say.

/** The packets of a recorded connection. */
const recorded = (name: string) =>
  recordedPackets(name as RecordedName).map(({ bytes }) => bytes);

/** `45 00 00 3c … 60 bytes`: enough of the bytes to find a field. */
function hex(bytes: Uint8Array, most = 40): string {
  const digits = [...bytes.subarray(0, most)]
    .map((byte) => byte.toString(16).padStart(2, "0"));
  if (bytes.length > most) digits.push(`… ${bytes.length} bytes`);
  return digits.join(" ") || "no bytes";
}

/** A packet or a segment in words, its payload in hexadecimal. */
function shown(value: unknown): string {
  const { payload, ...fields } = Object(value);
  if (!isBytes(payload)) return show(value);
  return `${show(fields).replace(pattern(/ }$/), "")}, payload: ${
    hex(plainBytes(payload), 8)
  } }`;
}

/** The names of flags in a value, however they are written. */
const namesIn = (flags: unknown) =>
  (String(flags).toUpperCase().match(pattern(/[A-Z]+/g)) ?? []).sort().join();

/** Where to look: at the first field that differs, if there is one. */
function whereItDiffers(
  came: unknown,
  due: unknown,
  [bytes]: [Uint8Array],
  question = "",
): string | undefined {
  if (due === null || placed.has(bytes)) return;
  if (came === null) {
    return "which of your rules made it null, and what has it read there? A checksum is not looked at";
  }
  const differs = Object.entries(Object(due)).find(([key, value]) =>
    !isEqual(Object(came)[key], value)
  );
  if (!differs) return `the result: ${question}`;
  const [name, value] = differs;
  const own = Object(came)[name];
  const asked = typeof value === "number"
    ? misread(own, value)
    : ["source", "destination"].includes(name)
    ? misreadAddress(own, String(value))
    : name === "flags" && namesIn(own) === namesIn(value)
    ? "is it one text, in which order do the names stand, and what stands between two"
    : undefined;
  return `${name}: ${asked ?? question}`;
}

/** What tables of packets and of segments share. */
const READS = {
  show: shown,
  tells: whereItDiffers,
  outcomes: {
    "its fields": ([bytes]: [Uint8Array]) => saidBy(bytes) as never,
  },
};

const NOTHING = new Uint8Array();

/** Bytes that are read wrong for where they stand, whatever field differs. */
const placed = new WeakSet<Uint8Array>();

/** The same bytes elsewhere: they say the same. */
function elsewhere(bytes: Uint8Array, there: Uint8Array): Uint8Array {
  placed.add(there);
  return saying(saidBy(bytes), there);
}

/** The same bytes in the middle of a larger buffer. */
const within = (bytes: Uint8Array) => elsewhere(bytes, viewOf(bytes));

/** Numbers from one to another. */
const from = (low: number, high: number) =>
  Array.from({ length: high - low + 1 }, (_, i) => low + i);

part("the packet");

/** A packet with a payload of so many bytes. */
const ofLength = (length: number, parts: PacketParts = {}) =>
  ipv4({ ...parts, payload: random.bytes(length) });

/** The same packet, and so many bytes behind it. */
const padded = (packet: Uint8Array, length: number) =>
  elsewhere(packet, concat([packet, random.bytes(length)]));

const SYN_PACKET = {
  source: "127.0.0.1",
  destination: "127.0.0.1",
  protocol: 6,
  ttl: 64,
  headerLength: 20,
  totalLength: 60,
};

const parseIpv4Packet = values("parseIpv4Packet", {
  ...READS,
  did: (bytes) => `parseIpv4Packet(bytes) of ${hex(bytes)}`,
  fields: "source destination protocol ttl headerLength totalLength payload",
  inputs: {
    "the recorded SYN": () => {
      const [syn] = recorded("session");
      return saying({ ...SYN_PACKET, payload: syn.slice(20) }, syn);
    },
    "from …": (text) => {
      const [source, destination] = text.split(" to ");
      return ipv4({ source, destination });
    },
    "protocol and time to live …": ofNumber((number) => [
      ipv4({ protocol: number, ttl: 255 - number }),
      ipv4({ protocol: 6, ttl: number }),
    ]),
    "a payload of … bytes": ofNumber((length) => ofLength(length)),
    "options of 40 bytes, and a payload of … bytes": ofNumber((length) =>
      ofLength(length, { options: random.bytes(40) })
    ),
    "options of … bytes": ofNumber((length) =>
      ofLength(9, { options: random.bytes(length) })
    ),
    "… bytes behind the packet": ofNumber((length) =>
      padded(ofLength(11), length)
    ),
    "0 to 19 bytes": () => from(0, 19).map((length) => ipv4().slice(0, length)),
    "version …": ofNumber((version) => ofLength(40, { version })),
    "IHL …": ofNumber((ihl) => ofLength(20, { ihl })),
    "totalLength …": ofNumber((totalLength) => ipv4({ totalLength })),
    "a header of 28 bytes, totalLength …": ofNumber((totalLength) =>
      ipv4({ totalLength, options: random.bytes(8) })
    ),
    "flags and fragment offset …": ofNumber((fragment) =>
      ofLength(8, { fragment })
    ),
    "… bytes, cut off": ofNumber((length) => {
      const bytes = ofLength(length - 20);
      return [bytes.slice(0, -1), bytes.slice(0, 20)];
    }),
    "a view into a larger buffer": () => [
      within(ofLength(6)),
      within(ipv4({ options: random.bytes(4) })),
    ],
  },
});

parseIpv4Packet("reads a recorded SYN")`
  the recorded SYN → its fields   ? at which offset does it stand, and how is it written
`;

parseIpv4Packet("tells source and destination apart")`
  from 1.2.3.4 to 5.6.7.8 → its fields   ? which address comes first
  from 0.0.0.0 to 255.255.255.255 → its fields
  from 10.0.0.1 to 224.0.0.251 → its fields
`;

parseIpv4Packet("reads protocol and time to live")`
  protocol and time to live 0 | 1 | 2 | 6 | 17 | 58 | 63 | 64 | 127 | 128 | 254 | 255 → its fields   ? which byte is the protocol, which one the time to live
`;

parseIpv4Packet("reads lengths of two bytes")`
  a payload of 0 | 1 | 5 | 234 | 235 | 236 | 491 | 492 | 1480 | 65515 bytes → its fields   ? in which order do the two bytes of a length stand
`;

parseIpv4Packet("skips the options of a header")`
  options of 4 | 8 | 12 | 20 | 36 | 40 bytes → its fields   ? IHL counts words of four bytes: where does the payload begin
`;

parseIpv4Packet("drops what stands behind totalLength")`
  1 | 6 | 26 | 70000 bytes behind the packet → its fields   ? where does the packet end: Ethernet pads a short one
`;

parseIpv4Packet("gives null for fewer than 20 bytes")`
  0 to 19 bytes → null   ? how many bytes does a header have at least
`;

parseIpv4Packet("gives null for another version")`
  version 0 | 1 | 2 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 → null   ? which half of the first byte is the version
`;

parseIpv4Packet("gives null for a header of fewer than 20 bytes")`
  IHL 0 | 1 | 2 | 3 | 4 → null   ? what is the smallest IHL
`;

parseIpv4Packet("gives null for a totalLength below the header's")`
  totalLength 0 | 1 | 19 → null   ? can a packet end inside its header
  a header of 28 bytes, totalLength 20 | 27 → null
`;

parseIpv4Packet("gives null for a packet that is cut off")`
  21 | 40 | 255 | 65535 bytes, cut off → null   ? are all the bytes there that the header announces
`;

parseIpv4Packet("reads a packet in a view of a larger buffer")`
  a view into a larger buffer → its fields   ? where does the array begin in its buffer: bytes.byteOffset
`;

parseIpv4Packet("reads a fragment as any other packet")`
  flags and fragment offset 8192 | 1 | 8191 | 32768 → its fields   ? what makes a packet null: the rules of part 1, and nothing else
`;

part("the segment");

const SYN_SEGMENT = {
  ...SEGMENT,
  seq: 2633227934,
  headerLength: 40,
  flags: "SYN",
  window: 65495,
};
const ANSWER_SEGMENT = {
  ...SYN_SEGMENT,
  sourcePort: 34895,
  destinationPort: 60870,
  seq: 4025285833,
  ack: 2633227935,
  flags: "SYN,ACK",
  window: 65483,
};

const parseTcpSegment = values("parseTcpSegment", {
  ...READS,
  did: (bytes) => `parseTcpSegment(bytes) of ${hex(bytes)}`,
  fields:
    "sourcePort destinationPort seq ack headerLength flags window payload",
  inputs: {
    "the recorded SYN and its answer": () => {
      const [syn, answer] = recorded("session");
      return [
        saying(SYN_SEGMENT, syn.slice(20)),
        saying(ANSWER_SEGMENT, answer.slice(20)),
      ];
    },
    "any ports and windows": () =>
      unsigned(16).map((sourcePort, i, all) => {
        const [destinationPort, window] = [all.at(i - 1), all.at(i - 2)];
        return tcp({ sourcePort, destinationPort, window });
      }),
    "any numbers": () =>
      unsigned(32).map((seq, i, all) => tcp({ seq, ack: all.at(i - 1) })),
    "SYN alone, and no flag, with acknowledgment number …": ofNumber((ack) => [
      tcp({ flags: "SYN", ack }),
      tcp({ flags: "", ack }),
    ]),
    "flags …": (flags) => tcp({ flags }),
    "any set of flags": () =>
      from(0, 255).map((bits) =>
        tcp({ flags: flagsOf(bits), payload: random.bytes(bits % 8) })
      ),
    "options of … bytes, and any payload": ofNumber((length) =>
      // With the longest header the last one fills a packet.
      [0, 1, 5, 1460, 65_455].map((size) =>
        tcp({ options: random.bytes(length), payload: random.bytes(size) })
      )
    ),
    "0 to 19 bytes": () => from(0, 19).map((length) => tcp().slice(0, length)),
    "a data offset of …": ofNumber((offset) =>
      tcp({ offset, payload: random.bytes(40) })
    ),
    "a header of … words, cut off": ofNumber((offset) => [
      tcp({ offset }),
      tcp({ offset, payload: random.bytes(4 * offset - 21) }),
    ]),
    "a view into a larger buffer": () => [
      within(tcp({ seq: 0xfffefdfc, payload: random.bytes(6) })),
      within(tcp({ options: random.bytes(8) })),
    ],
    "window … beside an option of window scale": ofNumber((window) =>
      tcp({ window, options: Uint8Array.of(3, 3, 7, 0), flags: "SYN" })
    ),
  },
});

parseTcpSegment("reads a recorded SYN and its answer")`
  the recorded SYN and its answer → its fields   ? at which offset does it stand, and how is it written
`;

parseTcpSegment("reads ports and window")`
  any ports and windows → its fields   ? which two bytes make which number, and in which order
  window 0 | 512 | 65535 beside an option of window scale → its fields   ? what does the field itself hold, whatever the options say
`;

parseTcpSegment("reads sequence numbers without a sign")`
  any numbers → its fields   ? which four bytes make which number; what do <<, >> and | do with bit 31 in JavaScript
`;

parseTcpSegment("gives the acknowledgment field as it is without ACK")`
  SYN alone, and no flag, with acknowledgment number 2147483649 | 77 → its fields   ? does the flag ACK change what the field holds
`;

parseTcpSegment("names the flags of an exchange")`
  flags SYN | SYN,ACK | ACK | PSH,ACK | FIN,ACK | RST,ACK | RST → its fields   ? which bit is which flag, and which name comes first
`;

parseTcpSegment("names any set of flags")`
  any set of flags → its fields   ? what are the names of all eight bits, from the lowest up
`;

parseTcpSegment("finds the payload behind the options")`
  options of 0 | 4 | 12 | 20 | 40 bytes, and any payload → its fields   ? the data offset counts words of four bytes: where does it end
`;

parseTcpSegment("gives null for what is no segment")`
  0 to 19 bytes → null                           ? how many bytes does a header have at least
  a data offset of 0 | 1 | 2 | 3 | 4 → null      ? what is the smallest data offset
  a header of 6 | 10 | 15 words, cut off → null  ? are all the bytes of the header there
`;

parseTcpSegment("reads a segment in a view of a larger buffer")`
  a view into a larger buffer → its fields   ? where does the array begin in its buffer: bytes.byteOffset
`;

values("parseTcpSegment", {
  did: (nth: string) => `both functions, with packet ${nth} of the session`,
  call: (nth: string) => {
    const bytes = recorded("session")[Number(nth) - 1];
    const packet = submission.parseIpv4Packet(bytes);
    const segment = packet && submission.parseTcpSegment(packet.payload);
    if (!segment) return `${packet ? "no segment" : "no packet"}: null`;
    const { flags, seq, ack, payload } = segment;
    return `${flags} ${seq} ${ack} ${new TextDecoder().decode(payload)}`;
  },
})("reads every segment of a recorded session", {
  needs: ["parseIpv4Packet", "parseTcpSegment"],
})`
  4  → "PSH,ACK 2633227935 4025285834 hello"   ? is the payload of the packet what the segment is read from
  5  → "ACK 4025285834 2633227940 "
  6  → "PSH,ACK 4025285834 2633227940 OK!!!"
  7  → "ACK 2633227940 4025285839 "
  8  → "PSH,ACK 2633227940 4025285839 exit"
  9  → "PSH,ACK 4025285839 2633227944 OK!!!"
  10 → "FIN,ACK 4025285844 2633227944 "
`;

part("what is acknowledged");

/** What a segment says: `ACK`, `ACK 100`, `ACK 100 + 5 bytes`. */
function segmentOf(text: string): TcpSegment {
  const [, flags, seq = 0, length = 0] =
    text.match(pattern(/^([A-Z,]+)(?: (\d+)(?: \+ (\d+) bytes?)?)?$/)) ?? [];
  if (!flags) {
    throw new RangeError(`"${text}": write ACK 100 + 5 bytes, or SYN`);
  }
  const payload = new Uint8Array(Number(length)).fill(7);
  return { ...SEGMENT, flags, seq: Number(seq), payload };
}

const nextAck = values("nextAck", {
  did: ({ seq, flags, payload }) =>
    `nextAck({ seq: ${seq}, flags: "${flags}", payload of ${
      counted(payload.length, "byte")
    }, … })`,
  inputs: {
    "number 1000 and the flags …": (flags) => (
      { ...SEGMENT, flags, seq: 1000 }
    ),
    "…": (text) => ({ ...segmentOf(text), ack: 3 }),
  },
});

nextAck("counts the bytes of the payload")`
  PSH,ACK 100 + 5 bytes → 105                      ? from which field does the count begin, and what is counted
  ACK 100 + 1 byte → 101
  ACK 0 + 1460 bytes → 1460
  ACK 4000000000 + 65483 bytes → 4000065483        ? what do | and & do with bit 31
`;

nextAck("counts one for SYN and one for FIN")`
  SYN 2633227934 → 2633227935                      ? which two flags take a number, as a byte does
  SYN,ACK 4025285833 → 4025285834                  ? how is a flag found among the flags of a segment
  FIN,ACK 4025285844 → 4025285845                  ? which two flags take a number, as a byte does
  FIN 7 → 8
`;

nextAck("counts nothing for the other flags")`
  number 1000 and the flags "" | ACK | RST | RST,ACK | URG,ACK | PSH,ACK | ECE | ACK,CWR → 1000   ? which two flags take a number, as a byte does
`;

nextAck("adds flags and bytes")`
  FIN,PSH,ACK 50 + 4 bytes → 55                    ? does a segment with FIN carry bytes, too
  SYN 50 + 3 bytes → 54                            ? does a segment with SYN carry bytes, too
  RST,ACK 50 + 6 bytes → 56                        ? which segments may carry bytes
  FIN,SYN 50 → 52                                  ? which two flags take a number, as a byte does
`;

nextAck("begins at 0 again behind 4294967295")`
  ACK 4294967295 + 1 byte → 0                      ? which number follows 4294967295
  SYN 4294967295 → 0
  PSH,ACK 4294967290 + 10 bytes → 4
  FIN,ACK 4294967295 + 65483 bytes → 65483
  ACK 4294967294 + 1 byte → 4294967295
  ACK 2147483647 + 1 byte → 2147483648             ? what do | and & do with bit 31
`;

values("nextAck", {
  did: (nth: string) => `nextAck() of segment ${nth} of the recorded session`,
  call: (nth: string) => {
    const bytes = recorded("session")[Number(nth) - 1].slice(20);
    const segment = submission.parseTcpSegment(bytes);
    return segment && submission.nextAck(segment);
  },
})("gives the numbers of a recorded handshake", {
  needs: ["parseTcpSegment", "nextAck"],
})`
  1 → 2633227935           ? j + 1 answers the SYN, k + 1 answers SYN,ACK
  2 → 4025285834
`;

part("the checksum");

/** The sum as RFC 1071 says it: all numbers first, the carry afterwards. */
function summed(bytes: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of bytes.entries()) {
    sum += at % 2 === 0 ? byte * 256 : byte;
  }
  while (sum > 65535) sum = sum % 65536 + Math.floor(sum / 65536);
  return 65535 - sum;
}

/** A header without its sum, which it says. */
function withoutSum(header: Uint8Array): Uint8Array {
  const due = header[10] * 256 + header[11];
  return saying(due, header.slice().fill(0, 10, 12));
}

const recordedHeaders = () =>
  recorded("session").map((bytes) => bytes.slice(0, 20));

const internetChecksum = values("internetChecksum", {
  did: (bytes) => `internetChecksum(bytes) of ${hex(bytes)}`,
  show: (value) =>
    typeof value === "number" && value >= 0
      ? `${value} (0x${value.toString(16).padStart(4, "0")})`
      : show(value),
  outcomes: {
    "the sum of RFC 1071": ([bytes]) => summed(bytes),
    "the sum that was recorded": ([bytes]) => saidBy(bytes) as number,
  },
  inputs: {
    "no bytes": () => NOTHING,
    "ff, … times": ofNumber((times) => new Uint8Array(times).fill(0xff)),
    "the recorded headers": recordedHeaders,
    "the recorded headers without their sums": () =>
      recordedHeaders().map(withoutSum),
    "0 to 64 bytes": () => from(0, 64).map((n) => random.bytes(n)),
    "8 bytes, one of them …": ofNumber((byte) =>
      from(0, 7).map((at) => random.bytes(8).fill(byte, at, at + 1))
    ),
    "… bytes": ofNumber((length) => random.bytes(length)),
    "a view of … bytes into a larger buffer": ofNumber((length) =>
      within(random.bytes(length))
    ),
    "…": (digits) => Uint8Array.fromHex(digits.replaceAll(" ", "")),
  },
});

internetChecksum("sums numbers of 16 bits in network order")`
  00 01 → 0xfffe                     ? which byte of each pair is the high one, and is the result the complement
  01 00 → 0xfeff
  00 01 00 02 → 0xfffc
  12 34 43 21 → 0xaaaa
`;

internetChecksum("adds a carry again")`
  ff ff 00 01 → 0xfffe               ? what happens to a sum that needs more than 16 bits
  # the example of RFC 1071 section 3
  00 01 f2 03 f4 f5 f6 f7 → 0x220d
  ff, 8 times → 0
  ff ff ff ff 00 01 → 0xfffe         ? is the carry added until nothing is left above 16 bits
  ff, 65534 times → 0
`;

internetChecksum("pads an odd last byte with zero")`
  12 → 0xedff                        ? what becomes of an odd last byte: is it the high one of a pair, or the low one
  00 01 02 → 0xfdfe
  ff ff ff → 0x00ff
`;

internetChecksum("gives 65535 for no bytes")`
  no bytes → 65535                   ? what is the complement of a sum of nothing
`;

internetChecksum("gives 0 for a header that carries its sum")`
  the recorded headers → 0           ? is a field left out? The function is given bytes, and knows no fields
`;

internetChecksum("computes the sum that a header must carry")`
  the recorded headers without their sums → the sum that was recorded   ? which numbers are added
`;

internetChecksum("sums a view into a larger buffer")`
  a view of 7 | 20 | 33 bytes into a larger buffer → the sum of RFC 1071   ? which bytes of the buffer belong to the array that you were given
`;

internetChecksum("sums any bytes")`
  0 to 64 bytes → the sum of RFC 1071   ? which numbers are added, and how often is the carry
  8 bytes, one of them 0 | 1 | 127 | 128 | 255 → the sum of RFC 1071
`;

part("a diagnosis");

/** Both ends of some connections, by their names. */
const CONNECTIONS: Array<Record<string, Endpoint>> = [
  { client: at("127.0.0.1", 60870), server: at("127.0.0.1", 34895) },
  // One port at both ends.
  { A: at("127.0.0.1", 5000), B: at("127.0.0.2", 5000) },
  // One text, if the port stands right behind the address.
  { C: at("10.0.0.1", 1234), D: at("10.0.0.11", 234) },
  { E: at("10.0.0.1", 1234), F: at("10.0.0.2", 80) },
];
/** Whose packets have options of IP. */
const WITH_OPTIONS = ["E", "F"];

/** A packet with a segment: `server SYN,ACK`. */
function sent(step: string): Uint8Array {
  const who = step.split(" ", 1)[0];
  const ends = CONNECTIONS.find((each) => who in each);
  if (!ends) throw new RangeError(`"${step}" is no step; write client SYN`);
  const from = ends[who];
  const [to] = Object.values(ends).filter((end) => end !== from);
  const [sourcePort, destinationPort] = [from.port, to.port];
  const segment = segmentOf(step.slice(who.length + 1));
  return ipv4({
    source: from.hostname,
    destination: to.hostname,
    options: WITH_OPTIONS.includes(who) ? new Uint8Array(8) : undefined,
    payload: tcp({ ...segment, sourcePort, destinationPort }),
  });
}

const HANDSHAKE = "client SYN · server SYN,ACK · client ACK";

/** A trace in words: `client SYN · server SYN,ACK`, or `handshake · client FIN,ACK`. */
const trace = (text: string) =>
  text.replace("handshake", HANDSHAKE).split(" · ").map((step) => sent(step));

/** Packets that are not TCP over IPv4, or none at all. */
function otherPackets(): Uint8Array[] {
  const reset = tcp({ flags: "RST" });
  const short = ipv4({ payload: reset.slice(0, 19) });
  return [
    ipv4({ protocol: 17, payload: reset }),
    ipv4({ protocol: 1, payload: tcp({ flags: "FIN" }) }),
    ipv4({ version: 6, payload: reset }),
    short,
    // What the segment lacks stands behind the packet.
    concat([short, reset.slice(19)]),
    ipv4({ payload: tcp({ flags: "RST", offset: 4 }) }),
    ipv4({ payload: tcp({ flags: "RST", offset: 9 }) }),
    sent("server RST").slice(0, -1),
    new Uint8Array(),
  ].map((bytes) => saying(ANOTHER, bytes));
}
const ANOTHER = "another packet";

/** The flags of the segment in a packet. */
const flagsIn = (bytes: Uint8Array) => flagsOf(bytes[(bytes[0] & 15) * 4 + 13]);

/** What a connection with a RST is called, and what it is called by who sees none. */
const RST_SEEN = ["refused", "reset"];
const RST_UNSEEN = ["timed-out", "open"];

/** What diagnose() may give. */
const DIAGNOSES = ["timed-out", "refused", "open", "reset", "closed"];

const diagnose = values("diagnose", {
  words: DIAGNOSES,
  tells: (came, due, [packets]) =>
    typeof came === "string" && !DIAGNOSES.includes(came)
      ? "is this one of the five texts of its declaration"
      : packets.length < 100 && flagsIn(packets.at(-1)!).includes("RST") &&
          RST_SEEN.includes(due as string) &&
          RST_UNSEEN.includes(came as string)
      ? "how is RST found among the flags of a segment"
      : undefined,
  did: (packets) => {
    const said = packets.map((bytes) =>
      saidBy(bytes) === ANOTHER ? ANOTHER : flagsIn(bytes)
    );
    const more = said.length - 20;
    if (more > 0) said.splice(10, more, `… ${more} more …`);
    return `diagnose(${said.join(" · ")})`;
  },
  inputs: {
    "recorded …": (name) => [[recorded(name)]],
    "the first …": (text) => {
      const [count, name] = text.split(" packets of ");
      return [[recorded(name).slice(0, Number(count))]];
    },
    "handshake with another packet in it": () =>
      otherPackets().map((
        other,
      ) => [trace("handshake").toSpliced(1, 0, other)]),
    "another packet · client SYN": () =>
      otherPackets().map((other) => [[other, sent("client SYN")]]),
    "handshake, 10000 ACKs, …": (last) => [[[
      ...trace("handshake"),
      ...Array(10_000).fill(sent("server ACK")),
      sent(last),
    ]]],
    "…": (text) => [[trace(text)]],
  },
});

diagnose("says that nobody answered")`
  recorded unanswered → timed-out                               ? what is there besides SYN
  client SYN → timed-out
  # a SYN may carry bytes (RFC 7413)
  client SYN 1 + 5 bytes · client SYN 1 + 5 bytes → timed-out   ? a SYN may carry bytes: what says that somebody answered
`;

diagnose("says that a connection was refused")`
  recorded refused → refused                                    ? has a SYN,ACK come before the RST
  client SYN · client SYN · server RST,ACK → refused
`;

diagnose("says that a connection is open")`
  handshake → open                                              ? which segment says that the server agrees
  client SYN · server SYN,ACK → open
  handshake · client SYN → open                                 ? what does a SYN change that is sent again
  E SYN · F SYN,ACK → open                                      ? where in its packet does a segment begin
  the first 8 packets of session → open
`;

diagnose("says that a connection was reset")`
  recorded unreadBytes | lateData → reset                       ? has a SYN,ACK come before the RST
  handshake · client RST → reset
  handshake · server PSH,ACK · server RST,ACK → reset
  handshake · client FIN,ACK · server FIN,ACK · client RST → reset   ? which comes first: a RST, or the FINs of both ends
`;

diagnose("says that a connection was closed")`
  recorded session | threeSegments | halfClose → closed         ? how many ends have sent FIN, and how are the ends told apart
  handshake · client FIN,ACK · server FIN,PSH,ACK → closed
  handshake · server FIN,ACK · client FIN,ACK → closed
`;

diagnose("calls a half-closed connection open")`
  the first 7 packets of halfClose → open                       ? how many ends have sent FIN, and how are the ends told apart
  handshake · server FIN,ACK · client ACK → open
`;

diagnose("takes a FIN that is sent again for one")`
  the first 12 packets of session → open                        ? how many ends have sent FIN, and how are the ends told apart
  handshake · client FIN,ACK · client FIN,ACK → open
  handshake · client FIN,ACK 15 · client FIN,ACK 10 + 5 bytes → open   ? of which end is each FIN
`;

diagnose("skips packets that are not TCP over IPv4")`
  handshake with another packet in it → open                    ? what is each of your two functions given, and what does it say: null, or another protocol
  another packet · client SYN → timed-out
`;

part("a trace over a connection");

/** Packets, each behind its length. */
const framed = (...packets: Uint8Array[]) =>
  concat(
    packets.flatMap((packet) => [
      Uint8Array.from(u16(packet.length)),
      packet,
    ]),
  );

const receiveTrace = calls(
  "receiveTrace(server)",
  ({ server }) => submission.receiveTrace(server),
  { listens: ["server"] },
);

/** Whatever a packet holds, it comes as it was. */
const FIRST = Uint8Array.of(0x45, 1, 2, 3);
const SECOND = Uint8Array.of(0x45, 4);
const BOTH = [FIRST, SECOND];
const FRAMES = framed(...BOTH);
const LONG = [new Uint8Array(258).fill(7)];
const CLOSES = "who closes the connection, on every way out";

receiveTrace("receives the packets of a server")`
  server → ${FRAMES} → FIN
  returns ${BOTH}              ? where does a packet end, and in which array does each lie
  server ← close               ? who closes the connection
`;

receiveTrace("gives no packets when none come")`
  server → FIN
  returns ${[]}                ? what is given when no packet came, and what does a call keep of an earlier one
  server ← close
`;

receiveTrace("waits for the rest, however long it takes")`
  server → ${framed(FIRST)}
  time passes                  ? what ends the trace: silence, or the end of the stream
  pending
  server → ${framed(SECOND)} → FIN
  returns ${BOTH}
`;

receiveTrace("sends nothing")`
  server → ${framed(FIRST)} → FIN
  resolves
  server ← FIN                 ? what is written on this connection
`;

receiveTrace("reads lengths in network order")`
  server → ${framed(...LONG)} → FIN
  returns ${LONG}              ? which of the two bytes is the high one
`;

receiveTrace.with({ at: "nobody" })("rejects when nobody listens")`
  throws                       ? what happens to the error of Deno.connect()
`;

part("beyond", "receiveTrace");

parseIpv4Packet("reads packets up to 65,535 bytes")`
  a payload of 65515 bytes → its fields   ? what is the largest number of two bytes
  options of 40 bytes, and a payload of 65475 bytes → its fields
`;

// A sum of 65,535 bytes fits into 31 bits, a longer one does not.
internetChecksum("sums more bytes than a packet can hold")`
  ff, 131074 times → 0   ? what do >> and & do with a sum above 2147483647
  ff, 131078 times → 0   ? what do >>> and & do with a sum above 4294967295
  100001 bytes → the sum of RFC 1071   ? are all bytes added, however many there are
`;

diagnose("knows a SYN,ACK by its two bits, whatever else is set")`
  client SYN,ECE,CWR · server SYN,ACK,ECE → open                ? is the text of the flags compared whole
  client SYN,ECE,CWR · server RST,ACK → refused                 ? has a SYN,ACK come before the RST
  handshake · client FIN,PSH,ACK · server FIN,ACK,ECE → closed  ? how many ends have sent FIN, and how are the ends told apart
  # the other end still has an old connection, and says which number it expects
  client SYN · server ACK → timed-out                           ? is ACK alone an answer to SYN
  client SYN · server ACK · client RST → refused                ? has a SYN,ACK come before the RST
`;

diagnose("knows a RST by its bit, whatever else is set")`
  handshake · server RST,PSH,ACK → reset                        ? has a SYN,ACK come before the RST
  client SYN · server RST,ACK,ECE → refused
  # the SYN was sent again and again before
  client SYN · client SYN · client SYN · client SYN · server RST,ACK → refused   ? has a SYN,ACK come before the RST
  handshake · server FIN,RST,ACK → reset
`;

diagnose("lets the first RST decide, whatever follows it")`
  client SYN · server RST,ACK · client SYN → refused            ? what does a packet behind the RST change
  handshake · server RST · client PSH,ACK → reset
  client SYN · server RST,ACK · client SYN · server SYN,ACK → refused   ? has a SYN,ACK come before the RST
  handshake · client RST · client RST,ACK → reset
`;

diagnose("knows two sockets that connect to each other at once")`
  recorded simultaneous → closed                                ? how many ends have sent FIN, and how are the ends told apart
  the first 6 packets of simultaneous → open                    ? has a SYN,ACK come before the RST
  client SYN · server SYN → timed-out                           ? is a SYN of both ends a SYN,ACK
`;

diagnose("tells two ends with one port apart")`
  A SYN · B SYN,ACK · A ACK · A FIN,ACK · B FIN,ACK → closed    ? how many ends have sent FIN, and how are the ends told apart
  A SYN · B SYN,ACK · A ACK · A FIN,ACK · A FIN,ACK → open
  C SYN · D SYN,ACK · C FIN,ACK · D FIN,ACK → closed            ? where does the address end, and the port begin
`;

diagnose("looks at a trace to its end")`
  handshake, 10000 ACKs, server RST → reset                      ? how many packets are looked at
  # a capture may lack packets: the order of the rules decides
  client SYN · client FIN,ACK · server FIN,ACK → closed         ? which of the five comes first
`;

/** Two packets, and every place where their frames may be cut in two. */
const PAIR = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
const CUTS = from(1, framed(...PAIR).length - 1);
const HEADS = each(...CUTS.map((at) => framed(...PAIR).subarray(0, at)));
const TAILS = each(...CUTS.map((at) => framed(...PAIR).subarray(at)));

receiveTrace("receives a length or a packet that comes in two pieces")`
  server → ${HEADS}
  a moment passes
  server → ${TAILS} → FIN
  returns ${PAIR}              ? what happens when a read gives fewer bytes than you need
`;

receiveTrace("puts packets together that come byte by byte")`
  server → ${FRAMES} in pieces
  server → FIN
  returns ${BOTH}              ? how many bytes does one read() give
`;

check("receives a packet in thousands of pieces", async () => {
  standInForConnect(async (to) => limitReads(await real.connect(to), 20));
  const packet = random.bytes(65_535);
  await receiveTrace.play()`
    # 20 bytes a read
    server → ${framed(packet)} → FIN
    resolves                   ? how many pieces may a packet have
    returns ${[packet]}`;
});

const WITH_EMPTY = [NOTHING, FIRST, NOTHING];

receiveTrace("keeps a packet without bytes")`
  server → ${framed(...WITH_EMPTY)} → FIN
  returns ${WITH_EMPTY}        ? is a length of 0 an end
`;

/** Expects so many packets, and something of each: all of them in one message would be too many. */
function expectEach<T>(
  came: Uint8Array[],
  due: T[],
  seen: (packet: Uint8Array) => T,
): void {
  equal(Array.isArray(came) && came.length, due.length, {
    did: "the number of packets that receiveTrace(server) gives",
    lookAt: "what ends a trace: the end of the stream, or a number",
  });
  for (const [i, each] of due.entries()) {
    equal(seen(came[i]), each, { did: `packet ${i + 1} of ${due.length}` });
  }
}

check(
  "receives thousands of packets of every size, each in an array of its own",
  {
    lookAt: "which buffer does each packet lie in, and who writes to it later",
  },
  async () => {
    const packets = from(1, 6_000)
      .map((i) => random.bytes([0, 65_535, 0, 32_768, 255][i] ?? i % 600));
    const one = await receiveTrace.begin({});
    const sending = one.play`server → ${framed(...packets)} → FIN`;
    const came = await one.value(LIMITS.transferMs);
    await sending;
    expectEach(came, packets, (packet) => packet);
    await one.play`server ← FIN   ? ${CLOSES}`;
  },
);

/** Bytes, others, and what a function says of some. */
const SAID_OF: Record<string, [Uint8Array[], (bytes: Uint8Array) => unknown]> =
  {
    // No payload: a view of it would change with the array.
    parseIpv4Packet: [
      [ipv4({ ttl: 64 }), ipv4({ ttl: 63 })],
      (bytes) => submission.parseIpv4Packet(bytes)?.ttl,
    ],
    parseTcpSegment: [
      [tcp({ seq: 1 }), tcp({ seq: 2 })],
      (bytes) => submission.parseTcpSegment(bytes)?.seq,
    ],
    internetChecksum: [
      [Uint8Array.of(0, 1), Uint8Array.of(0, 2)],
      (bytes) => submission.internetChecksum(bytes),
    ],
    diagnose: [
      [sent("client SYN"), sent("client RST,ACK")],
      (bytes) => submission.diagnose(TRACE.fill(bytes)),
    ],
  };
const TRACE: Uint8Array[] = [NOTHING];

values("parseIpv4Packet", {
  words: ["refused"],
  did: (name: string) =>
    `${name}() of an array, then of the same array with other bytes`,
  call: (name: string) => {
    const [[first, second], call] = SAID_OF[name];
    const array = first.slice();
    call(array);
    array.set(second);
    return call(array);
  },
})("reads what an array holds now", { needs: Object.keys(SAID_OF) })`
  parseIpv4Packet  → 63      ? what is kept from one call to the next, and for which array
  parseTcpSegment  → 2
  internetChecksum → 65533
  diagnose         → refused
`;

values("parseIpv4Packet", {
  did: (name: string) =>
    `${name}() of an array, then of the one behind it in the same buffer`,
  call: (name: string) => {
    const [[first, second], call] = SAID_OF[name];
    const buffer = concat([first, second]);
    call(buffer.subarray(0, first.length));
    return call(buffer.subarray(first.length));
  },
})("reads one array of several in a buffer", {
  needs: ["parseIpv4Packet", "parseTcpSegment", "internetChecksum"],
})`
  parseIpv4Packet  → 63      ? where does each array begin, and what is kept of another one in that buffer
  parseTcpSegment  → 2
  internetChecksum → 65533
`;

check("receives more than 16 MB", {
  lookAt: "what ends a trace: the end of the stream, or a number",
}, async () => {
  const lengths = [...Array(260).fill(65_535), ...Array(20_000).fill(0)];
  note("the server sends 260 packets of 65535 bytes, all 0, and 20000 of none");
  const framedLength = 2 + 65_535;
  const full = 260 * framedLength;
  standInForConnect(async (to) =>
    giveUnsent(await real.connect(to), full + 20_000 * 2, (buffer, at) => {
      buffer.fill(0);
      // The two bytes of each length of 65535 are ff.
      const end = Math.min(full, at + buffer.length);
      for (let i = at - at % framedLength; i < end; i += framedLength) {
        buffer.fill(0xff, Math.max(i - at, 0), Math.max(i + 2 - at, 0));
      }
    })
  );
  const one = await receiveTrace.begin({});
  const came = await one.value(LIMITS.transferMs);
  expectEach(came, lengths, ({ length }) => length);
});

/** What ends inside a length, or inside a packet. */
const CUT_OFF = each(
  ...[1, 2, 4, 5, 6, 7].map((count) =>
    framed(Uint8Array.of(7), Uint8Array.of(1, 2, 3)).subarray(0, count)
  ),
);

receiveTrace(
  "rejects when the stream ends inside a length or a packet, and closes",
)`
  server → ${CUT_OFF} → FIN
  throws                       ? is end of stream the same between two packets and inside one
  server ← close               ? ${CLOSES}
`;

receiveTrace.with({ ipv6: true })("works over IPv6")`
  server → ${framed(FIRST)} → FIN
  returns ${[FIRST]}           ? which host does Deno.connect() get
  server ← close               ? ${CLOSES}
`;

receiveTrace("rejects when the connection is reset, and closes")`
  server → ${framed(FIRST)} → RST
  throws ConnectionReset       ? what happens to an error of read()
`;

receiveTrace.twice("keeps two traces apart")`
  # two lengths with other first bytes, each cut in two
  server 1 → ${framed(...LONG).subarray(0, 1)}   ? what do two calls share
  server 2 → ${framed(SECOND).subarray(0, 1)}
  a moment passes
  server 1 → ${framed(...LONG).subarray(1, 3)}
  server 2 → ${framed(SECOND).subarray(1, 3)}
  server 1 → ${framed(...LONG).subarray(3)} → FIN
  server 2 → ${framed(SECOND).subarray(3)} → FIN
  call 1 returns ${LONG}
  call 2 returns ${[SECOND]}
`;
