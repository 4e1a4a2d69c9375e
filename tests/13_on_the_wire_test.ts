import type * as Solution from "../solutions/13_on_the_wire.ts";
import type { Ipv4Packet, TcpSegment } from "../solutions/13_on_the_wire.ts";
import {
  concat,
  equal,
  host,
  isEqual,
  load,
  random,
  type Row,
  settles,
  show,
  throws,
  unsigned,
} from "../workbook/grading/mod.ts";
import { type RecordedName, recordedPackets } from "../workbook/tcp/mod.ts";

const { submission, part, check, values, calls } = await load<typeof Solution>(
  "13_on_the_wire",
  () => import("../lessons/13_on_the_wire/exercise.ts"),
  () =>
    import("../lessons/13_on_the_wire/exercise.ts", { with: { type: "text" } }),
);

/** A number of two bytes, in network order. */
const u16 = (value: number) => [value >>> 8, value & 255];

/** A number of four bytes, in network order. */
const u32 = (value: number) => [
  value >>> 24,
  value >>> 16 & 255,
  value >>> 8 & 255,
  value & 255,
];

/** The packets of a recorded connection. */
const recorded = (name: RecordedName) =>
  recordedPackets(name).map(({ bytes }) => bytes);

/** The same bytes in the middle of a larger buffer. */
function within(bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(bytes.length + 11).fill(0x5a);
  buffer.set(bytes, 5);
  return buffer.subarray(5, 5 + bytes.length);
}

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
  if (!(payload instanceof Uint8Array)) return show(value);
  return `${show(fields).replace(/ }$/, "")}, payload: ${hex(payload, 8)} }`;
}

/** Where to look: at the first field that differs, if there is one. */
function where<T extends object>(due: T, lookAt: string) {
  return (came: unknown): string => {
    if (came === null) {
      return "which of your rules made it null? A checksum is not looked at";
    }
    const differs = Object.keys(due).find((key) =>
      !isEqual(Object(came)[key], due[key as keyof T])
    );
    return `${differs ?? "the result"}: ${lookAt}`;
  };
}

part("the packet");

/** Fields of an IPv4 packet, and what else its header holds. */
interface PacketParts {
  source?: number[];
  destination?: number[];
  protocol?: number;
  ttl?: number;
  /** Bytes behind the first 20 of the header. */
  options?: Uint8Array;
  payload?: Uint8Array;
  version?: number;
  /** What the header says, if that is not true. */
  ihl?: number;
  totalLength?: number;
}

/** The bytes of an IPv4 packet, made without the submission. */
function ipv4(parts: PacketParts = {}): Uint8Array {
  const {
    source = [192, 168, 7, 201],
    destination = [10, 254, 0, 9],
    protocol = 6,
    ttl = 64,
    options = new Uint8Array(),
    payload = new Uint8Array(),
    version = 4,
    ihl = 5 + options.length / 4,
  } = parts;
  const { totalLength = 20 + options.length + payload.length } = parts;
  return concat([
    Uint8Array.of(
      version << 4 | ihl,
      random.integer(0, 255),
      ...u16(totalLength),
      ...random.bytes(4),
      ttl,
      protocol,
      // Checksums are not looked at.
      ...random.bytes(2),
      ...source,
      ...destination,
    ),
    options,
    payload,
  ]);
}

/** What a packet must be read as. */
function packet(parts: PacketParts = {}): Ipv4Packet {
  const {
    source = [192, 168, 7, 201],
    destination = [10, 254, 0, 9],
    protocol = 6,
    ttl = 64,
    options = new Uint8Array(),
    payload = new Uint8Array(),
  } = parts;
  const headerLength = 20 + options.length;
  return {
    source: source.join("."),
    destination: destination.join("."),
    protocol,
    ttl,
    headerLength,
    totalLength: headerLength + payload.length,
    payload,
  };
}

/** The fields that the contract names, whatever else the object holds. */
function packetFields(came: Ipv4Packet | null): Ipv4Packet | null {
  if (typeof came !== "object" || !came || came instanceof Promise) return came;
  const { source, destination, protocol, ttl } = came;
  const { headerLength, totalLength, payload } = came;
  return {
    source,
    destination,
    protocol,
    ttl,
    headerLength,
    totalLength,
    payload,
  };
}

const parseIpv4Packet = values("parseIpv4Packet", {
  call: (bytes: Uint8Array) => packetFields(submission.parseIpv4Packet(bytes)),
  did: (bytes) => `parseIpv4Packet(bytes) of ${hex(bytes)}`,
  show: shown,
});

type PacketRow = Row<[Uint8Array], Ipv4Packet | null>;

