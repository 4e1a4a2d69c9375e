import type * as Solution from "../solutions/02_addresses.ts";
import type { ByteOrder } from "../solutions/02_addresses.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  acceptAs,
  canChangeAddresses,
  closedPort,
  countOpen,
  equal,
  expect,
  holdAccept,
  host,
  isInstance,
  limitWrites,
  load,
  misfits,
  misread,
  misreadAddress,
  note,
  passTime,
  type Peer,
  random,
  reachAs,
  refusal,
  type Row,
  type Served,
  settle,
  settles,
  show,
  standInForAccept,
  such,
  toBytes,
  unsigned,
} from "../workbook/grading/mod.ts";

const { submission, part, values, calls, serves, check } = await load<
  typeof Solution
>(
  "02_addresses",
  () => import("../lessons/02_addresses/exercise.ts"),
  () =>
    import("../lessons/02_addresses/exercise.ts", { with: { type: "text" } }),
);

const ORDERS: ByteOrder[] = ["little-endian", "big-endian"];

/** The words of a text. */
const words = (text: string): string[] => text.trim().split(/\s+/);

/** Sixteen bytes from eight groups. */
function fromGroups(groups: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(groups.flatMap((g) => [g >> 8, g & 0xff]));
}

/** Sixteen bytes from eight groups in hexadecimal: "fe80 0 0 0 0 0 0 1". */
function address(groups: string): Uint8Array<ArrayBuffer> {
  return fromGroups(words(groups).map((group) => parseInt(group, 16)));
}

/** The eight groups in full: `fe80:0000:…`. */
function inFull(address: Uint8Array): string {
  return Array.from(
    { length: 8 },
    (_, i) =>
      (address[2 * i] << 8 | address[2 * i + 1]).toString(16).padStart(4, "0"),
  ).join(":");
}

/** The short form by the URL standard: RFC 5952, but a mapped address in hexadecimal. */
function byUrl(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** A random address: about half of its groups are zero. */
function randomGroups(): number[] {
  const groups = Array.from(
    { length: 8 },
    () => random.integer(0, 1) * random.integer(1, 0xffff),
  );
  // The first group is not zero: no IPv4 address is embedded.
  groups[0] ||= 0x2001;
  return groups;
}

/** One of the many spellings of an address. */
function randomSpelling(groups: number[]): string {
  const parts = groups.map((group) => {
    const digits = group.toString(16);
    const padded = digits.padStart(random.integer(digits.length, 4), "0");
    return random.integer(0, 1) ? padded.toUpperCase() : padded;
  });
  const dotted = random.integer(0, 2) === 0;
  if (dotted) {
    parts.splice(6, 2, fromGroups(groups).subarray(12).join("."));
  }
  // Some run of zeros, not always the longest, may be left out.
  const from = random.integer(0, 7);
  let to = from;
  while (to < (dotted ? 6 : 8) && groups[to] === 0) to++;
  if (to === from) return parts.join(":");
  return `${parts.slice(0, from).join(":")}::${parts.slice(to).join(":")}`;
}

/** The structure as <netinet/in.h> has it on Linux. */
function sockaddr(
  { hostname, port }: Endpoint,
  order: ByteOrder,
  flow = 0,
): Uint8Array<ArrayBuffer> {
  const ipv6 = hostname.includes(":");
  const bytes = new Uint8Array(ipv6 ? 28 : 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ipv6 ? 10 : 2, order === "little-endian");
  view.setUint16(2, port);
  if (!ipv6) bytes.set(hostname.split(".").map(Number), 4);
  else {
    view.setUint32(4, flow);
    bytes.set(bytesOf(hostname), 8);
  }
  return bytes;
}

/** Sixteen bytes of an IPv6 address in hexadecimal groups. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const [left, right] = byUrl(text).split("::").map((half) =>
    half.split(":").filter(Boolean).map((group) => parseInt(group, 16))
  );
  const missing = 8 - left.length - (right?.length ?? 0);
  const zeros = new Array(missing).fill(0);
  return fromGroups([...left, ...zeros, ...(right ?? [])]);
}

/** Sixteen bytes of an IPv4-mapped address. */
function mapped(ipv4: string): Uint8Array<ArrayBuffer> {
  const bytes = address("0 0 0 0 0 ffff 0 0");
  bytes.set(ipv4.split(".").map(Number), 12);
  return bytes;
}

/** An IPv4-mapped address with one bit of its first 12 bytes turned over: twelve of them. */
const almostMapped = (ipv4: string): Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: 12 }, (_, i) => {
    const bytes = mapped(ipv4);
    bytes[i] ^= 1;
    return bytes;
  });

const randomIpv4 = () => Array.from(random.bytes(4)).join(".");
const randomPort = () => random.integer(1, 65535);

const at = (hostname: string, port = 80): Endpoint => ({ hostname, port });

/** An address of IPv6 in one of its texts. */
const randomIpv6 = () => byUrl(inFull(fromGroups(randomGroups())));

/** An endpoint, in any spelling of its address. */
function spelled(due: Endpoint) {
  const plain = (hostname: unknown) => {
    if (typeof hostname !== "string" || !hostname.includes(":")) {
      return hostname;
    }
    try {
      return byUrl(hostname);
    } catch {
      return hostname;
    }
  };
  return such<Endpoint | null>(
    show(due),
    (came) =>
      came?.port === due.port && plain(came.hostname) === plain(due.hostname),
  );
}

/** White space, and characters that Unicode takes for a space or a digit. */
const strangeAround = (text: string): string[] =>
  [..." \t\n\r\v\0\u00a0\ufeff\u2028"].flatMap((c) => [c + text, text + c]);

type TextRow = Row<[string], Uint8Array | null>;

/** An IPv4 address with a number at each of its four places. */
const atEveryPlace = (number: string | number): string[] =>
  [0, 1, 2, 3].map((at) =>
    ["1", "2", "3", "4"].with(at, `${number}`).join(".")
  );

/** Characters that stand beside digits and letters in ASCII, and letters beyond f. */
const NEIGHBOURS = [..."/:;@G`gzZ.,_-+xX~"];

/** Rows of texts that are no address. */
const refused = (lookAt: string, texts: string[]): TextRow[] =>
  texts.map((text) => [[text], null, lookAt]);

/**
 * Rows of texts of IPv6 addresses, with their eight groups in hexadecimal. The
 * first two are there twice: each call must give a new array.
 */
function groupsOf(lookAt: string, groups: Record<string, string>): TextRow[] {
  const rows = Object.entries(groups).map(([text, parts]): TextRow => [
    [text],
    address(parts),
    lookAt,
  ]);
  return [...rows, ...rows.slice(0, 2)];
}

