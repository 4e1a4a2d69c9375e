import type * as Solution from "../solutions/02_addresses.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  equal,
  eventually,
  expect,
  host,
  hurryTimers,
  isPatient,
  isPending,
  LIMITS,
  load,
  note,
  Peer,
  random,
  settle,
  settles,
  throws,
  Wrong,
} from "../workbook/grading/mod.ts";
import { countOpen } from "../workbook/grading/kit/open_sockets.ts";

const { submission, pure, sockets, sockets6 } = await load<typeof Solution>(
  "02_addresses",
  () => import("../lessons/02_addresses/exercise.ts"),
);

type Parser = "parseIpv4" | "parseIpv6";
type Order = "little-endian" | "big-endian";
const ORDERS: Order[] = ["little-endian", "big-endian"];

/** Calls the answer; if it throws, the transcript names the call. */
function call<T>(did: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    note(did);
    throw error;
  }
}

/** A text in quotes, each of its characters visible. */
function quoted(text: string): string {
  const hex = (c: string) => c.charCodeAt(0).toString(16).padStart(4, "0");
  return JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${hex(c)}`);
}

/** Expects bytes for a text. */
function reads(
  parser: Parser,
  text: string,
  bytes: ArrayLike<number>,
  lookAt: string,
): void {
  const did = `${parser}(${quoted(text)})`;
  const came = call(did, () => submission[parser](text));
  equal(came, Uint8Array.from(bytes), { did, lookAt });
}

/** Expects that nothing that is done later changes the bytes that a call returned. */
function ownBytes(parser: Parser, text: string, other: string): void {
  const lookAt = "does each call return bytes of its own";
  const did = `${parser}(${quoted(text)})`;
  const first = submission[parser](text);
  const bytes = first?.slice();
  submission[parser](other);
  equal(first, bytes, { did: `${did}, looked at after the next call`, lookAt });
  submission[parser](text)?.fill(255);
  equal(first, bytes, {
    did:
      `${did} twice, then 255 in every byte of the second result: what is the first one now`,
    lookAt,
  });
}

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
  order: Order,
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

/** Expects an endpoint, in any spelling of its address. */
function isEndpoint(
  came: Endpoint | null,
  expected: Endpoint,
  telling: { did: string; lookAt: string },
): void {
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
  if (
    came !== null && typeof came === "object" && came.port === expected.port &&
    plain(came.hostname) === plain(expected.hostname)
  ) return;
  equal(came, expected, telling);
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

Deno.test("reads four numbers as four bytes", pure("parseIpv4"), () => {
  const lookAt = "which byte is first: the one of the first number";
  const texts = words("127.0.0.1 1.2.3.4 0.0.0.0 255.255.255.255 10.100.20.0");
  for (let i = 0; i < 50; i++) texts.push(randomIpv4());
  for (const text of texts) {
    reads("parseIpv4", text, text.split(".").map(Number), lookAt);
  }
  ownBytes("parseIpv4", "1.2.3.4", "5.6.7.8");
});

/** Texts of IPv6 addresses, and their eight groups in hexadecimal. */
const READINGS: Array<
  { name: string; lookAt: string; groups: Record<string, string> }
> = [
  {
    name: "reads eight groups as sixteen bytes",
    lookAt: "two bytes a group, the more significant one first",
    groups: {
      "1:2:3:4:5:6:7:8": "1 2 3 4 5 6 7 8",
      "0:0:0:0:0:0:0:1": "0 0 0 0 0 0 0 1",
      "2001:0db8:0000:0000:0000:0000:0000:0001": "2001 db8 0 0 0 0 0 1",
      "FE80:0:0:0:AbCd:ef01:2345:6789": "fe80 0 0 0 abcd ef01 2345 6789",
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff":
        "ffff ffff ffff ffff ffff ffff ffff ffff",
    },
  },
  {
    name: "reads :: as the groups that are missing",
    lookAt: "how many groups stand before the ::, how many after it",
    groups: {
      "::1": "0 0 0 0 0 0 0 1",
      "::": "0 0 0 0 0 0 0 0",
      "1::": "1 0 0 0 0 0 0 0",
      "fe80::1": "fe80 0 0 0 0 0 0 1",
      "2001:db8::8:800:200c:417a": "2001 db8 0 0 8 800 200c 417a",
      "1:2:3::7:8": "1 2 3 0 0 0 7 8",
      "::0:0": "0 0 0 0 0 0 0 0",
      "0::0": "0 0 0 0 0 0 0 0",
    },
  },
  {
    name: "reads :: that stands for one group",
    lookAt: "the fewest groups that :: may stand for",
    groups: {
      "1:2:3::5:6:7:8": "1 2 3 0 5 6 7 8",
      "1:2:3:4:5:6:7::": "1 2 3 4 5 6 7 0",
      "::2:3:4:5:6:7:8": "0 2 3 4 5 6 7 8",
      "1:2:3:4:5::1.2.3.4": "1 2 3 4 5 0 102 304",
    },
  },
  {
    name: "reads an IPv4 address at the end",
    lookAt: "the last part may hold dots: it counts as two groups",
    groups: {
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
    },
  },
];

for (const { name, lookAt, groups } of READINGS) {
  Deno.test(name, pure("parseIpv6"), () => {
    for (const [text, parts] of Object.entries(groups)) {
      reads("parseIpv6", text, address(parts), lookAt);
    }
    const [first, second] = Object.keys(groups);
    ownBytes("parseIpv6", first, second);
    ownBytes("parseIpv6", second, first);
  });
}

/** White space, and characters that Unicode takes for a space or a digit. */
const strangeAround = (text: string): string[] =>
  [..." \t\n\r\v\0\u00a0\ufeff\u2028"].flatMap((c) => [c + text, text + c]);

/** Texts that are no address. */
const REFUSALS: Array<
  { parser: Parser; name: string; lookAt: string; texts: string[] }
> = [
  {
    parser: "parseIpv4",
    name: "refuses a number above 255",
    lookAt: "what does a byte hold of a number above 255",
    texts: words(`
      256.1.1.1 1.256.1.1 1.1.256.1 1.1.1.256 1.1.1.300 999.1.1.1 1.2.3.2555
      1.2.3.4294967296
    `),
  },
  {
    parser: "parseIpv4",
    name: "refuses fewer or more than four numbers",
    lookAt: "how many parts are there, and is one empty",
    texts: [
      "",
      ...words(`
        1 1.2.3 127.1 2130706433 1.2.3.4.5 1..2.3 1.2.3. .1.2.3 1.2.3.4.
        .1.2.3.4 ...
      `),
    ],
  },
  {
    parser: "parseIpv4",
    name: "refuses a leading zero",
    lookAt: "is 010 ten or eight, and who decides",
    texts: words(`
      010.0.0.1 01.2.3.4 1.2.3.04 1.2.3.00 00.0.0.0 001.2.3.4 0127.0.0.1
      1.2.03.4
    `),
  },
  {
    parser: "parseIpv4",
    name: "refuses other characters in four numbers",
    lookAt: "which characters does Number() or parseInt() forgive",
    texts: [
      ...strangeAround("1.2.3.4"),
      ...["1.2.3. 4", "1 .2.3.4", "1.2.3.\t4", "1.2.3. ", "1.2. .4"],
      ...words(`
        -1.2.3.4 +1.2.3.4 1.2.3.-4 -0.1.2.3 1.2.3.1e1 0x7f.0.0.1 1.2.3.0x4
        1.2.3.0b1 1.2.3.0o7 1.2.3.4a a.b.c.d 1.2.3.4/8 1.2.3.4:80 1.2.3.4%lo
        1,2,3,4 localhost ::1 \u0661.2.3.4 1.2.3.\uff14
      `),
    ],
  },
  {
    parser: "parseIpv6",
    name: "refuses a second ::",
    lookAt: "how many groups would each of the two :: stand for",
    texts: words("1::2::3 ::1:: ::1::2 1::2:: ::1.2.3.4:: 1::2:3::4"),
  },
  {
    parser: "parseIpv6",
    name: "refuses a colon too many",
    lookAt: "a group without digits, between two colons or at an end",
    texts: words(`
      ::: :::1 1::: 1:::2 1::::2 :::: : 1: :1 ::1: 1::2: :1::2 ::f: :::1.2.3.4
      1:2:3:4:5:6:7: :1:2:3:4:5:6:7 1:2:3:4:5:6:7:8: :1:2:3:4:5:6:7:8
    `),
  },
  {
    parser: "parseIpv6",
    name: "refuses too few or too many groups",
    lookAt: "count the groups; an IPv4 address counts as two",
    texts: [
      "",
      ...words(`
        1 1:2 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:1.2.3.4
        1:2:3:4:5:6:7:1.2.3.4 1.2.3.4 ::1:2:3:4:5:6:7:8:9 1::2:3:4:5:6:7:8:9
        ffff
      `),
    ],
  },
  {
    parser: "parseIpv6",
    name: "refuses :: where no group is missing",
    lookAt: "the fewest groups that :: may stand for",
    texts: words(`
      1:2:3:4::5:6:7:8 ::1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:: 1::2:3:4:5:6:7:8
      1:2:3:4:5:6::1.2.3.4 ::1:2:3:4:5:6:1.2.3.4
    `),
  },
  {
    parser: "parseIpv6",
    name: "refuses a group that is no hexadecimal number of 1 to 4 digits",
    lookAt: "which characters, and how many, may a group have",
    texts: words(`
      12345:: ::12345 ::00001 ::fffff 1:2:3:4:5:6:7:00008 g:: ::g ::12g ::g1
      ::0x1 ::-1 ::+1 ::1e+2 ::_ ::\u0661 ::\uff11
    `),
  },
  {
    parser: "parseIpv6",
    name: "refuses a wrong IPv4 address, or one that is not at the end",
    lookAt: "where may dots stand, and by which rules are they read",
    texts: [
      ...words(`
        1.2.3.4:: 1.2.3.4::1 ::1.2.3.4:5 1:1.2.3.4:: ::1.2.3 ::1.2.3.4.5
        ::1.2.3.256 ::01.2.3.4 ::ffff:010.0.0.1 ::1.2.3. ::.1.2.3 ::1.2..4 ::.
        ::a.2.3.4 ::a.b.c.d ::ffff:1.2.3.1000 1:2:3:4:5:6:7:1.2
        1:2:3:4:5:6:7:1.2.3 1.2.3.4:1:2:3:4:5:6 1:2:3:1.2.3.4:6:7:8
        1:2:3:4:1.2.3.4:1.2.3.4 ::1.2.3.4:1.2.3.4
      `),
      "::1.2.3.4 ",
    ],
  },
  {
    parser: "parseIpv6",
    name: "refuses zone, brackets, prefix length and white space",
    lookAt: "what inet_pton(3) knows: groups, colons, dots, nothing else",
    texts: [
      ...words(`
        fe80::1%lo fe80::1%1 fe80::1%eth0 ::1% [::1] ::1/128 ::1] localhost
        127.0.0.1 ::ffff:1.2.3.4%lo ::1.2.3.4/96
      `),
      ...strangeAround("::1"),
      ...["::\t1", ": :1", "1:2:3:4:5:6:7:8 ", "1: 2::"],
    ],
  },
];

for (const { parser, name, lookAt, texts } of REFUSALS) {
  Deno.test(name, pure(parser), () => {
    for (const text of texts) {
      const did = `${parser}(${quoted(text)})`;
      const came = call(
        `${did}: null is expected`,
        () => submission[parser](text),
      );
      equal(came, null, { did, lookAt });
    }
  });
}

Deno.test("reads an address in every spelling", pure("parseIpv6"), () => {
  for (let i = 0; i < 150; i++) {
    const groups = randomGroups();
    const text = randomSpelling(groups);
    reads(
      "parseIpv6",
      text,
      fromGroups(groups),
      "which spelling is this: padded, upper case, short, dotted",
    );
  }
});

/** Expects a text for an address, and the address unchanged. */
function writes(address: Uint8Array, text: string, lookAt: string): void {
  const did = `formatIpv6(${inFull(address)})`;
  const before = address.slice();
  equal(call(did, () => submission.formatIpv6(address)), text, { did, lookAt });
  equal(address, before, {
    did: `${did}, then look at its argument`,
    lookAt: "which statement writes to the address",
  });
}

/** The texts of addresses; the eight groups of an address are in hexadecimal. */
const WRITINGS: Array<
  { name: string; lookAt: string; texts: Record<string, string> }
> = [
  {
    name: "writes groups in lower case without leading zeros",
    lookAt: "the digits of one group: which are left out, which letters",
    texts: {
      "1 2 3 4 5 6 7 8": "1:2:3:4:5:6:7:8",
      "2001 db8 a b0 c00 abcd ef 1000": "2001:db8:a:b0:c00:abcd:ef:1000",
      "ffff ffff ffff ffff ffff ffff ffff ffff":
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    },
  },
  {
    name: "writes :: for a run of zero groups",
    lookAt:
      "where the run begins, where it ends, and what stands on either side",
    texts: {
      "0 0 0 0 0 0 0 1": "::1",
      "0 0 0 0 0 0 0 0": "::",
      "1 0 0 0 0 0 0 0": "1::",
      "fe80 0 0 0 0 0 0 1": "fe80::1",
      "1 2 0 0 5 6 7 8": "1:2::5:6:7:8",
      "1 2 3 4 5 6 0 0": "1:2:3:4:5:6::",
      "0 0 3 4 5 6 7 8": "::3:4:5:6:7:8",
      "10 0 0 100 5 6 7 8": "10::100:5:6:7:8",
    },
  },
  {
    name: "writes :: for the longest run",
    lookAt: "RFC 5952 section 4.2.3: which run is shortened",
    texts: {
      "1 0 0 4 0 0 0 8": "1:0:0:4::8",
      "0 0 3 0 0 0 0 8": "0:0:3::8",
      "0 0 0 4 5 0 0 8": "::4:5:0:0:8",
      "1 0 3 4 5 6 0 0": "1:0:3:4:5:6::",
    },
  },
  {
    name: "writes :: for the first of two equal runs",
    lookAt: "RFC 5952 section 4.2.3: two runs of the same length",
    texts: {
      "2001 db8 0 0 1 0 0 1": "2001:db8::1:0:0:1",
      "1 0 0 0 5 0 0 0": "1::5:0:0:0",
      "0 0 3 0 0 6 0 0": "::3:0:0:6:0:0",
    },
  },
  {
    name: "writes a single zero group as 0",
    lookAt: "RFC 5952 section 4.2.2: a run of one",
    texts: {
      "1 2 3 0 5 6 7 8": "1:2:3:0:5:6:7:8",
      "0 2 3 4 5 6 7 8": "0:2:3:4:5:6:7:8",
      "1 2 3 4 5 6 7 0": "1:2:3:4:5:6:7:0",
      "1 0 3 0 5 0 7 0": "1:0:3:0:5:0:7:0",
    },
  },
];

for (const { name, lookAt, texts } of WRITINGS) {
  Deno.test(name, pure("formatIpv6"), () => {
    for (const [groups, text] of Object.entries(texts)) {
      writes(address(groups), text, lookAt);
    }
  });
}

Deno.test("writes an IPv4-mapped address with dots", pure("formatIpv6"), () => {
  for (const ipv4 of ["127.0.0.1", "0.0.0.0", randomIpv4()]) {
    writes(mapped(ipv4), `::ffff:${ipv4}`, "the first 12 bytes of the address");
  }
});

Deno.test("writes dots for no other address", pure("formatIpv6"), () => {
  const lookAt = "which 12 bytes make an address IPv4-mapped: all of them";
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
  for (const other of [...others, ...almostMapped("127.0.0.1")]) {
    writes(other, byUrl(inFull(other)), lookAt);
  }
});

Deno.test(
  "writes random addresses, and leaves their bytes alone",
  pure("formatIpv6"),
  () => {
    for (let i = 0; i < 150; i++) {
      const any = fromGroups(randomGroups());
      writes(any, byUrl(inFull(any)), "RFC 5952 section 4, rule by rule");
    }
  },
);

Deno.test(
  "writes an address that lies inside a larger buffer",
  pure("formatIpv6"),
  () => {
    const lookAt = "does your view begin where the array begins: byteOffset";
    const buffer = random.bytes(40);
    const inside = buffer.subarray(5, 21);
    inside[0] = 0x20;
    writes(inside, byUrl(inFull(inside)), lookAt);
    inside.set(mapped("10.1.2.3"));
    writes(inside, "::ffff:10.1.2.3", lookAt);
  },
);

/** Expects the structure of an endpoint, and the endpoint unchanged. */
function encodes(
  endpoint: Endpoint,
  order: Order,
  expected: Uint8Array,
  lookAt: string,
): void {
  const did = `encodeSockaddr(${Deno.inspect(endpoint)}, "${order}")`;
  const given = { ...endpoint };
  const came = call(did, () => submission.encodeSockaddr(given, order));
  equal(came, expected, { did, lookAt });
  equal(given, endpoint, {
    did: `${did}, then look at the endpoint`,
    lookAt: "which statement writes to the endpoint of the caller",
  });
}

Deno.test(
  "lays out an IPv4 endpoint in 16 bytes",
  pure("encodeSockaddr"),
  () => {
    const lookAt = "the table of sockaddr_in in the lesson, field by field";
    const check = (endpoint: Endpoint) => {
      const expected = sockaddr(endpoint, "little-endian");
      encodes(endpoint, "little-endian", expected, lookAt);
    };
    check({ hostname: "127.0.0.1", port: 9821 });
    for (const port of [0, 1, 255, 256, 65535, randomPort()]) {
      check({ hostname: randomIpv4(), port });
    }
  },
);

Deno.test(
  "lays out an IPv6 endpoint in 28 bytes",
  pure("encodeSockaddr"),
  () => {
    const lookAt = "the table of sockaddr_in6 in the lesson, field by field";
    for (const hostname of ["::1", "::", "fe80::1"]) {
      const endpoint = { hostname, port: 9821 };
      const expected = sockaddr(endpoint, "little-endian");
      encodes(endpoint, "little-endian", expected, lookAt);
    }
    for (let i = 0; i < 10; i++) {
      const groups = randomGroups();
      const port = i * 7000;
      const hostname = inFull(fromGroups(groups));
      encodes(
        { hostname: randomSpelling(groups), port },
        "little-endian",
        sockaddr({ hostname, port }, "little-endian"),
        lookAt,
      );
    }
  },
);

Deno.test(
  "lays out an IPv4-mapped address as the IPv6 address it is",
  pure("encodeSockaddr"),
  () => {
    for (const hostname of ["::ffff:127.0.0.1", "::FFFF:7f00:1"]) {
      const endpoint = { hostname, port: randomPort() };
      encodes(
        endpoint,
        "little-endian",
        sockaddr(endpoint, "little-endian"),
        "which family has 16 address bytes",
      );
    }
  },
);

Deno.test(
  "lays out each endpoint in bytes of its own",
  pure("encodeSockaddr"),
  () => {
    const groups = randomGroups();
    for (const hostname of [randomIpv4(), inFull(fromGroups(groups))]) {
      const first = { hostname, port: randomPort() };
      const bytes = submission.encodeSockaddr(first, "little-endian");
      for (let i = 0; i < 20; i++) {
        const port = randomPort();
        submission.encodeSockaddr({ hostname, port }, "little-endian");
        submission.encodeSockaddr(first, "big-endian");
      }
      equal(bytes, sockaddr(first, "little-endian"), {
        did: `encodeSockaddr(${
          Deno.inspect(first)
        }, "little-endian"), looked at after the next calls`,
        lookAt: "where are the bytes made: in each call, or once for all",
      });
    }
  },
);

Deno.test(
  "writes only the family in the order of the host",
  pure("encodeSockaddr"),
  () => {
    const lookAt =
      "which field does the kernel of that host read as a number of its own, and which travel";
    const any = inFull(fromGroups(randomGroups()));
    for (const hostname of ["127.0.0.1", randomIpv4(), "::1", any]) {
      const endpoint = { hostname, port: 0x265d };
      for (const order of ORDERS) {
        encodes(endpoint, order, sockaddr(endpoint, order), lookAt);
      }
    }
  },
);

/** The limit of a port, as a number or a width. */
const LIMIT =
  /65[ ,_']?53[56]|\b16\b|0xffff|2\s?(\*\*|\^)\s?16|two bytes|2 bytes/i;

Deno.test(
  "refuses a port outside 0 to 65535",
  pure("encodeSockaddr"),
  async () => {
    for (const port of [65536, -1, 70000, -65536, 2 ** 32 + 80, -9821]) {
      for (const hostname of ["127.0.0.1", "::1"]) {
        const did =
          `encodeSockaddr({ hostname: "${hostname}", port: ${port} }, "little-endian")`;
        const lookAt = "what does the field of 2 bytes hold of this port";
        const error = await throws(
          () => submission.encodeSockaddr({ hostname, port }, "little-endian"),
          { did, lookAt },
          "a RangeError",
        );
        expect(error instanceof RangeError, {
          cause: "wrong-value",
          did,
          expected: "a RangeError",
          came: `${error.name}: ${error.message}`,
          lookAt: "which class of error says that a number is out of range",
        });
        const { message } = error;
        const said = message.includes(String(port)) &&
          LIMIT.test(message.replaceAll(String(port), ""));
        // The limit 65536 may be written as the very number that is refused.
        expect(
          said || port === 65536 && /65535|16|65536.*65536/s.test(message),
          {
            cause: "wrong-value",
            did,
            expected: `a message with the value ${port} and the limit`,
            came: message,
            lookAt: "a refusal states the value and the limit",
          },
        );
      }
    }
  },
);

Deno.test(
  "refuses a host that is no numeric address",
  pure("encodeSockaddr"),
  async () => {
    const hosts = words(`
      localhost 127.1 010.0.0.1 256.0.0.1 127.0.0.1. fe80::1%lo [::1] 1::2::3
      example.com :::
    `);
    for (const hostname of [...hosts, "", "127.0.0.1 "]) {
      const did = `encodeSockaddr({ hostname: ${
        JSON.stringify(hostname)
      }, port: 80 }, "little-endian")`;
      const error = await throws(
        () =>
          submission.encodeSockaddr({ hostname, port: 80 }, "little-endian"),
        { did, lookAt: "what do your parsers return for this text" },
        "a TypeError",
      );
      expect(error instanceof TypeError && error.message.includes(hostname), {
        cause: "wrong-value",
        did,
        expected: `a TypeError whose message holds ${JSON.stringify(hostname)}`,
        came: `${error.name}: ${error.message}`,
        lookAt:
          "which class of error says that a value has the wrong shape, and what should it tell",
      });
    }
  },
);

/** Expects the endpoint in a structure, and the structure unchanged. */
function decodes(
  bytes: Uint8Array,
  order: Order,
  expected: Endpoint | null,
  lookAt: string,
): void {
  const shown = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(
    " ",
  );
  const telling = {
    did: `decodeSockaddr(${shown || "no bytes"}, "${order}")`,
    lookAt,
  };
  const before = bytes.slice();
  const done = expected ? telling.did : `${telling.did}: null is expected`;
  const came = call(done, () => submission.decodeSockaddr(bytes, order));
  if (expected) isEndpoint(came, expected, telling);
  else equal(came, null, telling);
  equal(bytes, before, {
    did: `${telling.did}, then look at its argument`,
    lookAt: "which statement writes to the bytes",
  });
}

Deno.test(
  "reads the endpoint in a structure of 16 bytes",
  pure("decodeSockaddr"),
  () => {
    const lookAt =
      "where the port stands, in which order, and where the address begins";
    for (const order of ORDERS) {
      for (const port of [9821, 80, 0, 65535, randomPort()]) {
        const endpoint = { hostname: randomIpv4(), port };
        decodes(sockaddr(endpoint, order), order, endpoint, lookAt);
      }
      const wildcard = { hostname: "0.0.0.0", port: 80 };
      const bytes = sockaddr(wildcard, order);
      decodes(bytes, order, wildcard, "is 0.0.0.0 no address, or one");
      bytes.fill(255, 8);
      decodes(bytes, order, wildcard, "which bytes of sockaddr_in are unused");
    }
    const bytes = sockaddr(at("10.1.2.3"), "little-endian");
    const first = submission.decodeSockaddr(bytes, "little-endian");
    submission.decodeSockaddr(sockaddr(at("::1"), "big-endian"), "big-endian");
    isEndpoint(first, at("10.1.2.3"), {
      did:
        "decodeSockaddr(16 bytes of 10.1.2.3, port 80), looked at after the next call",
      lookAt: "where is the object made that you return",
    });
  },
);

Deno.test(
  "reads the endpoint in a structure of 28 bytes",
  pure("decodeSockaddr"),
  () => {
    const lookAt = "what stands between the port and the address";
    for (const order of ORDERS) {
      const any = byUrl(inFull(fromGroups(randomGroups())));
      for (const hostname of ["::1", "::", any]) {
        const endpoint = { hostname, port: randomPort() };
        const bytes = sockaddr(endpoint, order, random.integer(0, 0xfffff));
        decodes(bytes, order, endpoint, lookAt);
        bytes.set(random.bytes(4), 24);
        decodes(bytes, order, endpoint, "which bytes are behind the address");
      }
    }
  },
);

Deno.test("reads an IPv4-mapped address", pure("decodeSockaddr"), () => {
  const hostname = randomIpv4();
  const expected = { hostname: `::ffff:${hostname}`, port: randomPort() };
  const bytes = sockaddr(expected, "little-endian");
  const did = "decodeSockaddr(28 bytes with an IPv4-mapped address)";
  const came = call(
    did,
    () => submission.decodeSockaddr(bytes, "little-endian"),
  );
  // Both spellings name the same address.
  if (came?.hostname === hostname) expected.hostname = hostname;
  isEndpoint(came, expected, { did, lookAt: "which bytes are the address" });
});

Deno.test("gives null for another family", pure("decodeSockaddr"), () => {
  const lookAt =
    "the two bytes of the family, read as a number in the order of the host";
  for (const order of ORDERS) {
    const other = order === "little-endian" ? "big-endian" : "little-endian";
    for (const hostname of ["127.0.0.1", "::1"]) {
      const bytes = sockaddr({ hostname, port: 9821 }, order);
      const view = new DataView(bytes.buffer);
      decodes(bytes, other, null, lookAt);
      for (const family of [0, 1, 3, 6, 12, 23, 30, 0x0202, 0x0a0a, 0xff02]) {
        view.setUint16(0, family, order === "little-endian");
        decodes(bytes, order, null, lookAt);
      }
    }
  }
});

Deno.test("gives null when bytes are missing", pure("decodeSockaddr"), () => {
  const needed = "how many bytes does this family need";
  const end = "where does the array end: not where its buffer ends";
  for (const order of ORDERS) {
    for (const hostname of [randomIpv4(), "fe80::1"]) {
      const bytes = sockaddr({ hostname, port: randomPort() }, order);
      for (let length = 0; length < bytes.length; length++) {
        decodes(bytes.slice(0, length), order, null, needed);
        // The rest of the buffer does not belong to the structure.
        decodes(bytes.subarray(0, length), order, null, end);
      }
    }
  }
});

Deno.test(
  "reads a structure that lies inside a larger buffer",
  pure("decodeSockaddr"),
  () => {
    const lookAt = "does your view begin where the array begins: byteOffset";
    for (const hostname of [randomIpv4(), "2001:db8::7"]) {
      const endpoint = { hostname, port: randomPort() };
      const bytes = sockaddr(endpoint, "little-endian");
      const buffer = random.bytes(60);
      buffer.set(bytes, 9);
      const inside = buffer.subarray(9, 9 + bytes.length);
      decodes(inside, "little-endian", endpoint, lookAt);
    }
  },
);

Deno.test(
  "reads a structure with other bytes behind it",
  pure("decodeSockaddr"),
  () => {
    const lookAt =
      "what tells how long the structure is: the family, or the array";
    for (const hostname of [randomIpv4(), "2001:db8::7"]) {
      const endpoint = { hostname, port: randomPort() };
      for (const order of ORDERS) {
        const bytes = sockaddr(endpoint, order);
        // A sockaddr_storage, which accept() fills in, has 128 bytes.
        for (const length of [bytes.length + 1, 28, 128]) {
          const longer = random.bytes(length);
          longer.set(bytes);
          decodes(longer, order, endpoint, lookAt);
        }
      }
    }
  },
);

Deno.test(
  "reads back what it laid out",
  pure("encodeSockaddr", "decodeSockaddr"),
  () => {
    const lookAt = "does every field come back from where it was put";
    for (const order of ORDERS) {
      for (let i = 0; i < 20; i++) {
        const endpoint = {
          hostname: i % 2 ? randomIpv4() : randomSpelling(randomGroups()),
          port: random.integer(0, 65535),
        };
        const shown = Deno.inspect(endpoint);
        const did =
          `decodeSockaddr(encodeSockaddr(${shown}, "${order}"), "${order}")`;
        const came = call(did, () => {
          const bytes = submission.encodeSockaddr(endpoint, order);
          return submission.decodeSockaddr(bytes, order);
        });
        isEndpoint(came, endpoint, { did, lookAt });
      }
    }
  },
);

/** Compares both ways, and expects both endpoints unchanged. */
function compares(
  a: Endpoint,
  b: Endpoint,
  expected: boolean,
  lookAt: string,
): void {
  for (const [x, y] of [[a, b], [b, a]]) {
    const did = `sameEndpoint(${Deno.inspect(x)}, ${Deno.inspect(y)})`;
    const given = [{ ...x }, { ...y }];
    const came = call(did, () => submission.sameEndpoint(given[0], given[1]));
    equal(came, expected, { did, lookAt });
    equal(given, [x, y], {
      did: `${did}, then look at both`,
      lookAt: "which statement writes to an endpoint of the caller",
    });
  }
}

const at = (hostname: string, port = 80): Endpoint => ({ hostname, port });

Deno.test(
  "tells endpoints apart by address and by port",
  pure("sameEndpoint"),
  () => {
    const lookAt = "an endpoint is an address and a port";
    for (const hostname of ["127.0.0.1", "::1"]) {
      compares(at(hostname), at(hostname), true, lookAt);
      compares(at(hostname, 0), at(hostname, 0), true, lookAt);
      for (const port of [81, 8080, 0, 80 + 65536]) {
        compares(at(hostname), at(hostname, port), false, lookAt);
      }
    }
    const others = [
      ["127.0.0.1", "127.0.0.2"],
      ["1.2.3.4", "4.3.2.1"],
      ["::1", "::2"],
      ["1::", "::1"],
    ];
    for (const [a, b] of others) compares(at(a), at(b), false, lookAt);
    // As conn.remoteAddr has it, and in another order.
    const addr = { transport: "tcp", port: 80, hostname: "127.0.0.1" };
    const fields = "which fields make an endpoint, and is their order one";
    compares(addr, at("127.0.0.1"), true, fields);
  },
);

/** Two texts of one address. */
const SAME_ADDRESS = [
  ["::1", "0:0:0:0:0:0:0:1"],
  ["::1", "::0001"],
  ["FE80::ABCD", "fe80::abcd"],
  ["2001:db8::1:0:0:1", "2001:db8:0:0:1::1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["::", "0::0"],
];

Deno.test("compares addresses, not spellings", pure("sameEndpoint"), () => {
  const lookAt = "one address of IPv6 has many texts and one value";
  for (const [a, b] of SAME_ADDRESS) compares(at(a), at(b), true, lookAt);
  for (let i = 0; i < 50; i++) {
    const groups = randomGroups();
    const [a, b] = [randomSpelling(groups), randomSpelling(groups)];
    compares(at(a), at(b), true, lookAt);
    groups[random.integer(0, 7)] ^= 1;
    compares(at(a), at(randomSpelling(groups)), false, lookAt);
  }
});

/** An IPv4-mapped address, and its IPv4 address or another text of it. */
const SAME_MAPPED = [
  ["::ffff:127.0.0.1", "127.0.0.1"],
  ["::FFFF:7f00:1", "127.0.0.1"],
  ["::ffff:127.0.0.1", "::ffff:7f00:1"],
  ["0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4"],
  ["::ffff:0:0", "0.0.0.0"],
];

Deno.test(
  "takes an IPv4-mapped address for its IPv4 address",
  pure("sameEndpoint"),
  () => {
    const lookAt = "what the last four bytes of an IPv4-mapped address are";
    for (const [a, b] of SAME_MAPPED) compares(at(a), at(b), true, lookAt);
    const here = at("::ffff:127.0.0.1");
    compares(here, at("127.0.0.2"), false, lookAt);
    compares(here, at("127.0.0.1", 81), false, lookAt);
  },
);

/** Addresses that only end alike. */
const NOT_MAPPED = [
  ["::1", "127.0.0.1"],
  ["::", "0.0.0.0"],
  ["::127.0.0.1", "127.0.0.1"],
  ["64:ff9b::127.0.0.1", "127.0.0.1"],
  ["1::ffff:127.0.0.1", "127.0.0.1"],
  ["::1.2.3.4", "::ffff:1.2.3.4"],
];

Deno.test(
  "takes no other IPv6 address for an IPv4 one",
  pure("sameEndpoint"),
  () => {
    const lookAt = "which 12 bytes make an address IPv4-mapped: all of them";
    for (const [a, b] of NOT_MAPPED) compares(at(a), at(b), false, lookAt);
    for (const other of almostMapped("127.0.0.1")) {
      compares(at(inFull(other)), at("127.0.0.1"), false, lookAt);
    }
  },
);

/** Starts the answer's server; it is stopped after the check, whatever happens. */
function whoAmI(): ReturnType<typeof Solution.startWhoAmI> {
  const server = submission.startWhoAmI();
  const { hostname, port } = server.addr;
  note(`startWhoAmI() → ${hostname}:${port}`);
  expect(hostname === "127.0.0.1" && port > 0, {
    cause: "wrong-address",
    expected: "addr is 127.0.0.1 and the port that the kernel chose",
    came: `${hostname}:${port}`,
    lookAt: "the options of Deno.listen(), and listener.addr",
  });
  return server;
}

/** Awaits `stop()`. */
async function stopping(server: { stop(): Promise<void> }): Promise<void> {
  const lookAt = "what still waits when the listener is closed";
  try {
    await settles(server.stop(), "stop()", LIMITS.replyMs, lookAt);
  } catch (error) {
    if (!(error instanceof Wrong)) note("stop() fails; it never rejects");
    throw error;
  }
}

/** Expects the client's own structure, and then the end. */
async function learnsItself(
  client: Peer,
  lookAt = "whose address does a client want to know, and in which layout",
): Promise<void> {
  const own = sockaddr(client.local, "little-endian");
  await client.expect(own, { lookAt });
  await client.expectEnd({
    lookAt: "what happens to the connection after the structure is sent",
  });
}

Deno.test(
  "tells a client its own address",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    const client = await Peer.connect(server.addr);
    await learnsItself(client);
    await stopping(server);
  },
);

Deno.test(
  "closes the connection by itself, in both directions",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    const client = await Peer.connect(server.addr);
    await learnsItself(client);
    await client.expectClosed({
      lookAt: "which call gives the connection back",
    });
    await stopping(server);
  },
);

Deno.test(
  "tells one client after the other",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    for (let i = 1; i <= 5; i++) {
      await learnsItself(
        await Peer.connect(server.addr, { name: `client ${i}` }),
        "what does your server do for each client: accept it, and send whose address",
      );
    }
    await stopping(server);
  },
);

Deno.test(
  "tells fifty clients at once, each its own",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    const clients = await Promise.all(
      Array.from(
        { length: 50 },
        (_, i) => Peer.connect(server.addr, { name: `client ${i + 1}` }),
      ),
    );
    await Promise.all(clients.map((client) => learnsItself(client)));
    await stopping(server);
  },
);

Deno.test(
  "runs beside another of its kind",
  sockets("startWhoAmI"),
  async () => {
    const servers = [whoAmI(), whoAmI()];
    for (const server of servers) {
      await learnsItself(
        await Peer.connect(server.addr),
      );
    }
    await stopping(servers[0]);
    await learnsItself(
      await Peer.connect(servers[1].addr, { name: "a last client" }),
    );
    await stopping(servers[1]);
  },
);

type Accept = () => Promise<Deno.TcpConn>;

/** Starts the answer's server as {@linkcode whoAmI} does; `other` is what its accept() does. */
function whoAmIWith(
  other: (accept: Accept) => ReturnType<Accept>,
): ReturnType<typeof whoAmI> {
  const { listen } = Deno;
  const otherListen = (options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const accept = listener.accept.bind(listener);
    const value = () => other(accept);
    return Object.defineProperty(listener, "accept", {
      value,
      configurable: true,
    });
  };
  Object.assign(Deno, { listen: otherListen });
  try {
    return whoAmI();
  } finally {
    Object.assign(Deno, { listen });
  }
}

Deno.test(
  "tells all 16 bytes when a write takes only a part",
  sockets("startWhoAmI"),
  async () => {
    for (const most of [1, 7]) {
      const server = whoAmIWith(async (accept) => {
        const conn = await accept();
        const write = conn.write.bind(conn);
        const value = (bytes: Uint8Array) => write(bytes.subarray(0, most));
        return Object.defineProperty(conn, "write", { value });
      });
      note(
        `each conn.write() takes at most ${most} byte${most > 1 ? "s" : ""}`,
      );
      const client = await Peer.connect(server.addr);
      await client.expect(sockaddr(client.local, "little-endian"), {
        lookAt: "what does conn.write() return, and who uses it",
      });
      await client.expectEnd();
      await stopping(server);
    }
  },
);

const GOES_ON = "what does your accept loop do after one client's error";

const quitter = (server: Endpoint) =>
  Peer.connect(server, { name: "quitter", canReset: true });

Deno.test(
  "goes on after clients that reset before accept()",
  sockets("startWhoAmI"),
  async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => begin = resolve);
    const server = whoAmIWith(async (accept) => {
      await begun;
      return await accept();
    });
    for (let i = 0; i < 6; i++) (await quitter(server.addr)).reset();
    await settle();
    begin();
    for (let i = 1; i <= 3; i++) {
      await learnsItself(
        await Peer.connect(server.addr, { name: `client ${i}` }),
        GOES_ON,
      );
    }
    await stopping(server);
  },
);

Deno.test(
  "goes on after a client that resets after accept()",
  sockets("startWhoAmI"),
  async () => {
    let quits: Peer | undefined;
    const server = whoAmIWith(async (accept) => {
      const conn = await accept();
      // The first client leaves after accept() has taken it, before it is told.
      if (!quits) await settle();
      quits?.reset();
      if (quits) await settle();
      quits = undefined;
      return conn;
    });
    quits = await quitter(server.addr);
    for (let i = 1; i <= 3; i++) {
      await learnsItself(
        await Peer.connect(server.addr, { name: `client ${i}` }),
        GOES_ON,
      );
    }
    await stopping(server);
  },
);

Deno.test(
  "goes on after clients that reset at any time",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    const quit = async () => (await quitter(server.addr)).reset();
    await Promise.all(Array.from({ length: 12 }, quit));
    await learnsItself(await Peer.connect(server.addr), GOES_ON);
    await stopping(server);
  },
);

Deno.test(
  "stops while it waits for a client",
  sockets("startWhoAmI"),
  async () => {
    const server = whoAmI();
    await isPending(Promise.resolve());
    await stopping(server);
    note("stop() resolved");
  },
);

Deno.test("stops twice, also at once", sockets("startWhoAmI"), async () => {
  const server = whoAmI();
  await learnsItself(await Peer.connect(server.addr));
  let isStopped = false;
  const first = stopping(server).then(() => isStopped = true);
  const second = stopping(server).then(async () => {
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
  await stopping(server);
});

Deno.test("frees its port", sockets("startWhoAmI"), async () => {
  const server = whoAmI();
  const { hostname, port } = server.addr;
  await learnsItself(await Peer.connect(server.addr));
  await stopping(server);
  await eventually(
    () => {
      try {
        Deno.listen({ hostname, port }).close();
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.AddrInUse) return false;
        throw error;
      }
    },
    500,
    {
      cause: "leak",
      what: `port ${port} is still in use 500 ms after stop() resolved`,
      expected: "nothing listens there any more",
      lookAt: "is the listener closed",
    },
  );
});

Deno.test(
  "has closed everything when stop() resolves",
  sockets("startWhoAmI"),
  async () => {
    for (let round = 0; round < 3; round++) {
      const server = whoAmI();
      const clients = await Promise.all(
        Array.from(
          { length: 12 },
          (_, i) => Peer.connect(server.addr, { name: `client ${i + 1}` }),
        ),
      );
      await stopping(server);
      const open = countOpen();
      note(`stop() resolved, ${open} of the server's sockets are open`);
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