/** Rows of packets that are read. */
const read = (lookAt: string, ...all: PacketParts[]): PacketRow[] =>
  all.map((parts) => {
    const due = packet(parts);
    return [[ipv4(parts)], due, where(due, lookAt)];
  });

/** Rows of what is no packet. */
const unread = (lookAt: string, ...all: Uint8Array[]): PacketRow[] =>
  all.map((bytes) => [[bytes], null, lookAt]);

parseIpv4Packet("reads a recorded SYN", () => {
  const [syn] = recorded("session");
  const due = {
    source: "127.0.0.1",
    destination: "127.0.0.1",
    protocol: 6,
    ttl: 64,
    headerLength: 20,
    totalLength: 60,
    payload: syn.slice(20),
  };
  return [[
    [syn],
    due,
    where(due, "at which offset does it stand, and how is it written"),
  ]];
});

parseIpv4Packet("tells source and destination apart", () =>
  read(
    "which address comes first",
    { source: [1, 2, 3, 4], destination: [5, 6, 7, 8] },
    { source: [0, 0, 0, 0], destination: [255, 255, 255, 255] },
    { source: [10, 0, 0, 1], destination: [224, 0, 0, 251] },
  ));

parseIpv4Packet(
  "reads protocol and time to live",
  () =>
    [0, 1, 2, 6, 17, 58, 63, 64, 127, 128, 254, 255].flatMap((value) =>
      read(
        "which byte is the protocol, which one the time to live",
        { protocol: value, ttl: 255 - value },
        { protocol: 6, ttl: value },
      )
    ),
);

parseIpv4Packet(
  "reads lengths of two bytes",
  () =>
    [0, 1, 5, 234, 235, 236, 491, 492, 1480, 65515].flatMap((length) =>
      read("in which order do the two bytes of a length stand", {
        payload: random.bytes(length),
      })
    ),
);

parseIpv4Packet(
  "skips the options of a header",
  () =>
    [4, 8, 12, 20, 36, 40].flatMap((length) =>
      read("IHL counts words of four bytes: where does the payload begin", {
        options: random.bytes(length),
        payload: random.bytes(9),
      })
    ),
);

parseIpv4Packet(
  "drops what stands behind totalLength",
  () =>
    [1, 6, 26].flatMap((length) => {
      const parts = { payload: random.bytes(11) };
      return [[
        [concat([ipv4(parts), random.bytes(length)])],
        packet(parts),
        "where does the packet end: Ethernet pads a short one",
      ]] as PacketRow[];
    }),
);

parseIpv4Packet("gives null for fewer than 20 bytes", () => {
  const bytes = ipv4({ totalLength: 20 });
  return Array.from(
    { length: 20 },
    (_, length) =>
      unread(
        "how many bytes does a header have at least",
        bytes.slice(0, length),
      ),
  )
    .flat();
});

parseIpv4Packet(
  "gives null for another version",
  () =>
    Array.from({ length: 16 }, (_, version) => version)
      .filter((version) => version !== 4)
      .flatMap((version) =>
        unread(
          "which half of the first byte is the version",
          ipv4({ version, payload: random.bytes(40) }),
        )
      ),
);

parseIpv4Packet(
  "gives null for a header of fewer than 20 bytes",
  () =>
    [0, 1, 2, 3, 4].flatMap((ihl) =>
      unread(
        "what is the smallest IHL",
        ipv4({ ihl, payload: random.bytes(20) }),
      )
    ),
);

parseIpv4Packet("gives null for a totalLength below the header's", () => [
  ...[0, 1, 19].flatMap((totalLength) =>
    unread("can a packet end inside its header", ipv4({ totalLength }))
  ),
  ...[20, 27].flatMap((totalLength) =>
    unread(
      "can a packet end inside its header",
      ipv4({ totalLength, options: random.bytes(8) }),
    )
  ),
]);

parseIpv4Packet(
  "gives null for a packet that is cut off",
  () =>
    [21, 40, 255, 65535].flatMap((totalLength) => {
      const bytes = ipv4({
        totalLength,
        payload: random.bytes(totalLength - 20),
      });
      return unread(
        "are all the bytes there that the header announces",
        bytes.slice(0, -1),
        bytes.slice(0, 20),
      );
    }),
);

parseIpv4Packet(
  "reads a packet in a view of a larger buffer",
  () =>
    [{ payload: random.bytes(6) }, { options: random.bytes(4) }].map((
      parts,
    ) => [
      [within(ipv4(parts))],
      packet(parts),
      "where does the array begin in its buffer: bytes.byteOffset",
    ]),
);

part("the segment");