part("four numbers");

const parseIpv4 = values("parseIpv4", {
  show: (came) =>
    came instanceof Uint8Array && came.length === 4
      ? `${show(came)} (${came.join(".")})`
      : show(came),
});

parseIpv4("reads four numbers as four bytes", () => {
  const texts = words("127.0.0.1 1.2.3.4 0.0.0.0 255.255.255.255 10.100.20.0");
  // Every number at every place.
  for (let byte = 0; byte < 256; byte++) {
    for (let at = 0; at < 4; at++) {
      texts.push(Array.from(random.bytes(4)).with(at, byte).join("."));
    }
  }
  return [...texts, "1.2.3.4"].map((text) => [
    [text],
    Uint8Array.from(text.split("."), Number),
    "which byte is first: the one of the first number",
  ]);
});

parseIpv4(
  "refuses a number above 255",
  refused(
    "what does a byte hold of a number above 255",
    [
      ...[256, 300, 999, 1000, 2555, ...misfits(8)].flatMap((number) =>
        number > 255 && Number.isInteger(number) ? atEveryPlace(number) : []
      ),
      ...Array.from({ length: 744 }, (_, i) => `1.2.${256 + i}.4`),
    ],
  ),
);

parseIpv4(
  "refuses fewer or more than four numbers",
  refused("how many parts are there, and is one empty", [
    "",
    ...words(`
        1 1.2.3 127.1 2130706433 1.2.3.4.5 1..2.3 1.2.3. .1.2.3 1.2.3.4.
        .1.2.3.4 ...
      `),
  ]),
);

parseIpv4(
  "refuses a leading zero",
  refused(
    "is 010 ten or eight, and who decides",
    words("010 01 04 00 000 001 0127 08 09 099 0255 00000000001").flatMap(
      atEveryPlace,
    ),
  ),
);

parseIpv4(
  "refuses other characters in four numbers",
  refused("which characters does Number() or parseInt() forgive", [
    ...strangeAround("1.2.3.4"),
    ...["1.2.3. 4", "1 .2.3.4", "1.2.3.\t4", "1.2.3. ", "1.2. .4"],
    ...words(`
        -1.2.3.4 +1.2.3.4 1.2.3.-4 -0.1.2.3 1.2.3.1e1 0x7f.0.0.1 1.2.3.0x4
        1.2.3.0b1 1.2.3.0o7 1.2.3.4a a.b.c.d 1.2.3.4/8 1.2.3.4:80 1.2.3.4%lo
        1,2,3,4 localhost ::1 \u0661.2.3.4 1.2.3.\uff14
      `),
    ...[...NEIGHBOURS, "a", "f"].flatMap((c) => atEveryPlace(`1${c}`)),
  ]),
);

part("eight groups");

/** Addresses in full, and their groups: every boundary of a group, every digit at every place. */
function everyGroup(): Record<string, string> {
  const digits = Array.from(
    "0123456789abcdefABCDEF",
    (digit) =>
      [0, 1, 2, 3].map((at) => ["1", "2", "3", "4"].with(at, digit).join("")),
  );
  const groups = [
    ...unsigned(16).map((group) => group.toString(16)),
    ...digits.flat(),
  ];
  return Object.fromEntries(groups.map((group, i) => {
    const all = words("a1 b2 c3 d4 e5 f6 17 28").with(i % 8, group);
    return [all.join(":"), all.join(" ")];
  }));
}

/** Addresses with one `::`, for every run of groups that it may stand for. */
function everyRun(shortest: number): Record<string, string> {
  const all = words("1 a2 3b 4c4 5 d6 7 e8");
  const texts: Record<string, string> = {};
  for (let length = shortest; length <= 8; length++) {
    for (let from = 0; from + length <= 8; from++) {
      const [left, right] = [all.slice(0, from), all.slice(from + length)];
      const zeros = new Array(length).fill("0");
      const groups = [...left, ...zeros, ...right];
      texts[`${left.join(":")}::${right.join(":")}`] = groups.join(" ");
      if (from + length > 6) continue;
      const dotted = fromGroups(groups.map((group) => parseInt(group, 16)))
        .subarray(12).join(".");
      const rest = [...right.slice(0, -2), dotted].join(":");
      texts[`${left.join(":")}::${rest}`] = groups.join(" ");
    }
  }
  return texts;
}

const parseIpv6 = values("parseIpv6", {
  show: (came) =>
    came instanceof Uint8Array && came.length === 16
      ? `16 bytes: ${inFull(came)}`
      : show(came),
});
const formatIpv6 = values("formatIpv6", {
  did: (address) => `formatIpv6(${inFull(address)})`,
});

parseIpv6(
  "reads eight groups as sixteen bytes",
  groupsOf("two bytes a group, the more significant one first", {
    "1:2:3:4:5:6:7:8": "1 2 3 4 5 6 7 8",
    "0:0:0:0:0:0:0:1": "0 0 0 0 0 0 0 1",
    "2001:0db8:0000:0000:0000:0000:0000:0001": "2001 db8 0 0 0 0 0 1",
    "FE80:0:0:0:AbCd:ef01:2345:6789": "fe80 0 0 0 abcd ef01 2345 6789",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff":
      "ffff ffff ffff ffff ffff ffff ffff ffff",
    ...everyGroup(),
  }),
);

parseIpv6(
  "reads :: as the groups that are missing",
  groupsOf("how many groups stand before the ::, how many after it", {
    "::1": "0 0 0 0 0 0 0 1",
    "::": "0 0 0 0 0 0 0 0",
    "1::": "1 0 0 0 0 0 0 0",
    "fe80::1": "fe80 0 0 0 0 0 0 1",
    "2001:db8::8:800:200c:417a": "2001 db8 0 0 8 800 200c 417a",
    "1:2:3::7:8": "1 2 3 0 0 0 7 8",
    "::0:0": "0 0 0 0 0 0 0 0",
    "0::0": "0 0 0 0 0 0 0 0",
    ...everyRun(2),
  }),
);

parseIpv6(
  "reads an IPv4 address at the end",
  groupsOf("the last part may hold dots: it counts as two groups", {
    "::ffff:127.0.0.1": "0 0 0 0 0 ffff 7f00 1",
    "::FFFF:1.2.3.4": "0 0 0 0 0 ffff 102 304",
    "::1.2.3.4": "0 0 0 0 0 0 102 304",
    "64:ff9b::192.0.2.33": "64 ff9b 0 0 0 0 c000 221",
    "1:2:3:4:5:6:1.2.3.4": "1 2 3 4 5 6 102 304",
    "1:2:3:4::6:1.2.3.4": "1 2 3 4 0 6 102 304",
    "::255.255.255.255": "0 0 0 0 0 0 ffff ffff",
    // The longest text that there is: 45 characters.
    "2001:0db8:0001:0002:0003:0004:255.255.255.255":
      "2001 db8 1 2 3 4 ffff ffff",
  }),
);