/** Lets the answer ask a scripted server; what it opened is closed by the end of the check. */
async function asks(
  hostname: string,
  script: (server: Peer) => Promise<unknown>,
): Promise<Endpoint | null> {
  const server = await host({ hostname });
  const did =
    `askWhoAmI({ hostname: "${hostname}", port: ${server.endpoint.port} })`;
  const asking = submission.askWhoAmI(server.endpoint);
  asking.catch(() => {});
  const peer = await server.accept();
  await script(peer);
  const endpoint = await settles(asking, did);
  note(`${did} → ${Deno.inspect(endpoint)}`);
  expect(countOpen() === 0, {
    cause: "leak",
    what:
      "the promise of askWhoAmI() has settled, and its connection is still open",
    expected: "the connection is closed first",
    lookAt: "which path leaves without close()",
  });
  return endpoint;
}

const told = {
  did: "askWhoAmI(server)",
  lookAt: "how many bytes does this answer have, and which function reads them",
};

Deno.test(
  "asks a server and reads its answer",
  sockets("askWhoAmI"),
  async () => {
    const endpoint = { hostname: randomIpv4(), port: randomPort() };
    const came = await asks("127.0.0.1", async (server) => {
      await server.send(sockaddr(endpoint, "little-endian"));
      server.close();
    });
    isEndpoint(came, endpoint, told);
  },
);