/** Fields of a TCP segment. */
interface SegmentParts {
  sourcePort?: number;
  destinationPort?: number;
  seq?: number;
  ack?: number;
  /** The byte of the flags. */
  bits?: number;
  window?: number;
  options?: Uint8Array;
  payload?: Uint8Array;
  /** What the header says, if that is not true: words of four bytes. */
  offset?: number;
}

/** The bytes of a TCP segment, made without the submission. */
function tcp(parts: SegmentParts = {}): Uint8Array {
  const {
    sourcePort = 60870,
    destinationPort = 34895,
    seq = 0,
    ack = 0,
    bits = 0x10,
    window = 64,
    options = new Uint8Array(),
    payload = new Uint8Array(),
    offset = 5 + options.length / 4,
  } = parts;
  return concat([
    Uint8Array.of(
      ...u16(sourcePort),
      ...u16(destinationPort),
      ...u32(seq),
      ...u32(ack),
      // The bits beside the offset are reserved.
      offset << 4 | random.integer(0, 15),
      bits,
      ...u16(window),
      ...random.bytes(4),
    ),
    options,
    payload,
  ]);
}

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];

/** The names of set bits. */
const flagsOf = (bits: number) =>
  FLAGS.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1).join(",");

/** What a segment must be read as. */
function segment(parts: SegmentParts = {}): TcpSegment {
  const {
    sourcePort = 60870,
    destinationPort = 34895,
    seq = 0,
    ack = 0,
    bits = 0x10,
    window = 64,
    options = new Uint8Array(),
    payload = new Uint8Array(),
  } = parts;
  return {
    sourcePort,
    destinationPort,
    seq,
    ack,
    headerLength: 20 + options.length,
    flags: flagsOf(bits),
    window,
    payload,
  };
}

/** The fields that the contract names, whatever else the object holds. */
function segmentFields(came: TcpSegment | null): TcpSegment | null {
  if (typeof came !== "object" || !came || came instanceof Promise) return came;
  const { sourcePort, destinationPort, seq, ack } = came;
  const { headerLength, flags, window, payload } = came;
  return {
    sourcePort,
    destinationPort,
    seq,
    ack,
    headerLength,
    flags,
    window,
    payload,
  };
}

const parseTcpSegment = values("parseTcpSegment", {
  call: (bytes: Uint8Array) => segmentFields(submission.parseTcpSegment(bytes)),
  did: (bytes) => `parseTcpSegment(bytes) of ${hex(bytes)}`,
  show: shown,
});

type SegmentRow = Row<[Uint8Array], TcpSegment | null>;

/** Rows of segments that are read. */
const parsed = (lookAt: string, ...all: SegmentParts[]): SegmentRow[] =>
  all.map((parts) => {
    const due = segment(parts);
    return [[tcp(parts)], due, where(due, lookAt)];
  });

parseTcpSegment("reads a recorded SYN and its answer", () => {
  const [syn, synAck] = recorded("session").map((bytes) => bytes.slice(20));
  const common = { headerLength: 40, payload: new Uint8Array() };
  const rows: Array<[Uint8Array, TcpSegment]> = [
    [syn, {
      ...common,
      sourcePort: 60870,
      destinationPort: 34895,
      seq: 2633227934,
      ack: 0,
      flags: "SYN",
      window: 65495,
    }],
    [synAck, {
      ...common,
      sourcePort: 34895,
      destinationPort: 60870,
      seq: 4025285833,
      ack: 2633227935,
      flags: "SYN,ACK",
      window: 65483,
    }],
  ];
  return rows.map(([bytes, due]) => [
    [bytes],
    due,
    where(due, "at which offset does it stand, and how is it written"),
  ]);
});

parseTcpSegment(
  "reads ports and window",
  () =>
    unsigned(16).flatMap((value, i, all) =>
      parsed("which two bytes make which number, and in which order", {
        sourcePort: value,
        destinationPort: all[(i + 1) % all.length],
        window: all[(i + 2) % all.length],
      })
    ),
);

parseTcpSegment(
  "reads sequence numbers without a sign",
  () =>
    unsigned(32).flatMap((value, i, all) =>
      parsed(
        "which four bytes make which number; what do <<, >> and | do with bit 31 in JavaScript",
        { seq: value, ack: all[(i + 1) % all.length] },
      )
    ),
);

parseTcpSegment(
  "gives the acknowledgment field as it is without ACK",
  () =>
    parsed("does the flag ACK change what the field holds", {
      bits: 0x02,
      ack: 0x80000001,
    }, { bits: 0, ack: 77 }),
);

parseTcpSegment(
  "names the flags of an exchange",
  () =>
    [0x02, 0x12, 0x10, 0x18, 0x11, 0x14, 0x04].flatMap((bits) =>
      parsed("which bit is which flag, and which name comes first", { bits })
    ),
);