parseIpv6(
  "refuses a second ::",
  refused(
    "how many groups would each of the two :: stand for",
    words("1::2::3 ::1:: ::1::2 1::2:: ::1.2.3.4:: 1::2:3::4"),
  ),
);

parseIpv6(
  "refuses too few or too many groups",
  refused("count the groups; an IPv4 address counts as two", [
    "",
    ...words(`
        1 1:2 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:1.2.3.4
        1:2:3:4:5:6:7:1.2.3.4 1.2.3.4 ::1:2:3:4:5:6:7:8:9 1::2:3:4:5:6:7:8:9
        ffff
      `),
  ]),
);

parseIpv6(
  "refuses a group that is no hexadecimal number of 1 to 4 digits",
  refused(
    "which characters, and how many, may a group have",
    words(`
      12345:: ::12345 ::00001 ::fffff 1:2:3:4:5:6:7:00008 g:: ::g ::12g ::g1
      ::0x1 ::-1 ::+1 ::1e+2 ::_ ::\u0661 ::\uff11
    `).concat(
      [..."/;@G`gzZ,_-+xX~"].flatMap((c) =>
        [0, 1, 2, 3, 4, 5, 6, 7].flatMap((at) => {
          const groups = words("1 2 3 4 5 6 7 8");
          return [`a${c}`, `${c}0`, c].map((group) =>
            groups.with(at, group).join(":")
          );
        })
      ),
      [0, 1, 2, 3, 4, 5, 6, 7].map((at) =>
        words("1 2 3 4 5 6 7 8").with(at, "00001").join(":")
      ),
    ),
  ),
);

/** Rows of addresses, eight groups in hexadecimal, and their texts. */
function textsOf(
  lookAt: string,
  texts: Record<string, string>,
): Array<Row<[Uint8Array], string>> {
  return Object.entries(texts).map((
    [groups, text],
  ) => [[address(groups)], text, lookAt]);
}

/** Addresses without two zero groups side by side: every boundary of a group at some place. */
function everyValue(): Record<string, string> {
  return Object.fromEntries(
    unsigned(16).map((group, i) => {
      const all = words("a1 b2 c3 d4 e5 f6 17 28").with(
        i % 8,
        group.toString(16),
      );
      return [all.join(" "), all.join(":")];
    }),
  );
}

/** Addresses with their zero groups in every pattern that `belongs`. */
function everyPattern(
  belongs: (runs: string[]) => boolean,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let pattern = 0; pattern < 256; pattern++) {
    const groups = words("1 a2 3b 4c4 5 d6 7 e8").map((group, at) =>
      pattern >> at & 1 ? "0" : group
    );
    const runs = pattern.toString(2).match(/1+/g) ?? [];
    if (!belongs(runs)) continue;
    texts[groups.join(" ")] = byUrl(inFull(address(groups.join(" "))));
  }
  return texts;
}

formatIpv6(
  "writes groups in lower case without leading zeros",
  textsOf("the digits of one group: which are left out, which letters", {
    "1 2 3 4 5 6 7 8": "1:2:3:4:5:6:7:8",
    "2001 db8 a b0 c00 abcd ef 1000": "2001:db8:a:b0:c00:abcd:ef:1000",
    "ffff ffff ffff ffff ffff ffff ffff ffff":
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ...everyValue(),
  }),
);

formatIpv6(
  "writes :: for a run of zero groups",
  textsOf(
    "where the run begins, where it ends, and what stands on either side",
    {
      "0 0 0 0 0 0 0 1": "::1",
      "0 0 0 0 0 0 0 0": "::",
      "1 0 0 0 0 0 0 0": "1::",
      "fe80 0 0 0 0 0 0 1": "fe80::1",
      "1 2 0 0 5 6 7 8": "1:2::5:6:7:8",
      "1 2 3 4 5 6 0 0": "1:2:3:4:5:6::",
      "0 0 3 4 5 6 7 8": "::3:4:5:6:7:8",
      "10 0 0 100 5 6 7 8": "10::100:5:6:7:8",
      ...everyPattern((runs) => runs.length === 1 && runs[0].length > 1),
    },
  ),
);

formatIpv6(
  "writes an IPv4-mapped address with dots",
  () =>
    ["127.0.0.1", "0.0.0.0", randomIpv4()].map((ipv4) => [
      [mapped(ipv4)],
      `::ffff:${ipv4}`,
      "the first 12 bytes of the address",
    ]),
);

part("the structure");

// A copy: that each call makes bytes of its own is a check, too.
const encodeSockaddr = values("encodeSockaddr", {
  call: (endpoint, host) => {
    const came: unknown = submission.encodeSockaddr(endpoint, host);
    return came instanceof Uint8Array ? came.slice() : came as Uint8Array;
  },
});

type Encoding = Row<[Endpoint, ByteOrder], Uint8Array>;

/** A row of an endpoint and its structure. */
function laidOut(
  endpoint: Endpoint,
  lookAt: string,
  order: ByteOrder = "little-endian",
): Encoding {
  return [[endpoint, order], sockaddr(endpoint, order), lookAt];
}

encodeSockaddr("lays out an IPv4 endpoint in 16 bytes", () => {
  return [
    at("127.0.0.1", 9821),
    ...unsigned(16).map((port) => at(randomIpv4(), port)),
  ].map((endpoint) =>
    laidOut(
      endpoint,
      "the table of sockaddr_in in the lesson, field by field",
    )
  );
});

encodeSockaddr("lays out an IPv6 endpoint in 28 bytes", () => {
  const lookAt = "the table of sockaddr_in6 in the lesson, field by field";
  const rows = ["::1", "::", "fe80::1"].map((hostname) =>
    laidOut(at(hostname, 9821), lookAt)
  );
  for (const port of unsigned(16)) {
    const groups = randomGroups();
    const endpoint = at(inFull(fromGroups(groups)), port);
    rows.push([
      [{ ...endpoint, hostname: randomSpelling(groups) }, "little-endian"],
      sockaddr(endpoint, "little-endian"),
    ]);
  }
  return rows;
});

encodeSockaddr(
  "lays out an IPv4-mapped address as the IPv6 address it is",
  () =>
    ["::ffff:127.0.0.1", "::FFFF:7f00:1"].map((hostname) =>
      laidOut(
        at(hostname, randomPort()),
        "which family has 16 address bytes",
      )
    ),
);