Deno.test(
  "reads an answer of 28 bytes over IPv4",
  sockets("askWhoAmI"),
  async () => {
    const endpoint = { hostname: "2001:db8::7", port: randomPort() };
    const came = await asks("127.0.0.1", async (server) => {
      await server.send(sockaddr(endpoint, "little-endian"));
      server.close();
    });
    isEndpoint(came, endpoint, {
      ...told,
      lookAt: "what tells how long the answer is: its family, or your server",
    });
  },
);

Deno.test("asks over IPv6", sockets6("askWhoAmI"), async () => {
  const endpoint = {
    hostname: byUrl(inFull(fromGroups(randomGroups()))),
    port: randomPort(),
  };
  const came = await asks("::1", async (server) => {
    await server.send(sockaddr(endpoint, "little-endian"));
    server.close();
  });
  isEndpoint(came, endpoint, told);
});

Deno.test(
  "joins an answer that comes byte by byte",
  sockets("askWhoAmI"),
  async () => {
    const endpoint = { hostname: randomIpv4(), port: randomPort() };
    const came = await asks("127.0.0.1", async (server) => {
      await server.sendInPieces(sockaddr(endpoint, "little-endian"));
      server.close();
    });
    isEndpoint(came, endpoint, {
      ...told,
      lookAt: "how much does one read() return",
    });
  },
);