parseTcpSegment(
  "names any set of flags",
  () =>
    Array.from({ length: 256 }, (_, bits) => bits).flatMap((bits) =>
      parsed("what are the names of all eight bits, from the lowest up", {
        bits,
      })
    ),
);

parseTcpSegment(
  "finds the payload behind the options",
  () =>
    [0, 4, 12, 20, 40].flatMap((length) =>
      [0, 1, 5, 1460].flatMap((size) =>
        parsed(
          "the data offset counts words of four bytes: where does it end",
          {
            options: random.bytes(length),
            payload: random.bytes(size),
          },
        )
      )
    ),
);

parseTcpSegment("gives null for what is no segment", () => {
  const bytes = tcp();
  return [
    ...Array.from({ length: 20 }, (_, length): SegmentRow => [
      [bytes.slice(0, length)],
      null,
      "how many bytes does a header have at least",
    ]),
    ...[0, 1, 2, 3, 4].map((offset): SegmentRow => [
      [tcp({ offset, payload: random.bytes(40) })],
      null,
      "what is the smallest data offset",
    ]),
    ...[6, 10, 15].flatMap((offset): SegmentRow[] => [
      [
        [tcp({ offset })],
        null,
        "are all the bytes of the header there",
      ],
      [[tcp({ offset, payload: random.bytes(4 * offset - 21) })], null],
    ]),
  ];
});

parseTcpSegment(
  "reads a segment in a view of a larger buffer",
  () =>
    [{ seq: 0xfffefdfc, payload: random.bytes(6) }, {
      options: random.bytes(8),
    }]
      .map((parts) => [
        [within(tcp(parts))],
        segment(parts),
        "where does the array begin in its buffer: bytes.byteOffset",
      ]),
);

check("reads every segment of a recorded session", {
  needs: ["parseIpv4Packet", "parseTcpSegment"],
  pure: true,
  lookAt: "is the payload of the packet what the segment is read from",
}, () => {
  const texts = recorded("session").map((bytes) => {
    const packet = submission.parseIpv4Packet(bytes);
    const segment = packet && submission.parseTcpSegment(packet.payload);
    if (!segment) return `${packet ? "no segment" : "no packet"}: null`;
    const { flags, seq, ack, payload } = segment;
    return `${flags} ${seq} ${ack} ${new TextDecoder().decode(payload)}`;
  });
  equal(texts.slice(3, 10), [
    "PSH,ACK 2633227935 4025285834 hello",
    "ACK 4025285834 2633227940 ",
    "PSH,ACK 4025285834 2633227940 OK!!!",
    "ACK 2633227940 4025285839 ",
    "PSH,ACK 2633227940 4025285839 exit",
    "PSH,ACK 4025285839 2633227944 OK!!!",
    "FIN,ACK 4025285844 2633227944 ",
  ], { did: "both functions, with packets 4 to 10 of the session" });
});

part("what is acknowledged");

const nextAck = values("nextAck", {
  did: ({ seq, flags, payload }) =>
    `nextAck({ seq: ${seq}, flags: "${flags}", payload of ${payload.length} bytes, … })`,
});

/** A row: a segment with these fields, and the number that answers it. */
const acked = (
  flags: string,
  seq: number,
  length: number,
  due: number,
  lookAt: string,
): Row<[TcpSegment], number> => [
  [{ ...segment({ seq, ack: 3, payload: random.bytes(length) }), flags }],
  due,
  lookAt,
];

const BYTES = "how many bytes of the stream does the segment carry";
const COUNT_ONE = "which two flags take a number, as a byte does";
const WRAP = "which number follows 4294967295";
const SIGN = "what do | and & do with bit 31";

nextAck("counts the bytes of the payload", [
  acked("PSH,ACK", 100, 5, 105, BYTES),
  acked("ACK", 100, 1, 101, BYTES),
  acked("ACK", 0, 1460, 1460, BYTES),
  acked("ACK", 4_000_000_000, 65_483, 4_000_065_483, SIGN),
]);

nextAck("counts one for SYN and one for FIN", [
  acked("SYN", 2633227934, 0, 2633227935, COUNT_ONE),
  acked("SYN,ACK", 4025285833, 0, 4025285834, COUNT_ONE),
  acked("FIN,ACK", 4025285844, 0, 4025285845, COUNT_ONE),
  acked("FIN", 7, 0, 8, COUNT_ONE),
]);

nextAck("counts nothing for the other flags", [
  ...["", "ACK", "RST", "RST,ACK", "URG,ACK", "PSH,ACK", "ECE", "ACK,CWR"]
    .map((flags) => acked(flags, 1000, 0, 1000, COUNT_ONE)),
]);