values("encodeSockaddr")("lays out each endpoint in bytes of its own", () => {
  const lookAt = "where are the bytes made: in each call, or once for all";
  return [randomIpv4(), inFull(fromGroups(randomGroups()))].flatMap(
    (hostname) => {
      const first = at(hostname, randomPort());
      return [
        laidOut(first, lookAt),
        laidOut(at(hostname, randomPort()), lookAt),
        laidOut(first, lookAt, "big-endian"),
      ];
    },
  );
});

encodeSockaddr("writes only the family in the order of the host", () => {
  const any = inFull(fromGroups(randomGroups()));
  return ["127.0.0.1", randomIpv4(), "::1", any].flatMap((hostname) =>
    ORDERS.map((order) =>
      laidOut(
        at(hostname, 0x265d),
        "which field does the kernel of that host read as a number of its own, and which travel",
        order,
      )
    )
  );
});

/** The limit of a port, as a number (not the refused -65536) or a width. */
const LIMIT =
  /(?<!(?:^|\D)-)65[ ,_']?53[56]|\b16\b|0xffff|2\s?(\*\*|\^)\s?16|two bytes|2 bytes/i;

encodeSockaddr(
  "refuses a port outside 0 to 65535",
  () =>
    [65536, -1, 70000, -65536, -9821, ...misfits(16)].flatMap((port) => {
      // The limit 65536 may be written as the very number that is refused.
      const limit = port === 65536
        ? /65[ ,_']?535|16|0xffff|two bytes|2 bytes|65536.*65536/is
        : LIMIT;
      // Of a fraction, or of a number that a text shortens, only the class counts.
      const isPlain = Number.isInteger(port) && Math.abs(port) < 2 ** 50;
      const due = isPlain
        ? refusal(RangeError, String(port), ["the limit", limit])
        : refusal(RangeError);
      return ["127.0.0.1", "::1"].map((hostname): Encoding => [
        [at(hostname, port), "little-endian"],
        due,
        (came) =>
          isInstance(came, RangeError)
            ? "a refusal states the value and the limit"
            : isInstance(came, Error)
            ? "which class of error says that a number is out of range"
            : "what does the field of 2 bytes hold of this port",
      ]);
    }),
);

encodeSockaddr(
  "refuses a host that is no numeric address",
  [
    ...words(`
      localhost 127.1 010.0.0.1 256.0.0.1 127.0.0.1. fe80::1%lo [::1] 1::2::3
      example.com :::
    `),
    ...["", "127.0.0.1 ", "$&", "$'", "%s", "%d", "${host}", "a\\b"],
  ].map((hostname): Encoding => [
    [at(hostname), "little-endian"],
    refusal(TypeError, hostname),
    (came) =>
      came instanceof Error
        ? "which class of error says that a value has the wrong shape, and what should it tell"
        : "what do your parsers return for this text",
  ]),
);

part("the way back");

const decodeSockaddr = values("decodeSockaddr");

type Decoding = Row<[Uint8Array, ByteOrder], Endpoint | null>;

/** A row of a structure and its endpoint. */
function holds(
  bytes: Uint8Array,
  order: ByteOrder,
  endpoint: Endpoint,
  lookAt: string,
): Decoding {
  const { hostname, port } = endpoint;
  return [
    [bytes, order],
    spelled(endpoint),
    (came) =>
      misread((came as Endpoint)?.port, port) ??
        misreadAddress((came as Endpoint)?.hostname, hostname) ?? lookAt,
  ];
}

decodeSockaddr(
  "reads the endpoint in a structure of 16 bytes",
  () =>
    ORDERS.flatMap((order) => {
      const rows = [9821, 80, ...unsigned(16)].map((port) => {
        const endpoint = at(randomIpv4(), port);
        return holds(
          sockaddr(endpoint, order),
          order,
          endpoint,
          "where the port stands, in which order, and where the address begins",
        );
      });
      const wildcard = at("0.0.0.0");
      const bytes = sockaddr(wildcard, order);
      const used = bytes.slice().fill(255, 8);
      return [
        ...rows,
        holds(bytes, order, wildcard, "is 0.0.0.0 no address, or one"),
        holds(used, order, wildcard, "which bytes of sockaddr_in are unused"),
      ];
    }),
);

decodeSockaddr(
  "reads the endpoint in a structure of 28 bytes",
  () =>
    ORDERS.flatMap((order) =>
      unsigned(16).flatMap((port, i) => {
        const endpoint = at(["::1", "::"][i] ?? randomIpv6(), port);
        const bytes = sockaddr(endpoint, order, random.integer(0, 0xfffff));
        const scoped = bytes.slice();
        scoped.set(random.bytes(4), 24);
        return [
          holds(
            bytes,
            order,
            endpoint,
            "what stands between the port and the address",
          ),
          holds(scoped, order, endpoint, "which bytes are behind the address"),
        ];
      })
    ),
);

decodeSockaddr("reads an IPv4-mapped address", () => {
  const ipv4 = at(randomIpv4(), randomPort());
  const due = { ...ipv4, hostname: `::ffff:${ipv4.hostname}` };
  // Both spellings name the same address.
  const either = such<Endpoint | null>(
    show(due),
    (came) => spelled(due).holds(came) || spelled(ipv4).holds(came),
  );
  const bytes = sockaddr(due, "little-endian");
  return [[[bytes, "little-endian"], either, "which bytes are the address"]];
});

decodeSockaddr(
  "gives null for another family",
  () =>
    ORDERS.flatMap((order) =>
      ["127.0.0.1", "::1"].flatMap((hostname): Decoding[] => {
        const bytes = sockaddr(at(hostname, 9821), order);
        const other = order === "little-endian"
          ? "big-endian"
          : "little-endian";
        const families = [0x0202, 0x0a0a, 0xff02, 0xff0a, ...unsigned(16)]
          .filter((family) => family !== 2 && family !== 10);
        return [
          [
            [bytes, other],
            null,
            "the two bytes of the family, read as a number in the order of the host",
          ],
          ...families.map((family): Decoding => {
            const changed = bytes.slice();
            const isLittle = order === "little-endian";
            new DataView(changed.buffer).setUint16(0, family, isLittle);
            return [[changed, order], null];
          }),
        ];
      })
    ),
);

decodeSockaddr(
  "gives null when bytes are missing",
  () =>
    ORDERS.flatMap((order) =>
      [randomIpv4(), "fe80::1"].flatMap((hostname) => {
        const bytes = sockaddr(at(hostname, randomPort()), order);
        return Array.from(bytes, (_, length): Decoding[] => [
          [
            [bytes.slice(0, length), order],
            null,
            "how many bytes does this family need",
          ],
          // The rest of the buffer does not belong to the structure.
          [
            [bytes.subarray(0, length), order],
            null,
            "where does the array end: not where its buffer ends",
          ],
        ]).flat();
      })
    ),
);

values("encodeSockaddr", {
  call: (endpoint, order) => {
    const bytes = submission.encodeSockaddr(endpoint, order);
    return submission.decodeSockaddr(bytes, order) as never;
  },
  did: (endpoint, order) =>
    `decodeSockaddr(encodeSockaddr(${show(endpoint)}, "${order}"), "${order}")`,
})(
  "reads back what it laid out",
  { needs: ["encodeSockaddr", "decodeSockaddr"] },
  () =>
    ORDERS.flatMap((order) =>
      Array.from({ length: 20 }, (_, i): Encoding => {
        const endpoint = at(
          i % 2 ? randomIpv4() : randomSpelling(randomGroups()),
          random.integer(0, 65535),
        );
        return [
          [endpoint, order],
          spelled(endpoint),
          "does every field come back from where it was put",
        ];
      })
    ),
);

const sameEndpoint = values("sameEndpoint");

type Comparing = Row<[Endpoint, Endpoint], boolean>;

/** Rows of two endpoints, both ways. */
const bothWays = (
  a: Endpoint,
  b: Endpoint,
  due: boolean,
  lookAt?: string,
): Comparing[] => [[[a, b], due, lookAt], [[b, a], due]];

/** As {@linkcode bothWays}, for pairs of addresses. */
const pairs = (list: string[][], due: boolean, lookAt: string) =>
  list.flatMap(([a, b]) => bothWays(at(a), at(b), due, lookAt));

/** Numbers that differ in one bit from another. */
const oneBitOff = (number: number, bits: number): number[] =>
  Array.from({ length: bits }, (_, bit) => number ^ 1 << bit);

/** Addresses that differ in one bit from another: as bytes. */
const oneBitOffBytes = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(
    bytes,
    (byte, at) => oneBitOff(byte, 8).map((other) => bytes.with(at, other)),
  ).flat();

sameEndpoint("tells endpoints apart by address and by port", [
  ...["127.0.0.1", "::1"].flatMap((hostname) => [
    ...bothWays(
      at(hostname),
      at(hostname),
      true,
      "an endpoint is an address and a port",
    ),
    ...bothWays(at(hostname, 0), at(hostname, 0), true),
    ...[81, 8080, 0, 80 + 65536, ...oneBitOff(80, 16)].flatMap((port) =>
      bothWays(at(hostname), at(hostname, port), false)
    ),
  ]),
  ...pairs(
    [
      ["127.0.0.1", "127.0.0.2"],
      ["1.2.3.4", "4.3.2.1"],
      ["::1", "::2"],
      ["1::", "::1"],
      ...oneBitOffBytes(Uint8Array.of(10, 20, 130, 240))
        .map((other) => ["10.20.130.240", other.join(".")]),
    ],
    false,
    "an endpoint is an address and a port",
  ),
  // As conn.remoteAddr has it, and in another order.
  ...bothWays(
    { transport: "tcp", port: 80, hostname: "127.0.0.1" } as Endpoint,
    at("127.0.0.1"),
    true,
    "which fields make an endpoint, and is their order one",
  ),
]);

sameEndpoint("compares addresses, not spellings", () => {
  const lookAt = "one address of IPv6 has many texts and one value";
  const rows = pairs(
    [
      ["::1", "0:0:0:0:0:0:0:1"],
      ["::1", "::0001"],
      ["FE80::ABCD", "fe80::abcd"],
      ["2001:db8::1:0:0:1", "2001:db8:0:0:1::1"],
      ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
      ["::", "0::0"],
    ],
    true,
    lookAt,
  );
  for (let i = 0; i < 50; i++) {
    const groups = randomGroups();
    const [a, b] = [randomSpelling(groups), randomSpelling(groups)];
    rows.push(...bothWays(at(a), at(b), true));
    groups[random.integer(0, 7)] ^= 1;
    rows.push(...bothWays(at(a), at(randomSpelling(groups)), false));
  }
  const one = fromGroups(randomGroups());
  for (const other of oneBitOffBytes(one)) {
    rows.push(...bothWays(at(inFull(one)), at(inFull(other)), false));
  }
  return rows;
});

sameEndpoint("takes an IPv4-mapped address for its IPv4 address", [
  ...pairs(
    [
      ["::ffff:127.0.0.1", "127.0.0.1"],
      ["::FFFF:7f00:1", "127.0.0.1"],
      ["::ffff:127.0.0.1", "::ffff:7f00:1"],
      ["0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4"],
      ["::ffff:0:0", "0.0.0.0"],
    ],
    true,
    "what the last four bytes of an IPv4-mapped address are",
  ),
  ...bothWays(at("::ffff:127.0.0.1"), at("127.0.0.2"), false),
  ...bothWays(at("::ffff:127.0.0.1"), at("127.0.0.1", 81), false),
]);

sameEndpoint(
  "takes no other IPv6 address for an IPv4 one",
  pairs(
    [
      ["::1", "127.0.0.1"],
      ["::", "0.0.0.0"],
      ["::127.0.0.1", "127.0.0.1"],
      ["64:ff9b::127.0.0.1", "127.0.0.1"],
      ["1::ffff:127.0.0.1", "127.0.0.1"],
      ["::1.2.3.4", "::ffff:1.2.3.4"],
      ...almostMapped("127.0.0.1").map((
        other,
      ) => [inFull(other), "127.0.0.1"]),
    ],
    false,
    "which 12 bytes make an address IPv4-mapped: all of them",
  ),
);

part("who am I");

type WhoAmI = ReturnType<typeof Solution.startWhoAmI>;

const server = serves("startWhoAmI()", () => submission.startWhoAmI(), {
  has: ["addr", "stop"],
});

/** Expects that a client gets its own structure, and then the end. */
async function learnsItself(
  one: Served<WhoAmI>,
  name = "client",
  lookAt = "whose address does a client want to know, and in which layout",
): Promise<void> {
  const client = await one.connect(name);
  await client.expect(sockaddr(client.local, "little-endian"), { lookAt });
  await client.expectEnd({
    lookAt: "what happens to the connection after the structure is sent",
  });
}

server("tells a client its own address", async (one) => {
  const { hostname, port } = one.server.addr;
  expect(hostname === "127.0.0.1" && port > 0, {
    cause: "wrong-address",
    expected: "addr is 127.0.0.1 and the port that the kernel chose",
    came: `${hostname}:${port}`,
    lookAt: "the options of Deno.listen(), and listener.addr",
  });
  await learnsItself(one);
});

server("closes the connection by itself, in both directions", async (one) => {
  await learnsItself(one);
  await one.play`client ← close   ? which call gives the connection back`;
});

server("tells one client after the other", async (one) => {
  for (let i = 1; i <= 5; i++) {
    await learnsItself(
      one,
      `client ${i}`,
      "what does your server do for each client: accept it, and send whose address",
    );
  }
});

check(
  "tells a client of any address and port",
  { needs: ["startWhoAmI"] },
  async () => {
    if (!canChangeAddresses()) return;
    const ports = [1, 128, 255, 256, 0x7fff, 0x8000, 65535, randomPort()];
    for (const [i, port] of ports.entries()) {
      const hostname = i === 0 ? "127.0.0.5" : randomIpv4();
      const endpoint = { hostname, port };
      acceptAs(endpoint);
      const one = server.begin();
      const client = await one.connect("client");
      await client.expect(sockaddr(endpoint, "little-endian"), {
        lookAt: "which fields of conn.remoteAddr does a client want to know",
      });
      await one.end();
    }
  },
);

server("stops while it waits for a client")`
  a moment passes
  stop()                      ? what still waits when the listener is closed
`;

server("stops twice, also at once", async (one) => {
  await learnsItself(one);
  let isStopped = false;
  const first = one.stop().then(() => isStopped = true);
  const second = one.stop("stop() a second time").then(async () => {
    // A promise that resolves with another one is some microtasks later.
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(isStopped, {
      cause: "too-early",
      did: "stop(), and stop() again before the first is done",
      expected: "neither resolves before all is closed",
      came: "the second resolved while the first was waiting",
      lookAt: "what does the second call return",
    });
  });
  await Promise.all([first, second]);
  await one.stop("stop() a third time");
});

server("frees its port", async (one) => {
  await learnsItself(one);
  await one.play`
    stop()
    port = free               ? is the listener closed`;
});

const asks = calls(
  "askWhoAmI(server)",
  ({ server }) => submission.askWhoAmI(server),
  {
    listens: ["server"],
    facts: (one) => ({
      told: async ([hostname, port]) => {
        const due = at(hostname, Number(port));
        const came = await one.value();
        if (!spelled(due).holds(came)) equal(came, due, { did: one.did });
      },
    }),
  },
);

/** Bytes of an endpoint, as a reply of a server. */
const reply = (endpoint: Endpoint) => sockaddr(endpoint, "little-endian");

type Words = Record<string, string>;

// Of a random word: other addresses in each check, the same ones for one seed.
const ipv4 = ({ a }: Words) => at(toBytes(a).subarray(0, 4).join("."), 9821);
const ipv6 = ({ a }: Words) =>
  at(`2001:db8::${toBytes(a).subarray(0, 4).toHex().replace(/..../, "$&:")}`);

const IPV4 = (words: Words) => reply(ipv4(words));
const IPV6 = (words: Words) => reply(ipv6(words));

const fields = ({ hostname, port }: Endpoint) => [hostname, port];
const ipv4Fields = (words: Words) => fields(ipv4(words));
const ipv6Fields = (words: Words) => fields(ipv6(words));

asks("asks a server and reads its answer")`
  server → ${IPV4} → close          ? how many bytes does this answer have, and which function reads them
  told = ${ipv4Fields}
  resolves closed                   ? which path leaves without close()
`;

asks("reads an answer of 28 bytes over IPv4")`
  server → ${IPV6} → close          ? what tells how long the answer is: its family, or your server
  told = ${ipv6Fields}
  resolves closed                   ? which path leaves without close()
`;

asks.with({ ipv6: true })("asks over IPv6")`
  server accepts                    ? which endpoint does Deno.connect() get
  server → ${IPV6} → close          ? how many bytes does this answer have, and which function reads them
  told = ${ipv6Fields}
  resolves closed                   ? which path leaves without close()
`;

check(
  "asks the server that it is given",
  { needs: ["askWhoAmI"] },
  async () => {
    if (!canChangeAddresses()) return;
    const did = "askWhoAmI(server)";
    const ports = [1, 128, 255, 256, 0x7fff, 0x8000, 65535, randomPort()];
    for (const [i, port] of ports.entries()) {
      const hostname = ["127.0.0.5", "10.1.2.3"][i] ?? randomIpv6();
      const far = { hostname, port };
      const near = await host();
      reachAs(far, near.endpoint);
      const work = (async () => await submission.askWhoAmI(far))();
      work.catch(() => {}); // Whoever judges it meets the error.
      const peer = await near.accept();
      // What it is told has nothing to do with where the server is.
      const due = at(i % 2 ? randomIpv4() : randomIpv6(), 65536 - port);
      await peer.send(reply(due));
      peer.close();
      const came = await settles(work, did);
      if (!spelled(due).holds(came)) {
        equal(came, due, {
          did,
          lookAt: misread(came?.port, due.port) ??
            misreadAddress(came?.hostname, due.hostname) ??
            "which function reads the answer",
        });
      }
    }
  },
);

asks("joins an answer that comes byte by byte")`
  server → ${IPV4} in pieces → close   ? how much does one read() return
  told = ${ipv4Fields}
  resolves closed                   ? which path leaves without close()
`;

asks("gives null when the server closes without a word")`
  server → close                    ? what is complete when the stream ends
  returns null
  resolves closed                   ? which path leaves without close()
`;

/** Expects `null` when the server closes after these bytes. */
async function givesNull(bytes: Uint8Array): Promise<void> {
  const one = await asks.begin({});
  await one.play`
    server → ${bytes} → close       ? what is complete when the stream ends
    returns null
    resolves closed                 ? which path leaves without close()`;
}

check(
  "gives null when the server closes too early",
  { needs: ["askWhoAmI"] },
  async () => {
    for (const length of [1, 2, 8, 15]) {
      await givesNull(reply(at("10.1.2.3")).subarray(0, length));
    }
    for (const length of [16, 24, 27]) {
      await givesNull(reply(at("2001:db8::1")).subarray(0, length));
    }
  },
);

part("beyond");

parseIpv6(
  "reads :: that stands for one group",
  groupsOf("the fewest groups that :: may stand for", {
    "1:2:3::5:6:7:8": "1 2 3 0 5 6 7 8",
    "1:2:3:4:5:6:7::": "1 2 3 4 5 6 7 0",
    "::2:3:4:5:6:7:8": "0 2 3 4 5 6 7 8",
    "1:2:3:4:5::1.2.3.4": "1 2 3 4 5 0 102 304",
    ...everyRun(1),
  }),
);

parseIpv6(
  "refuses a colon too many",
  refused(
    "a group without digits, between two colons or at an end",
    words(`
      ::: :::1 1::: 1:::2 1::::2 :::: : 1: :1 ::1: 1::2: :1::2 ::f: :::1.2.3.4
      1:2:3:4:5:6:7: :1:2:3:4:5:6:7 1:2:3:4:5:6:7:8: :1:2:3:4:5:6:7:8
    `),
  ),
);

parseIpv6(
  "refuses :: where no group is missing",
  refused(
    "the fewest groups that :: may stand for",
    words(`
      1:2:3:4::5:6:7:8 ::1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:: 1::2:3:4:5:6:7:8
      1:2:3:4:5:6::1.2.3.4 ::1:2:3:4:5:6:1.2.3.4
    `),
  ),
);

parseIpv6(
  "refuses a wrong IPv4 address, or one that is not at the end",
  refused("where may dots stand, and by which rules are they read", [
    ...words(`
        1.2.3.4:: 1.2.3.4::1 ::1.2.3.4:5 1:1.2.3.4:: ::1.2.3 ::1.2.3.4.5
        ::1.2.3.256 ::01.2.3.4 ::ffff:010.0.0.1 ::1.2.3. ::.1.2.3 ::1.2..4 ::.
        ::a.2.3.4 ::a.b.c.d ::ffff:1.2.3.1000 1:2:3:4:5:6:7:1.2
        1:2:3:4:5:6:7:1.2.3 1.2.3.4:1:2:3:4:5:6 1:2:3:1.2.3.4:6:7:8
        1:2:3:4:1.2.3.4:1.2.3.4 ::1.2.3.4:1.2.3.4
      `),
    "::1.2.3.4 ",
  ]),
);

parseIpv6(
  "refuses zone, brackets, prefix length and white space",
  refused("what inet_pton(3) knows: groups, colons, dots, nothing else", [
    ...words(`
        fe80::1%lo fe80::1%1 fe80::1%eth0 ::1% [::1] ::1/128 ::1] localhost
        127.0.0.1 ::ffff:1.2.3.4%lo ::1.2.3.4/96
      `),
    ...strangeAround("::1"),
    ...["::\t1", ": :1", "1:2:3:4:5:6:7:8 ", "1: 2::"],
  ]),
);

parseIpv6(
  "reads an address in every spelling",
  () =>
    Array.from({ length: 150 }, (): TextRow => {
      const groups = randomGroups();
      return [
        [randomSpelling(groups)],
        fromGroups(groups),
        "which spelling is this: padded, upper case, short, dotted",
      ];
    }),
);

formatIpv6(
  "writes :: for the longest run",
  textsOf("RFC 5952 section 4.2.3: which run is shortened", {
    "1 0 0 4 0 0 0 8": "1:0:0:4::8",
    "0 0 3 0 0 0 0 8": "0:0:3::8",
    "0 0 0 4 5 0 0 8": "::4:5:0:0:8",
    "1 0 3 4 5 6 0 0": "1:0:3:4:5:6::",
    ...everyPattern((runs) => runs.length > 1),
  }),
);

formatIpv6(
  "writes :: for the first of two equal runs",
  textsOf("RFC 5952 section 4.2.3: two runs of the same length", {
    "2001 db8 0 0 1 0 0 1": "2001:db8::1:0:0:1",
    "1 0 0 0 5 0 0 0": "1::5:0:0:0",
    "0 0 3 0 0 6 0 0": "::3:0:0:6:0:0",
  }),
);

formatIpv6(
  "writes a single zero group as 0",
  textsOf("RFC 5952 section 4.2.2: a run of one", {
    "1 2 3 0 5 6 7 8": "1:2:3:0:5:6:7:8",
    "0 2 3 4 5 6 7 8": "0:2:3:4:5:6:7:8",
    "1 2 3 4 5 6 7 0": "1:2:3:4:5:6:7:0",
    "1 0 3 0 5 0 7 0": "1:0:3:0:5:0:7:0",
    ...everyPattern((runs) => runs.every((run) => run.length === 1)),
  }),
);

formatIpv6("writes dots for no other address", () => {
  const others = [
    "1 0 0 0 0 ffff 7f00 1",
    "0 0 0 0 1 ffff 7f00 1",
    "0 0 0 0 0 ff 7f00 1",
    "0 0 0 0 0 ff00 7f00 1",
    "0 0 0 0 ffff 0 7f00 1",
    // inet_ntop() of the GNU C library writes this one with dots; RFC 5952 does not.
    "0 0 0 0 0 0 7f00 1",
    // Translators (RFC 6052) and tunnels (RFC 5214) keep an IPv4 address there.
    "64 ff9b 0 0 0 0 c000 221",
    "fe80 0 0 0 0 5efe c000 221",
  ].map(address);
  return [...others, ...almostMapped("127.0.0.1")].map((other) => [
    [other],
    byUrl(inFull(other)),
    "which 12 bytes make an address IPv4-mapped: all of them",
  ]);
});

formatIpv6(
  "writes random addresses, and leaves their bytes alone",
  () =>
    Array.from({ length: 150 }, () => {
      const any = fromGroups(randomGroups());
      return [[any], byUrl(inFull(any)), "RFC 5952 section 4, rule by rule"];
    }),
);

formatIpv6("writes an address that lies inside a larger buffer", () => {
  const lookAt = "does your view begin where the array begins: byteOffset";
  const inside = random.bytes(40).subarray(5, 21);
  inside[0] = 0x20;
  const other = random.bytes(40).subarray(5, 21);
  other.set(mapped("10.1.2.3"));
  return [
    [[inside], byUrl(inFull(inside)), lookAt],
    [[other], "::ffff:10.1.2.3", lookAt],
  ];
});

decodeSockaddr(
  "reads a structure that lies inside a larger buffer",
  () =>
    [randomIpv4(), "2001:db8::7"].map((hostname) => {
      const endpoint = at(hostname, randomPort());
      const bytes = sockaddr(endpoint, "little-endian");
      const buffer = random.bytes(60);
      buffer.set(bytes, 9);
      return holds(
        buffer.subarray(9, 9 + bytes.length),
        "little-endian",
        endpoint,
        "does your view begin where the array begins: byteOffset",
      );
    }),
);

decodeSockaddr(
  "reads a structure with other bytes behind it",
  () =>
    [randomIpv4(), "2001:db8::7"].flatMap((hostname) => {
      const endpoint = at(hostname, randomPort());
      return ORDERS.flatMap((order) => {
        const bytes = sockaddr(endpoint, order);
        // A sockaddr_storage, which accept() fills in, has 128 bytes.
        return [bytes.length + 1, 28, 128].map((length) => {
          const longer = random.bytes(length);
          longer.set(bytes);
          return holds(
            longer,
            order,
            endpoint,
            "what tells how long the structure is: the family, or the array",
          );
        });
      });
    }),
);

server("tells fifty clients at once, each its own", async (one) => {
  const names = Array.from({ length: 50 }, (_, i) => `client ${i + 1}`);
  await Promise.all(names.map((name) => learnsItself(one, name)));
});

server("tells a client that comes an hour later", {
  virtual: true,
}, async (one) => {
  const lookAt = "what ends your accept loop: the time, or stop()";
  await learnsItself(one);
  await passTime();
  await learnsItself(one, "client 2", lookAt);
  await learnsItself(one, "client 3", lookAt);
});

server("runs beside another of its kind", async (one) => {
  const other = server.begin();
  await learnsItself(one);
  await learnsItself(other);
  await one.stop();
  await learnsItself(other, "client 2");
  await other.end();
});

check(
  "tells all 16 bytes when a write takes only a part",
  { needs: ["startWhoAmI"] },
  async () => {
    for (const most of [1, 7]) {
      standInForAccept((conn) => limitWrites(conn, most));
      const one = server.begin();
      note(
        `each conn.write() takes ${most} byte${most > 1 ? "s" : ""} at most`,
      );
      await learnsItself(
        one,
        "client",
        "what does conn.write() return, and who uses it",
      );
      await one.end();
    }
  },
);

const GOES_ON = "what does your accept loop do after one client's error";

/** Expects that three more clients are told. */
async function goesOn(one: Served<WhoAmI>): Promise<void> {
  for (let i = 1; i <= 3; i++) await learnsItself(one, `client ${i}`, GOES_ON);
  await one.end();
}

const quitter = (one: Served<WhoAmI>) =>
  one.connect("quitter", { canReset: true });

check(
  "goes on after clients that reset before accept()",
  { needs: ["startWhoAmI"] },
  async () => {
    const begun = Promise.withResolvers<void>();
    holdAccept(begun.promise);
    const one = server.begin();
    for (let i = 0; i < 6; i++) (await quitter(one)).reset();
    await settle();
    begun.resolve();
    await goesOn(one);
  },
);

check(
  "goes on after a client that resets after accept()",
  { needs: ["startWhoAmI"] },
  async () => {
    let quits: Peer | undefined;
    standInForAccept(async (conn) => {
      // The first client leaves after accept() has taken it, before it is told.
      if (!quits) await settle();
      quits?.reset();
      if (quits) await settle();
      quits = undefined;
      return conn;
    });
    const one = server.begin();
    quits = await quitter(one);
    await goesOn(one);
  },
);

server("goes on after clients that reset at any time", async (one) => {
  const quit = async () => (await quitter(one)).reset();
  await Promise.all(Array.from({ length: 12 }, quit));
  await learnsItself(one, "client", GOES_ON);
});

check(
  "has closed everything when stop() resolves",
  { needs: ["startWhoAmI"] },
  async () => {
    for (let round = 0; round < 3; round++) {
      const one = server.begin();
      const clients = await Promise.all(
        Array.from({ length: 12 }, (_, i) => one.connect(`client ${i + 1}`)),
      );
      await one.stop();
      const open = countOpen();
      expect(open === 0, {
        cause: "leak",
        what: `stop() resolved while ${open} of the server's sockets were open`,
        expected: "stop() resolves when everything is closed",
        lookAt:
          "what does stop() wait for: the clients that are being told now",
      });
      // Told or not: no client is left without an end.
      for (const client of clients) await client.drain();
    }
  },
);

check(
  "joins an answer of 16 bytes that comes in pieces",
  { needs: ["askWhoAmI"] },
  async () => {
    for (const sizes of [[2, 14], [15, 1]]) {
      const one = await asks.begin({});
      const peer = await one.peer("server");
      await peer.sendInPieces(IPV4(one.words.all), sizes);
      await one.play`
        server → close              ? how much does one read() return
        told = ${ipv4Fields}
        resolves closed             ? which path leaves without close()`;
    }
  },
);

check(
  "joins an answer of 28 bytes that comes in pieces",
  { needs: ["askWhoAmI"], ipv6: true },
  async () => {
    for (const sizes of [[1, 15, 12], [16, 11, 1]]) {
      const one = await asks.begin({ hostname: "::1" });
      const peer = await one.peer("server");
      await peer.sendInPieces(IPV6(one.words.all), sizes);
      await one.play`
        server → close              ? how many bytes does the family of this answer need
        told = ${ipv6Fields}
        resolves closed             ? which path leaves without close()`;
    }
  },
);

check(
  "gives null for bytes that are no socket address",
  { needs: ["askWhoAmI"] },
  async () => {
    await givesNull(sockaddr(at("127.0.0.1"), "big-endian"));
    const text = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    // As long as a structure, and longer than any.
    for (const length of [16, text.length]) {
      await givesNull(new TextEncoder().encode(text.slice(0, length)));
    }
  },
);

asks("waits for a server that says nothing yet")`
  server accepts                    ? what ends your loop: silence, or the end of stream
  time passes
  pending
  server → ${(words) => IPV4(words).subarray(0, 7)}
  time passes
  pending
  server → ${(words) => IPV4(words).subarray(7)} → close
  told = ${ipv4Fields}
`;

check(
  "leaves nothing open after a reset or a refusal",
  { needs: ["askWhoAmI"], lookAt: "which path leaves without close()" },
  async () => {
    // A reset may be told as null or as an error.
    for (const length of [0, 7]) {
      const one = await asks.begin({ resets: ["server"] });
      const peer = await one.peer("server");
      if (length > 0) {
        await peer.send(reply(at("10.1.2.3")).subarray(0, length));
      }
      peer.reset();
      await one.play`
        settles
        open = 0`;
    }
    const gone = submission.askWhoAmI(await closedPort());
    await settles(gone.then(() => {}, () => {}), "askWhoAmI(server)");
  },
);

server("asks its own server", {
  needs: ["startWhoAmI", "askWhoAmI"],
}, async (one) => {
  const { addr } = one.server;
  const did = "askWhoAmI(addr), fifty times at once";
  const endpoints = await settles(
    Promise.all(Array.from({ length: 50 }, () => submission.askWhoAmI(addr))),
    did,
  );
  const ports = new Set(endpoints.map((endpoint) => endpoint?.port));
  const strange = endpoints.find((each) => each?.hostname !== "127.0.0.1");
  const areOwn = ports.size === 50 && !ports.has(addr.port);
  expect(strange === undefined && areOwn, {
    cause: "wrong-value",
    did,
    expected: "fifty endpoints on 127.0.0.1, each with a port of its own",
    came: strange !== undefined
      ? show(strange)
      : `${ports.size} different ports`,
    lookAt: "whose address does the server send, and to whom",
  });
});