Deno.test(
  "joins an answer of 16 bytes that comes in pieces",
  sockets("askWhoAmI"),
  async () => {
    for (const sizes of [[2, 14], [15, 1]]) {
      const endpoint = { hostname: randomIpv4(), port: randomPort() };
      const came = await asks("127.0.0.1", async (server) => {
        await server.sendInPieces(sockaddr(endpoint, "little-endian"), sizes);
        server.close();
      });
      isEndpoint(came, endpoint, {
        ...told,
        lookAt: "how much does one read() return",
      });
    }
  },
);

Deno.test(
  "joins an answer of 28 bytes that comes in pieces",
  sockets6("askWhoAmI"),
  async () => {
    for (const sizes of [[1, 15, 12], [16, 11, 1]]) {
      const endpoint = {
        hostname: byUrl(inFull(fromGroups(randomGroups()))),
        port: randomPort(),
      };
      const came = await asks("::1", async (server) => {
        await server.sendInPieces(sockaddr(endpoint, "little-endian"), sizes);
        server.close();
      });
      isEndpoint(came, endpoint, {
        ...told,
        lookAt: "how many bytes does the family of this answer need",
      });
    }
  },
);

/** Expects `null` when the server closes after the first bytes of its answer. */
async function givesNull(hostname: string, bytes: Uint8Array): Promise<void> {
  const script = async (server: Peer) => {
    if (bytes.length > 0) await server.send(bytes);
    server.close();
  };
  const came = await asks(hostname, script).catch((error) => {
    if (!(error instanceof Wrong)) note(`${told.did}: null is expected`);
    throw error;
  });
  equal(came, null, {
    did: told.did,
    lookAt: "what is complete when the stream ends",
  });
}