nextAck("adds flags and bytes", [
  acked("FIN,PSH,ACK", 50, 4, 55, "does a segment with FIN carry bytes, too"),
  acked("SYN", 50, 3, 54, "does a segment with SYN carry bytes, too"),
  acked("FIN,SYN", 50, 0, 52, COUNT_ONE),
]);

nextAck("begins at 0 again behind 4294967295", [
  acked("ACK", 4294967295, 1, 0, WRAP),
  acked("SYN", 4294967295, 0, 0, WRAP),
  acked("PSH,ACK", 4294967290, 10, 4, WRAP),
  acked("FIN,ACK", 4294967295, 65_483, 65_483, WRAP),
  acked("ACK", 4294967294, 1, 4294967295, WRAP),
  acked("ACK", 2147483647, 1, 2147483648, SIGN),
]);

check("gives the numbers of a recorded handshake", {
  needs: ["parseTcpSegment", "nextAck"],
  pure: true,
  lookAt: "j + 1 answers the SYN, k + 1 answers SYN,ACK",
}, () => {
  const segments = recorded("session").slice(0, 3)
    .map((bytes) => submission.parseTcpSegment(bytes.slice(20))!);
  equal(segments.indexOf(null!), -1, {
    did: "parseTcpSegment(bytes) of packets 1 to 3: where it gives null",
    lookAt: "is part 2 right",
  });
  const [syn, synAck, ack] = segments;
  equal([submission.nextAck(syn), submission.nextAck(synAck)], [
    synAck.ack,
    ack.ack,
  ], { did: "nextAck(SYN), nextAck(SYN,ACK)" });
});

part("the checksum");

const internetChecksum = values("internetChecksum", {
  did: (bytes) => `internetChecksum(bytes) of ${hex(bytes)}`,
  show: (value) =>
    typeof value === "number" && value >= 0
      ? `${value} (0x${value.toString(16).padStart(4, "0")})`
      : show(value),
});

/** The sum as RFC 1071 says it: all numbers first, the carry afterwards. */
function summed(bytes: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of bytes.entries()) {
    sum += at % 2 === 0 ? byte * 256 : byte;
  }
  while (sum > 65535) sum = sum % 65536 + Math.floor(sum / 65536);
  return 65535 - sum;
}

internetChecksum("sums numbers of 16 bits in network order", [
  [
    [Uint8Array.of(0, 1)],
    0xfffe,
    "which byte of each pair is the high one, and is the result the complement",
  ],
  [[Uint8Array.of(1, 0)], 0xfeff],
  [[Uint8Array.of(0, 1, 0, 2)], 0xfffc],
  [[Uint8Array.of(0x12, 0x34, 0x43, 0x21)], 0xaaaa],
]);

internetChecksum("adds a carry again", [
  [
    [Uint8Array.of(0xff, 0xff, 0, 1)],
    0xfffe,
    "what becomes of a sum that needs more than 16 bits",
  ],
  // The example of RFC 1071 section 3.
  [[Uint8Array.of(0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7)], 0x220d],
  [[new Uint8Array(8).fill(0xff)], 0],
  [
    [Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 1)],
    0xfffe,
    "is the carry added until nothing is left above 16 bits",
  ],
  [[new Uint8Array(65_534).fill(0xff)], 0],
]);

internetChecksum("pads an odd last byte with zero", [
  [
    [Uint8Array.of(0x12)],
    0xedff,
    "is an odd last byte the high or the low one",
  ],
  [[Uint8Array.of(0, 1, 2)], 0xfdfe],
  [[Uint8Array.of(0xff, 0xff, 0xff)], 0x00ff],
]);

internetChecksum("gives 65535 for no bytes", [
  [[new Uint8Array()], 65535, "what is the complement of a sum of nothing"],
]);

internetChecksum("gives 0 for a header that carries its sum", () => {
  const headers = recorded("session").map((bytes) => bytes.slice(0, 20));
  return headers.map((header) => [
    [header],
    0,
    "is a field left out? The function is given bytes, and knows no fields",
  ]);
});

internetChecksum("computes the sum that a header must carry", () => {
  const rows: Array<Row<[Uint8Array], number>> = [];
  for (const bytes of recorded("session")) {
    const header = bytes.slice(0, 20);
    const due = header[10] * 256 + header[11];
    header.fill(0, 10, 12);
    rows.push([[header], due, "which numbers are added"]);
  }
  return rows;
});

internetChecksum("sums any bytes", () => {
  const rows: Array<Row<[Uint8Array], number>> = [];
  for (let length = 0; length <= 64; length++) {
    const bytes = random.bytes(length);
    rows.push([
      [bytes],
      summed(bytes),
      "which numbers are added, and how often is the carry",
    ]);
  }
  // A lower half that is all zero or all one, at every place.
  for (let at = 0; at < 8; at++) {
    for (const byte of [0, 1, 127, 128, 255]) {
      const bytes = random.bytes(8);
      bytes[at] = byte;
      rows.push([[bytes], summed(bytes)]);
    }
  }
  return rows;
});

internetChecksum(
  "sums a view into a larger buffer",
  () =>
    [7, 20, 33].map((length) => {
      const bytes = random.bytes(length);
      return [
        [within(bytes)],
        summed(bytes),
        "which bytes of the buffer belong to the array that you were given",
      ];
    }),
);

part("a diagnosis");

/** A packet with a segment: flags, and who sends it. */
function sent(
  bits: number,
  from: "client" | "server",
  more: SegmentParts = {},
): Uint8Array {
  const client = { ip: [127, 0, 0, 1], port: 60870 };
  const server = { ip: [127, 0, 0, 1], port: 34895 };
  const [one, other] = from === "client" ? [client, server] : [server, client];
  const payload = tcp({
    sourcePort: one.port,
    destinationPort: other.port,
    bits,
    ...more,
  });
  return ipv4({ source: one.ip, destination: other.ip, payload });
}

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const PSH = 0x08;
const ACK = 0x10;
const ECE = 0x40;
const CWR = 0x80;

/** A trace in words: `client SYN, server SYN,ACK`. */
type Step = readonly [from: "client" | "server", bits: number];

const trace = (...steps: Step[]) =>
  steps.map(([from, bits]) => sent(bits, from));

const HANDSHAKE: Step[] = [
  ["client", SYN],
  ["server", SYN + ACK],
  ["client", ACK],
];

const diagnose = values("diagnose", {
  did: (packets) =>
    `diagnose(${
      packets.map((bytes) => {
        const isTcp = bytes[0] >> 4 === 4 && bytes[9] === 6;
        const at = (bytes[0] & 15) * 4;
        return isTcp && bytes.length >= at + 20
          ? flagsOf(bytes[at + 13])
          : "another packet";
      }).join(" · ")
    })`,
});

type Diagnosis = ReturnType<typeof Solution.diagnose>;
type TraceRow = Row<[Uint8Array[]], Diagnosis>;

/** Rows of recorded connections. */
const seen = (
  due: Diagnosis,
  lookAt: string,
  ...names: RecordedName[]
): TraceRow[] => names.map((name) => [[recorded(name)], due, lookAt]);

const RESETS = "has a SYN,ACK come before the RST";
const BOTH = "how many ends have sent FIN, and how are the ends told apart";

diagnose("says that nobody answered", () => [
  ...seen("timed-out", "what is there besides SYN", "unanswered"),
  [[trace(["client", SYN])], "timed-out"],
]);

diagnose("says that a connection was refused", () => [
  ...seen("refused", RESETS, "refused"),
  [[trace(["client", SYN], ["client", SYN], ["server", RST + ACK])], "refused"],
]);

diagnose("says that a connection is open", () => [
  [[trace(...HANDSHAKE)], "open", "which segment says that the server agrees"],
  [[trace(...HANDSHAKE.slice(0, 2))], "open"],
  [[recorded("session").slice(0, 8)], "open"],
]);

diagnose("says that a connection was reset", () => [
  ...seen("reset", RESETS, "unreadBytes", "lateData"),
  [[trace(...HANDSHAKE, ["client", RST])], "reset"],
  [
    [trace(...HANDSHAKE, ["server", PSH + ACK], ["server", RST + ACK])],
    "reset",
  ],
  [
    [trace(...HANDSHAKE, ["client", FIN + ACK], ["server", FIN + ACK], [
      "client",
      RST,
    ])],
    "reset",
    "which comes first: a RST, or the FINs of both ends",
  ],
]);

diagnose("says that a connection was closed", () => [
  ...seen("closed", BOTH, "session", "threeSegments", "halfClose"),
  [
    [trace(...HANDSHAKE, ["client", FIN + ACK], ["server", FIN + PSH + ACK])],
    "closed",
  ],
  [
    [trace(...HANDSHAKE, ["server", FIN + ACK], ["client", FIN + ACK])],
    "closed",
  ],
]);

diagnose("calls a half-closed connection open", () => [
  [[recorded("halfClose").slice(0, 7)], "open", BOTH],
  [[trace(...HANDSHAKE, ["server", FIN + ACK], ["client", ACK])], "open"],
]);

diagnose("takes a FIN that is sent again for one", () => [
  [[recorded("session").slice(0, 12)], "open", BOTH],
  [
    [trace(...HANDSHAKE, ["client", FIN + ACK], ["client", FIN + ACK])],
    "open",
  ],
]);