Deno.test(
  "gives null when the server closes without a word",
  sockets("askWhoAmI"),
  async () => {
    await givesNull("127.0.0.1", new Uint8Array());
  },
);

Deno.test(
  "gives null when the server closes too early",
  sockets("askWhoAmI"),
  async () => {
    const whole = sockaddr(
      { hostname: randomIpv4(), port: randomPort() },
      "little-endian",
    );
    for (const length of [1, 2, 8, 15]) {
      await givesNull("127.0.0.1", whole.subarray(0, length));
    }
    const long = sockaddr(
      { hostname: "2001:db8::1", port: randomPort() },
      "little-endian",
    );
    for (const length of [16, 24, 27]) {
      await givesNull("127.0.0.1", long.subarray(0, length));
    }
  },
);

Deno.test(
  "gives null for bytes that are no socket address",
  sockets("askWhoAmI"),
  async () => {
    await givesNull("127.0.0.1", sockaddr(at("127.0.0.1"), "big-endian"));
    const text = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    // As long as a structure, and longer than any.
    for (const length of [16, text.length]) {
      const bytes = new TextEncoder().encode(text.slice(0, length));
      await givesNull("127.0.0.1", bytes);
    }
  },
);

Deno.test(
  "waits for a server that says nothing yet",
  sockets("askWhoAmI"),
  async () => {
    hurryTimers();
    const server = await host();
    const asking = submission.askWhoAmI(server.endpoint);
    asking.catch(() => {});
    const peer = await server.accept();
    expect(await isPatient(asking), {
      cause: "too-early",
      what: "askWhoAmI() settled before the server said anything",
      expected: "it waits for the answer or for the end of stream",
      lookAt: "what ends your loop",
    });
    await peer.send(sockaddr(at("10.1.2.3", 99), "little-endian"));
    peer.close();
    isEndpoint(await settles(asking, told.did), at("10.1.2.3", 99), {
      ...told,
      lookAt: "what ends your loop: silence, or the end of stream",
    });
  },
);