diagnose("skips packets that are not TCP over IPv4", () => {
  const others = [
    ipv4({ protocol: 17, payload: tcp({ bits: RST }) }),
    ipv4({ protocol: 1, payload: tcp({ bits: FIN }) }),
    ipv4({ version: 6, payload: tcp({ bits: RST }) }),
    ipv4({ payload: tcp({ bits: RST }).slice(0, 19) }),
    ipv4({ payload: tcp({ bits: RST, offset: 4 }) }),
    ipv4({ payload: tcp({ bits: RST, offset: 9 }) }),
    sent(RST, "server").slice(0, -1),
    new Uint8Array(),
  ];
  const lookAt =
    "what do your two functions say of each packet: null, or another protocol";
  return others.flatMap((other): TraceRow[] => {
    const [syn, ...rest] = trace(...HANDSHAKE);
    return [
      [[[syn, other, ...rest]], "open", lookAt],
      [[[other, syn]], "timed-out", lookAt],
    ];
  });
});

part("a trace over a connection");

/** Packets, each behind its length. */
const framed = (...packets: Uint8Array[]) =>
  concat(
    packets.map((packet) =>
      concat([Uint8Array.from(u16(packet.length)), packet])
    ),
  );

const receiveTrace = calls(
  "receiveTrace(server)",
  ({ server }) => submission.receiveTrace(server),
  { listens: ["server"] },
);

/** Whatever a packet holds, it comes as it was. */
const FIRST = Uint8Array.of(0x45, 1, 2, 3);
const SECOND = Uint8Array.of(0x45, 4);
const END =
  "what does read() give at end of stream, and what if that is where a length would begin";
const CLOSES = "who closes the connection, on every way out";

receiveTrace("receives the packets of a server")`
  server → ${framed(FIRST, SECOND)} → FIN
  returns ${[
  FIRST,
  SECOND,
]}   ? where does a packet end, and in which array does each lie
  server ← close               ? who closes the connection
`;

receiveTrace("gives no packets when none come")`
  server → FIN
  returns ${[]}                ? ${END}
  server ← close
`;

receiveTrace("waits for the rest, however long it takes")`
  server → ${framed(FIRST)}
  time passes                  ? what ends the trace: silence, or the end of the stream
  pending
  server → ${framed(SECOND)} → FIN
  returns ${[FIRST, SECOND]}
`;

receiveTrace("sends nothing")`
  server → ${framed(FIRST)} → FIN
  resolves
  server ← FIN                 ? what is written on this connection
`;

receiveTrace("reads lengths in network order")`
  server → ${framed(new Uint8Array(258).fill(7))} → FIN
  returns ${[
  new Uint8Array(258).fill(7),
]}   ? which of the two bytes is the high one
`;

check("rejects when nobody listens", {
  needs: ["receiveTrace"],
}, async () => {
  const { endpoint, close } = await host();
  close();
  await throws(() => submission.receiveTrace(endpoint), {
    did: "receiveTrace(server)",
    lookAt: "what becomes of the error of Deno.connect()",
  });
});

part("beyond", "receiveTrace");

parseIpv4Packet("reads packets up to 65,535 bytes", () =>
  read(
    "what is the largest number of two bytes",
    { payload: random.bytes(65_515) },
    { payload: random.bytes(65_475), options: random.bytes(40) },
  ));

// A sum of 65,535 bytes fits into 31 bits, a longer one does not.
internetChecksum("sums more bytes than a packet can hold", [
  [
    [new Uint8Array(131_074).fill(0xff)],
    0,
    "what do >> and & do with a sum above 2147483647",
  ],
]);

diagnose("knows a SYN,ACK by its two bits, whatever else is set", () => [
  [
    [trace(["client", SYN + ECE + CWR], ["server", SYN + ACK + ECE])],
    "open",
    "is the text of the flags compared whole",
  ],
  [
    [trace(["client", SYN + ECE + CWR], ["server", RST + ACK])],
    "refused",
    RESETS,
  ],
  [
    [trace(...HANDSHAKE, ["client", FIN + PSH + ACK], [
      "server",
      FIN + ACK + ECE,
    ])],
    "closed",
    BOTH,
  ],
  // The other end still has an old connection, and says which number it expects.
  [
    [trace(["client", SYN], ["server", ACK])],
    "timed-out",
    "is ACK alone an answer to SYN",
  ],
  [
    [trace(["client", SYN], ["server", ACK], ["client", RST])],
    "refused",
    RESETS,
  ],
]);

diagnose("knows a RST by its bit, whatever else is set", () => [
  [[trace(...HANDSHAKE, ["server", RST + PSH + ACK])], "reset", RESETS],
  [[trace(["client", SYN], ["server", RST + ACK + ECE])], "refused", RESETS],
]);

diagnose("knows two sockets that connect to each other at once", () => [
  ...seen("closed", BOTH, "simultaneous"),
  [[recorded("simultaneous").slice(0, 6)], "open", RESETS],
]);

diagnose("tells two ends with one port apart", () => {
  const end = (bits: number, host: number) =>
    ipv4({
      source: [127, 0, 0, host],
      destination: [127, 0, 0, 3 - host],
      payload: tcp({ sourcePort: 5000, destinationPort: 5000, bits }),
    });
  const open = [end(SYN, 1), end(SYN + ACK, 2), end(ACK, 1)];
  return [
    [[[...open, end(FIN + ACK, 1), end(FIN + ACK, 2)]], "closed", BOTH],
    [[[...open, end(FIN + ACK, 1), end(FIN + ACK, 1)]], "open", BOTH],
  ];
});

receiveTrace("puts packets together that come byte by byte")`
  server → ${framed(FIRST, SECOND)} in pieces
  server → FIN
  returns ${[FIRST, SECOND]}   ? how many bytes does one read() give
`;

check("receives a length or a packet that comes in two pieces", async () => {
  const packets = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
  const bytes = framed(...packets);
  for (let at = 1; at < bytes.length; at++) {
    const one = await receiveTrace.begin({});
    await one.play`
      server → ${bytes.subarray(0, at)}
      a moment passes
      server → ${bytes.subarray(at)} → FIN
      returns ${packets}       ? what happens when a read gives fewer bytes than you need
    `;
  }
});

receiveTrace("keeps a packet without bytes")`
  server → ${framed(new Uint8Array(), FIRST, new Uint8Array())} → FIN
  returns ${[
  new Uint8Array(),
  FIRST,
  new Uint8Array(),
]}   ? is a length of 0 an end
`;

check(
  "receives a thousand packets of every size, each in an array of its own",
  {
    lookAt: "which buffer does each packet lie in, and who writes to it later",
  },
  async () => {
    const packets = Array.from(
      { length: 1000 },
      (_, i) => random.bytes(i < 4 ? [65_535, 0, 32_768, 255][i] : i % 300),
    );
    const server = await host();
    const work = (async () => await submission.receiveTrace(server.endpoint))();
    work.catch(() => {}); // Whoever judges it meets the error.
    const peer = await server.accept();
    const sending = peer.send(framed(...packets)).then(() => peer.halfClose());
    const came = await settles(work, "receiveTrace(server)", 5_000);
    await sending;
    equal(Array.isArray(came) && came.length, 1000, {
      did: "the number of packets that receiveTrace(server) gives",
    });
    for (const [i, packet] of packets.entries()) {
      equal(came[i], packet, { did: `packet ${i + 1} of 1000` });
    }
    await peer.expectEnd({ lookAt: CLOSES });
  },
);

check("rejects when the stream ends inside a length or a packet, and closes", {
  needs: ["receiveTrace"],
}, async () => {
  const bytes = framed(Uint8Array.of(7), Uint8Array.of(1, 2, 3));
  for (const count of [1, 2, 4, 5, 6, 7]) {
    const one = await receiveTrace.begin({});
    await one.play`
      server → ${bytes.subarray(0, count)} → FIN
      throws                   ? is end of stream the same between two packets and inside one
      server ← close           ? ${CLOSES}
    `;
  }
});

receiveTrace.with({ ipv6: true })("works over IPv6")`
  server → ${framed(FIRST)} → FIN
  returns ${[FIRST]}           ? which host does Deno.connect() get
  server ← close               ? ${CLOSES}
`;

receiveTrace("rejects when the connection is reset, and closes")`
  server → ${framed(FIRST)} → RST
  throws                       ? what becomes of an error of read()
`;

check("keeps two traces apart", async () => {
  const server = await host();
  const packets = [FIRST, SECOND];
  const works = packets.map(async () =>
    await submission.receiveTrace(server.endpoint)
  );
  for (const work of works) work.catch(() => {}); // Whoever judges them meets the error.
  const peers = [await server.accept(), await server.accept()];
  for (const [i, packet] of packets.entries()) {
    await peers[i].send(framed(packet).subarray(0, 3));
  }
  for (const [i, packet] of packets.entries()) {
    await peers[i].send(framed(packet).subarray(3));
    await peers[i].halfClose();
  }
  const lookAt = "what do two calls share";
  const came = await settles(
    Promise.all(works),
    "two calls of receiveTrace(server)",
    undefined,
    lookAt,
  );
  equal(came.toSorted((a, b) => b[0]?.length - a[0]?.length), [[FIRST], [
    SECOND,
  ]], {
    did: "two calls of receiveTrace(server) at once",
    lookAt,
  });
});