Deno.test(
  "leaves nothing open after a reset or a refusal",
  sockets("askWhoAmI"),
  async () => {
    for (const length of [0, 7]) {
      const server = await host({ canReset: true });
      const asking = submission.askWhoAmI(server.endpoint);
      asking.catch(() => {});
      const peer = await server.accept();
      if (length > 0) {
        await peer.send(
          sockaddr(at("10.1.2.3"), "little-endian").subarray(0, length),
        );
      }
      peer.reset();
      server.close();
      // A reset may be told as null or as an error.
      await settles(asking.catch(rethrowWrong), told.did);
    }
    const gone = await host();
    gone.close();
    await settles(
      submission.askWhoAmI(gone.endpoint).catch(rethrowWrong),
      told.did,
    );
  },
);

function rethrowWrong(error: unknown): null {
  if (error instanceof Wrong) throw error;
  note(`askWhoAmI() rejects: ${(error as Error)?.name}`);
  return null;
}

Deno.test(
  "asks its own server",
  sockets("startWhoAmI", "askWhoAmI"),
  async () => {
    const server = whoAmI();
    const asking = Array.from(
      { length: 50 },
      () => submission.askWhoAmI(server.addr),
    );
    const endpoints = await settles(
      Promise.all(asking),
      "askWhoAmI(addr), fifty times",
    );
    const ports = new Set(endpoints.map((endpoint) => endpoint?.port));
    const strange = endpoints.find((endpoint) =>
      endpoint?.hostname !== "127.0.0.1"
    );
    expect(
      strange === undefined && ports.size === 50 &&
        !ports.has(server.addr.port),
      {
        cause: "wrong-value",
        did: "askWhoAmI(addr), fifty times at once",
        expected: "fifty endpoints on 127.0.0.1, each with a port of its own",
        came: strange !== undefined
          ? Deno.inspect(strange)
          : `${ports.size} different ports`,
        lookAt: "whose address does the server send, and to whom",
      },
    );
    await stopping(server);
  },
);
