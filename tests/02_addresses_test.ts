import type * as Solution from "../solutions/02_addresses.ts";
import type { ByteOrder } from "../solutions/02_addresses.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  acceptAs,
  addresses,
  each,
  equal,
  isBytes,
  isInstance,
  load,
  misfits,
  misread,
  misreadAddress,
  ofNumber,
  outOfRange,
  pattern,
  random,
  type ReadSign,
  refusal,
  settles,
  show,
  unsigned,
  type ValuesOptions,
  viewOf,
} from "../workbook/grading/mod.ts";

const { submission, part, values, calls, scenes, serves } = await load<
  typeof Solution
>(
  "02_addresses",
  () => import("../lessons/02_addresses/exercise.ts"),
  () =>
    import("../lessons/02_addresses/exercise.ts", { with: { type: "text" } }),
);

const {
  almostMapped,
  anyGroups,
  anyIpv4,
  anyIpv6,
  anySpelling,
  bytesOf,
  byUrl,
  fromGroups,
  inFull,
  mapped,
  ofGroups,
  oneBitOff,
  oneBitOffBytes,
  spelled,
  times,
  withWhiteSpace,
} = addresses;

const ORDERS: ByteOrder[] = ["little-endian", "big-endian"];

const at = (hostname: string, port = 80): Endpoint => ({ hostname, port });

/** An endpoint as the rows write it: `::1 port 9821`, or `::1` for port 80. */
function endpointOf(text: string): Endpoint {
  const [hostname, port] = text.split(" port ");
  if (pattern(/\S \S/).test(hostname)) {
    throw new RangeError("write ::1 port 9821");
  }
  return at(hostname, Number(port ?? 80));
}

/** The structure as <netinet/in.h> has it on Linux. */
function sockaddr(
  { hostname, port }: Endpoint,
  order: ByteOrder = "little-endian",
): Uint8Array<ArrayBuffer> {
  const ipv6 = hostname.includes(":");
  const bytes = new Uint8Array(ipv6 ? 28 : 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ipv6 ? 10 : 2, order === "little-endian");
  view.setUint16(2, port);
  if (ipv6) bytes.set(bytesOf(hostname), 8);
  else bytes.set(hostname.split(".").map(Number), 4);
  return bytes;
}

/** The endpoint in a whole structure. */
function endpointIn(bytes: Uint8Array): Endpoint {
  const hostname = (bytes[0] | bytes[1]) === 2
    ? bytes.subarray(4, 8).join(".")
    : byUrl(inFull(bytes.subarray(8, 24)));
  return at(hostname, bytes[2] << 8 | bytes[3]);
}

const anyPort = () => random.integer(1, 65535);

/** Endpoints with every boundary of a port, each at another address. */
const everyPort = (address: () => string) =>
  unsigned(16).map((port) => at(address(), port));

/** Questions about what stands where. */
const OF_PLACES = pattern(
  /^(which byte is first|two bytes a group|how many groups|where do port|what stands between|which bytes are)/,
);

/** Where to look when null came and a value was due: nothing stands anywhere then. */
const madeNull = (came: unknown, _due: unknown, _: unknown, question = "") =>
  came === null && OF_PLACES.test(question)
    ? "which of your rules made it null"
    : undefined;

part("four numbers");

/** A text of these parts, with another one in the place of each. */
const atEachPlaceOf = (parts: string[], separator: string) => (part: unknown) =>
  parts.map((_, i) => parts.with(i, `${part}`).join(separator));
/** 1.2.3.4 with a number at each of its four places. */
const atEachPlace = atEachPlaceOf(["1", "2", "3", "4"], ".");

const parseIpv4 = values("parseIpv4", {
  show: (came) =>
    isBytes(came) && came.length === 4
      ? `${show(came)} (${came.join(".")})`
      : show(came),
  inputs: {
    "white space before or after …": (text) => withWhiteSpace(text),
    "… at each place": atEachPlace,
    "every number from 0 to 255 at each place": () =>
      times(256 * 4, (i) => random.bytes(4).with(i % 4, i >> 2).join(".")),
    "any number over 255 at each place": () =>
      misfits(8)
        .filter((number) => number > 255 && pattern(/^\d+$/).test(`${number}`))
        .flatMap(atEachPlace),
    "1.2.256.4 to 1.2.999.4": () => times(744, (i) => `1.2.${256 + i}.4`),
  },
  outcomes: {
    "its four bytes": ([text]) => Uint8Array.from(text.split("."), Number),
  },
  tells: (came, due, args, question) =>
    due !== null && isBytes(came) && came.length !== 4
      ? "how many bytes does each number take"
      : madeNull(came, due, args, question),
});

parseIpv4("reads four numbers as four bytes")`
  1.2.3.4                                  → its four bytes   ? which byte is first: the one of the first number
  0.0.0.0 | 10.100.20.0                    → its four bytes   ? is every number from 0 to 255 taken
  127.0.0.1                                → [7f 00 00 01]
  255.255.255.255                          → [ff ff ff ff]
  every number from 0 to 255 at each place → its four bytes
`;

parseIpv4("refuses a number above 255")`
  256 | 300 | 999 | 1000 | 2555 at each place → null   ? what does a byte hold of a number above 255
  any number over 255 at each place           → null
  1.2.256.4 to 1.2.999.4                      → null
`;

parseIpv4("refuses fewer or more than four numbers")`
  "" | 1 | 1.2.3 | 127.1 | 2130706433 | 1.2.3.4.5                   → null   ? how many parts are there, and is one empty
  1..2.3 | 1.2.3. | .1.2.3 | 1.2.3.4. | .1.2.3.4 | ...              → null
`;

parseIpv4("refuses a leading zero")`
  010 | 01 | 04 | 00 | 000 | 001 | 0127 | 08 | 09 | 099 | 0255 | 00000000001 at each place → null   ? is 010 ten or eight, and who decides
`;

parseIpv4("refuses other characters in four numbers")`
  white space before or after 1.2.3.4                                   → null   ? which characters are let through; Number() and parseInt() forgive some
  "1.2.3. 4" | "1 .2.3.4" | "1.2.3.\t4" | "1.2.3. " | "1.2. .4"         → null
  -1.2.3.4 | +1.2.3.4 | 1.2.3.-4 | -0.1.2.3 | 1.2.3.1e1 | 0x7f.0.0.1    → null
  1.2.3.0x4 | 1.2.3.0b1 | 1.2.3.0o7 | 1.2.3.4a | a.b.c.d | 1,2,3,4      → null
  1.2.3.4/8 | 1.2.3.4:80 | 1.2.3.4%lo | localhost | ::1                 → null
  # a number that is none is not above 255, and is spelled as it prints
  NaN | 1e+300 at each place                                            → null
  \u0661.2.3.4 | 1.2.3.\uff14                                           → null
  1/ | 1: | 1; | 1@ | 1G | 1\` | 1g | 1z | 1Z | 1. | 1, | 1_ | 1- | 1+ | 1x | 1X | 1~ | 1a | 1f at each place → null
`;

part("eight groups");

/** Eight groups of which none is zero. */
const GROUPS = ["1", "a2", "3b", "4c4", "5", "d6", "7", "e8"];

/** Those groups with another one at some place. */
const withGroup = (group: string, i: number) =>
  GROUPS.with(i % 8, group).join(":");

/** One for every boundary of a group. */
const everyBoundary = () =>
  unsigned(16).map((group, i) => withGroup(group.toString(16), i));

/** Those groups with another one at each of their eight places. */
const asEachGroup = atEachPlaceOf(GROUPS, ":");

/** Those groups with zeros at every set of places of which the runs of zeros are such. */
const everyPattern = (areSuch: (runs: string[]) => boolean) =>
  times(256, (bits) => bits)
    .filter((bits) => areSuch(bits.toString(2).match(pattern(/1+/g)) ?? []))
    .map((bits) => GROUPS.map((group, at) => bits >> at & 1 ? "0" : group))
    .map((groups) => groups.join(":"));

/** Texts with :: for every run of at least so many groups. */
const everyRun = (shortest: number) =>
  everyPattern(([run, more]) => !more && run?.length >= shortest)
    .map((text) => text.replace(pattern(/(^|:)0(:0)*(:|$)/), "::"));

/** … before an IPv4 address. */
const everyRunBeforeIpv4 = (shortest: number) =>
  everyRun(shortest).filter((text) => text.endsWith("7:e8"))
    .map((text) => text.replace(pattern(/7:e8$/), "0.7.0.232"));

const parseIpv6 = values("parseIpv6", {
  tells: madeNull,
  show: (came) =>
    isBytes(came) && came.length === 16
      ? `16 bytes: ${inFull(came)}`
      : show(came),
  inputs: {
    "white space before or after …": (text) => withWhiteSpace(text),
    "… as each group": asEachGroup,
    "every boundary of a group": everyBoundary,
    "every digit at each place of a group": () =>
      [..."0123456789abcdefABCDEF"].flatMap((digit, i) =>
        times(4, (at) => withGroup([..."1234"].with(at, digit).join(""), i))
      ),
    ":: for every run of two or more groups": () => everyRun(2),
    ":: for every run of two or more groups before an IPv4 address": () =>
      everyRunBeforeIpv4(2),
    ":: for every run of groups": () => [
      ...everyRun(1),
      ...everyRunBeforeIpv4(1),
    ],
    "any spelling of any address": () => times(150, () => anySpelling()),
  },
  outcomes: {
    "…": (_, groups) => ofGroups(groups),
    "its groups": ([text]) => bytesOf(text),
  },
});

parseIpv6("reads eight groups as sixteen bytes")`
  1:2:3:4:5:6:7:8                         → 1 2 3 4 5 6 7 8                     ? two bytes a group, the more significant one first
  0:0:0:0:0:0:0:1                         → 0 0 0 0 0 0 0 1
  2001:0db8:0000:0000:0000:0000:0000:0001 → 2001 db8 0 0 0 0 0 1                ? the digits of a group: how many, which letters, in which number system
  FE80:0:0:0:AbCd:ef01:2345:6789          → fe80 0 0 0 abcd ef01 2345 6789
  ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff → ffff ffff ffff ffff ffff ffff ffff ffff
  every boundary of a group               → its groups
  every digit at each place of a group    → its groups
`;

parseIpv6("reads :: as the groups that are missing")`
  ::1                                    → 0 0 0 0 0 0 0 1              ? how many groups stand before the ::, how many after it
  :: | ::0:0 | 0::0                      → 0 0 0 0 0 0 0 0
  1::                                    → 1 0 0 0 0 0 0 0
  fe80::1                                → fe80 0 0 0 0 0 0 1
  2001:db8::8:800:200c:417a              → 2001 db8 0 0 8 800 200c 417a
  1:2:3::7:8                             → 1 2 3 0 0 0 7 8
  :: for every run of two or more groups → its groups
`;

parseIpv6("reads an IPv4 address at the end")`
  ::ffff:127.0.0.1     → 0 0 0 0 0 ffff 7f00 1     ? the last part may hold dots: it counts as two groups
  ::FFFF:1.2.3.4       → 0 0 0 0 0 ffff 102 304
  ::1.2.3.4            → 0 0 0 0 0 0 102 304
  64:ff9b::192.0.2.33  → 64 ff9b 0 0 0 0 c000 221
  1:2:3:4:5:6:1.2.3.4  → 1 2 3 4 5 6 102 304
  ::255.255.255.255    → 0 0 0 0 0 0 ffff ffff
  # the longest text that there is: 45 characters
  2001:0db8:0001:0002:0003:0004:255.255.255.255 → 2001 db8 1 2 3 4 ffff ffff
  :: for every run of two or more groups before an IPv4 address → its groups
`;

parseIpv6("reads :: that stands for one group")`
  1:2:3::5:6:7:8              → 1 2 3 0 5 6 7 8       ? the fewest groups that :: may stand for
  1:2:3:4:5:6:7::             → 1 2 3 4 5 6 7 0
  ::2:3:4:5:6:7:8             → 0 2 3 4 5 6 7 8
  1:2:3:4:5::1.2.3.4          → 1 2 3 4 5 0 102 304
  1:2:3:4::6:1.2.3.4          → 1 2 3 4 0 6 102 304
  :: for every run of groups  → its groups
`;

parseIpv6("refuses a second ::")`
  1::2::3 | ::1:: | ::1::2 | 1::2:: | ::1.2.3.4:: | 1::2:3::4 → null   ? how many groups would each of the two :: stand for
`;

parseIpv6("refuses too few or too many groups")`
  "" | 1 | 1:2 | 1:2:3:4:5:6:7 | 1:2:3:4:5:1.2.3.4 | 1.2.3.4 | ffff → null   ? count the groups; an IPv4 address counts as two
  1:2:3:4:5:6:7:8:9 | 1:2:3:4:5:6:7:1.2.3.4                         → null
  ::1:2:3:4:5:6:7:8:9 | 1::2:3:4:5:6:7:8:9                          → null
`;

parseIpv6("refuses a group that is no hexadecimal number of 1 to 4 digits")`
  12345:: | ::12345 | ::00001 | ::fffff | 1:2:3:4:5:6:7:00008            → null   ? which characters, and how many, may a group have
  fe80::1%lo | "[::1]"                                                   → null
  g:: | ::g | ::12g | ::g1 | ::0x1 | ::-1 | ::+1 | ::1e+2 | ::_          → null
  ::\u0661 | ::\uff11                                                    → null
  00001 as each group                                                    → null
  a/ | a; | a@ | aG | a\` | ag | az | aZ | a, | a_ | a- | a+ | ax | aX | a~ as each group → null
  /0 | ;0 | @0 | G0 | \`0 | g0 | z0 | Z0 | ,0 | _0 | -0 | +0 | x0 | X0 | ~0 as each group → null
  / | ; | @ | G | \` | g | z | Z | , | _ | - | + | x | X | ~ as each group → null
  :::                                                                    → null   ? a group without digits, between two colons or at an end
`;

/** The longest runs. */
const longestOf = (runs: string[]) =>
  runs.filter((run) => runs.every((other) => other.length <= run.length));

const formatIpv6 = values("formatIpv6", {
  did: (address) => `formatIpv6(${inFull(address)})`,
  inputs: {
    "…": (groups) => ofGroups(groups),
    "every boundary of a group above 0": () =>
      everyBoundary().filter((text) => !pattern(/\b0\b/).test(text))
        .map(bytesOf),
    "zeros in every pattern of one run of two or more": () =>
      everyPattern(([run, more]) => !more && run?.length > 1).map(bytesOf),
    "zeros in every pattern of runs of which one is the longest": () =>
      everyPattern((runs) => runs.length > 1 && longestOf(runs).length === 1)
        .map(bytesOf),
    "zeros in every pattern of runs of which several are the longest": () =>
      everyPattern((runs) => longestOf(runs).length > 1).map(bytesOf),
    "zeros in every pattern of single ones": () =>
      everyPattern((runs) => runs.every((run) => run === "1")).map(bytesOf),
    "any IPv4-mapped address": () => mapped(anyIpv4()),
    "::ffff:127.0.0.1 with one bit of another byte turned over": () =>
      almostMapped("127.0.0.1"),
    "any address": () => times(150, () => fromGroups(anyGroups())),
    "… inside a larger buffer": (groups) => viewOf(ofGroups(groups)),
    "any IPv4-mapped address inside a larger buffer": () =>
      viewOf(mapped(anyIpv4())),
  },
  outcomes: {
    "its short form": ([bytes]) => byUrl(inFull(bytes)),
    "::ffff: and its last four bytes": ([bytes]) =>
      `::ffff:${bytes.subarray(12).join(".")}`,
    "…": (_, text) => text,
  },
  tells: (came, due) =>
    `${came}`.includes(".") && !`${due}`.includes(".")
      ? "which 12 bytes make an address IPv4-mapped: all of them"
      : undefined,
});

formatIpv6("writes groups in lower case without leading zeros")`
  1 2 3 4 5 6 7 8                         → 1:2:3:4:5:6:7:8                  ? the digits of one group: in which order, which are left out, which letters
  2001 db8 a b0 c00 abcd ef 1000          → 2001:db8:a:b0:c00:abcd:ef:1000
  ffff ffff ffff ffff ffff ffff ffff ffff → ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
  every boundary of a group above 0       → its short form
`;

formatIpv6("writes :: for a run of zero groups")`
  0 0 0 0 0 0 0 1    → ::1              ? where the run begins, where it ends, and what stands on either side
  0 0 0 0 0 0 0 0    → ::
  1 0 0 0 0 0 0 0    → 1::
  fe80 0 0 0 0 0 0 1 → fe80::1
  1 2 0 0 5 6 7 8    → 1:2::5:6:7:8
  1 2 3 4 5 6 0 0    → 1:2:3:4:5:6::
  0 0 3 4 5 6 7 8    → ::3:4:5:6:7:8
  10 0 0 100 5 6 7 8 → 10::100:5:6:7:8
  zeros in every pattern of one run of two or more → its short form
`;

formatIpv6("writes an IPv4-mapped address with dots")`
  0 0 0 0 0 ffff 7f00 1  → ::ffff:127.0.0.1     ? the first 12 bytes of the address
  0 0 0 0 0 ffff 0 0     → ::ffff:0.0.0.0
  any IPv4-mapped address → ::ffff: and its last four bytes
`;

formatIpv6("writes an address that lies inside a larger buffer")`
  2001 db8 0 0 0 0 0 1 inside a larger buffer    → 2001:db8::1      ? does your view begin where the array begins: byteOffset
  any IPv4-mapped address inside a larger buffer → ::ffff: and its last four bytes
`;

part("the structure");

const onLittle = (endpoint: Endpoint): [Endpoint, ByteOrder] => [
  endpoint,
  "little-endian",
];
const portOfBoth = (port: number) =>
  ["127.0.0.1", "::1"].map((host) => onLittle(at(host, port)));

/** What tables of calls with endpoints share: on a little-endian host, unless a row says otherwise. */
const OF_ENDPOINTS: ValuesOptions<[Endpoint, ByteOrder], Uint8Array> = {
  inputs: {
    "…": (text) => [onLittle(endpointOf(text))],
    "… on a big-endian host": (text) => [[endpointOf(text), "big-endian"]],
    "any IPv4 address with every boundary of a port": () =>
      everyPort(anyIpv4).map(onLittle),
    "any spelling of any IPv6 address with every boundary of a port": () =>
      everyPort(anySpelling).map(onLittle),
    "any endpoint on either host": () =>
      times(40, (i) => [
        at(i & 1 ? anyIpv4() : anySpelling(), random.integer(0, 65535)),
        ORDERS[i >> 1 & 1],
      ]),
    "port … of 127.0.0.1 and of ::1": ofNumber(portOfBoth),
    "any number that is no port, of 127.0.0.1 and of ::1": () =>
      misfits(16).flatMap(portOfBoth),
  },
  outcomes: {
    "its structure": ([endpoint, order]) => sockaddr(endpoint, order),
    "the same endpoint": ([endpoint]) => spelled(endpoint),
    "a RangeError that tells the port and the limit": ([{ port }]) =>
      outOfRange(port, 16),
    "a TypeError that tells the host": ([{ hostname }]) =>
      refusal(TypeError, hostname),
  },
  tells: (came, _, [{ port }]) => {
    if (!isInstance(came, Error)) return;
    if (Number.isInteger(port) && port >= 0 && port <= 65535) {
      return isInstance(came, TypeError)
        ? "does the message hold the host as it was given"
        : "which class of error says that a value has the wrong shape";
    }
    return isInstance(came, RangeError)
      ? "a refusal states the value and the limit"
      : "which class of error says that a number is out of range";
  },
};

const encodeSockaddr = values("encodeSockaddr", OF_ENDPOINTS);

encodeSockaddr("lays out an IPv4 endpoint in 16 bytes")`
  127.0.0.1 port 9821 → [02 00 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00]   ? the table of sockaddr_in in the lesson, field by field
  any IPv4 address with every boundary of a port → its structure
  0.0.0.0 | 255.255.255.255 → its structure
`;

encodeSockaddr("lays out an IPv6 endpoint in 28 bytes")`
  ::1 port 9821     → [0a 00 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00]   ? the table of sockaddr_in6 in the lesson, field by field
  :: port 9821      → [0a 00 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00]
  fe80::1 port 9821 → [0a 00 26 5d 00 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00]
  any spelling of any IPv6 address with every boundary of a port → its structure
`;

encodeSockaddr("lays out an IPv4-mapped address as the IPv6 address it is")`
  ::ffff:127.0.0.1 | "::FFFF:7f00:1 port 9821" → its structure   ? which family has 16 address bytes
`;

encodeSockaddr("writes only the family in the order of the host")`
  127.0.0.1 port 9821 → [02 00 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00]   ? which field does the kernel of that host read as a number of its own, and which travel
  127.0.0.1 port 9821 on a big-endian host → [00 02 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00]
  ::1 port 9821       → its structure
  ::1 port 9821 on a big-endian host → [00 0a 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00]
`;

encodeSockaddr("lays out each endpoint in bytes of its own")`
  127.0.0.1 port 258 | 10.1.2.3 | 127.0.0.1 → its structure   ? where are the bytes made: in each call, or once for all
  127.0.0.1 port 258 on a big-endian host → its structure
  fe80::1 port 258 | 2001:db8::7      → its structure
  fe80::1 port 258 on a big-endian host → its structure
  any endpoint on either host         → its structure   ? the table of the structure in the lesson, field by field
`;

encodeSockaddr("refuses a port outside 0 to 65535")`
  port 65536 | -1 | 70000 | -65536 | -9821 of 127.0.0.1 and of ::1 → a RangeError that tells the port and the limit   ? what does the field of 2 bytes hold of this port
  any number that is no port, of 127.0.0.1 and of ::1 → a RangeError that tells the port and the limit
`;

encodeSockaddr("refuses a host that is no numeric address")`
  localhost | 127.1 | 010.0.0.1 | 256.0.0.1 | 127.0.0.1. | fe80::1%lo | "[::1]" → a TypeError that tells the host   ? what do your parsers return for this text
  1::2::3 | Example.COM | ::: | "" | "127.0.0.1 "                → a TypeError that tells the host
  "$&" | "$'" | "%s" | "%d" | "$\{host\}" | "a\\b"               → a TypeError that tells the host
  a-long-name.of-a-host-in-a-corner.of-the-net.example           → a TypeError that tells the host
`;

part("the way back");

/** Bytes as a row writes them: `02 00 26 5d`. */
function fromHex(text: string): Uint8Array {
  if (!pattern(/^([\da-f]{2}(?: |$))*$/).test(text)) {
    throw new RangeError("write two digits a byte, 02 00 26 5d");
  }
  return Uint8Array.fromHex(text.replaceAll(" ", ""));
}

/** Structures of endpoints, each in the order of either host. */
const onEither = (
  endpoints: Endpoint[],
  change = (bytes: Uint8Array): Uint8Array[] => [bytes],
) =>
  ORDERS.flatMap((order) =>
    endpoints.flatMap((endpoint) => change(sockaddr(endpoint, order)))
      .map((bytes): [Uint8Array, ByteOrder] => [bytes, order])
  );

/** A structure with any bytes at some place. */
const anyBytes = (at: number, length: number) => (bytes: Uint8Array) => {
  bytes.set(random.bytes(length), at);
  return [bytes];
};

/** A structure with every other family, in the order of either host. */
function otherFamilies(bytes: Uint8Array): Uint8Array[] {
  const isLittle = bytes[1] === 0;
  return [0x0202, 0x0a0a, 0xff02, 0xff0a, ...unsigned(16)]
    .filter((family) => family !== 2 && family !== 10)
    .map((family) => {
      const changed = bytes.slice();
      new DataView(changed.buffer).setUint16(0, family, isLittle);
      return changed;
    });
}

/** What may become of structures of both families. */
const ofAny = (change: (bytes: Uint8Array) => Uint8Array[]) => () =>
  onEither(
    [at(anyIpv4(), anyPort()), at("2001:db8::7", anyPort())],
    change,
  );

const decodeSockaddr = values("decodeSockaddr", {
  inputs: {
    "…": (bytes) => [[fromHex(bytes), "little-endian"]],
    "… on a big-endian host": (bytes) => [[fromHex(bytes), "big-endian"]],
    "any IPv4 address with every boundary of a port": () =>
      onEither(everyPort(anyIpv4)),
    "any IPv6 address with every boundary of a port and any flow": () =>
      onEither(everyPort(anyIpv6), anyBytes(5, 3)),
    "any IPv6 address with every boundary of a port and any scope": () =>
      onEither(everyPort(anyIpv6), anyBytes(24, 4)),
    "any IPv4-mapped address": () =>
      onEither([at(`::ffff:${anyIpv4()}`, anyPort())]),
    "127.0.0.1 and ::1 with every other family": () =>
      onEither([at("127.0.0.1", 9821), at("::1", 9821)], otherFamilies),
    "any number of bytes of a structure": ofAny((bytes) =>
      times(bytes.length, (length) => bytes.slice(0, length))
    ),
    "any number of bytes of a structure whose rest is in the buffer": ofAny((
      bytes,
    ) => times(bytes.length, (length) => bytes.subarray(0, length))),
    "any structure inside a larger buffer": ofAny((bytes) => [
      viewOf(bytes),
    ]),
    // A sockaddr_storage, which accept() fills in, has 128 bytes.
    "any structure with other bytes behind it": ofAny((bytes) =>
      [bytes.length + 1, 28, 128].map((length) => {
        const longer = random.bytes(length);
        longer.set(bytes);
        return longer;
      })
    ),
  },
  outcomes: {
    "…": (_, text) => spelled(endpointOf(text)),
    "its endpoint": ([bytes]) => spelled(endpointIn(bytes)),
  },
  tells: (came, due, [bytes], question) => {
    const nothing = madeNull(came, due, bytes, question);
    if (nothing) return nothing;
    if (due === null) return;
    const { hostname, port } = endpointIn(bytes);
    return misread((came as Endpoint)?.port, port) ??
      misreadAddress((came as Endpoint)?.hostname, hostname);
  },
});

decodeSockaddr("reads the endpoint in a structure of 16 bytes")`
  02 00 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00 → 127.0.0.1 port 9821   ? where do port and address begin, and in which order are their bytes
  00 02 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00 on a big-endian host → 127.0.0.1 port 9821   ? which number is the family on that host
  any IPv4 address with every boundary of a port  → its endpoint          ? where do port and address begin, and in which order are their bytes
  02 00 00 50 00 00 00 00 00 00 00 00 00 00 00 00 → 0.0.0.0 port 80       ? is 0.0.0.0 no address, or one
  00 02 00 50 00 00 00 00 00 00 00 00 00 00 00 00 on a big-endian host → 0.0.0.0 port 80
  02 00 00 50 00 00 00 00 ff ff ff ff ff ff ff ff → 0.0.0.0 port 80       ? which bytes of sockaddr_in are unused
`;

decodeSockaddr("reads the endpoint in a structure of 28 bytes")`
  0a 00 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 → ::1 port 9821   ? what stands between the port and the address
  0a 00 26 5d 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 → :: port 9821
  0a 00 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 → :: port 9821    ? which bytes are behind the address
  any IPv6 address with every boundary of a port and any scope → its endpoint
  any IPv6 address with every boundary of a port and any flow  → its endpoint       ? what stands between the port and the address
`;

decodeSockaddr("reads an IPv4-mapped address")`
  any IPv4-mapped address → its endpoint   ? which bytes are the address
`;

decodeSockaddr("gives null for another family")`
  02 00 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00 on a big-endian host → null   ? the two bytes of the family, read as a number in the order of the host
  00 02 26 5d 7f 00 00 01 00 00 00 00 00 00 00 00 → null
  00 0a 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 → null
  0a 00 26 5d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 on a big-endian host → null
  127.0.0.1 and ::1 with every other family → null
`;

decodeSockaddr("gives null when bytes are missing")`
  any number of bytes of a structure                             → null   ? how many bytes does this family need
  any number of bytes of a structure whose rest is in the buffer → null   ? where does the array end: not where its buffer ends
`;

values("encodeSockaddr", {
  ...OF_ENDPOINTS,
  call: (endpoint, order) => {
    const bytes = submission.encodeSockaddr(endpoint, order);
    return submission.decodeSockaddr(bytes, order) as never;
  },
  did: (endpoint, order) =>
    `decodeSockaddr(encodeSockaddr(${show(endpoint)}, "${order}"), "${order}")`,
})("reads back what it laid out", {
  needs: ["encodeSockaddr", "decodeSockaddr"],
})`
  any endpoint on either host → the same endpoint   ? does every field come back from where it was put
`;

type Pair = [Endpoint, Endpoint];

/** Two endpoints, both ways. */
const bothWays = (a: Endpoint, b: Endpoint): Pair[] => [[a, b], [b, a]];

/** An address and others, both ways. */
const besides = (one: string, others: string[]) =>
  others.flatMap((other) => bothWays(at(one), at(other)));

/** Any addresses and others made of them, each in some spelling. */
const anySpellings = (other: (groups: number[]) => number[]) =>
  times(50, anyGroups).flatMap((groups) =>
    besides(anySpelling(groups), [anySpelling(other(groups))])
  );

const sameEndpoint = values("sameEndpoint", {
  inputs: {
    "…": (text) => {
      const [a, b] = text.split(" and ").map(endpointOf);
      if (!b) throw new RangeError("write two endpoints: ::1 and ::2 port 80");
      return bothWays(a, b);
    },
    "endpoints that differ in one bit of the port": () =>
      ["127.0.0.1", "::1"].flatMap((host) =>
        oneBitOff(80, 16).flatMap((port) => bothWays(at(host), at(host, port)))
      ),
    "IPv4 addresses that differ in one bit": () =>
      besides(
        "10.20.130.240",
        oneBitOffBytes(Uint8Array.of(10, 20, 130, 240))
          .map((bytes) => bytes.join(".")),
      ),
    "IPv6 addresses that differ in one bit": () => {
      const one = fromGroups(anyGroups());
      return besides(inFull(one), oneBitOffBytes(one).map(inFull));
    },
    "two spellings of any address": () => anySpellings((groups) => groups),
    "spellings of addresses that differ in one bit": () =>
      anySpellings((groups) => {
        const at = random.integer(0, 7);
        return groups.with(at, groups[at] ^ 1);
      }),
    "127.0.0.1 and ::ffff:127.0.0.1 with one bit of another byte turned over":
      () => besides("127.0.0.1", almostMapped("127.0.0.1").map(inFull)),
    // As conn.remoteAddr has it, and in another order.
    "an endpoint and the address of a connection to it": () =>
      bothWays(at("127.0.0.1"), {
        transport: "tcp",
        port: 80,
        hostname: "127.0.0.1",
      } as Endpoint),
  },
});

sameEndpoint("tells endpoints apart by address and by port")`
  127.0.0.1 and 127.0.0.1 | ::1 and ::1                                → true    ? an endpoint is an address and a port
  127.0.0.1 port 0 and 127.0.0.1 port 0 | ::1 port 0 and ::1 port 0    → true
  127.0.0.1 and 127.0.0.1 port 81 | ::1 and ::1 port 81                → false
  127.0.0.1 and 127.0.0.1 port 8080 | ::1 and ::1 port 8080            → false
  127.0.0.1 and 127.0.0.1 port 65616 | ::1 and ::1 port 65616          → false
  127.0.0.1 and 127.0.0.1 port 0 | ::1 and ::1 port 0                  → false
  endpoints that differ in one bit of the port                         → false
  127.0.0.1 and 127.0.0.2 | 1.2.3.4 and 4.3.2.1                        → false
  ::1 and ::2 | 1:: and ::1                                            → false
  IPv4 addresses that differ in one bit                                → false
  an endpoint and the address of a connection to it                    → true    ? which fields make an endpoint, and is their order one
`;

sameEndpoint("compares addresses, not spellings")`
  ::1 and 0:0:0:0:0:0:0:1 | ::1 and ::0001                → true    ? one address of IPv6 has many texts and one value
  FE80::ABCD and fe80::abcd                               → true
  2001:db8::1:0:0:1 and 2001:db8:0:0:1::1                 → true
  64:ff9b::192.0.2.33 and 64:ff9b::c000:221 | :: and 0::0 → true
  two spellings of any address                            → true
  spellings of addresses that differ in one bit           → false
  IPv6 addresses that differ in one bit                   → false
  # host names; a text that only looks like an address is one, too
  localhost and localhost                                 → true    ? what is no address is a host name: nothing is made of it
  localhost and 127.0.0.1 | one.example and two.example   → false
  010.0.0.1 and 8.0.0.1 | 1.2.3 and 1.2.0.3               → false
`;

sameEndpoint("takes an IPv4-mapped address for its IPv4 address")`
  ::ffff:127.0.0.1 and 127.0.0.1 | ::FFFF:7f00:1 and 127.0.0.1   → true    ? what the last four bytes of an IPv4-mapped address are
  ::ffff:127.0.0.1 and ::ffff:7f00:1                             → true
  0:0:0:0:0:ffff:1.2.3.4 and 1.2.3.4 | ::ffff:0:0 and 0.0.0.0    → true
  ::ffff:127.0.0.1 and 127.0.0.2                                 → false
  ::ffff:127.0.0.1 and 127.0.0.1 port 81                         → false
`;

sameEndpoint("takes no other IPv6 address for an IPv4 one")`
  ::1 and 127.0.0.1 | :: and 0.0.0.0 | ::127.0.0.1 and 127.0.0.1 → false   ? which 12 bytes make an address IPv4-mapped: all of them
  64:ff9b::127.0.0.1 and 127.0.0.1                               → false
  1::ffff:127.0.0.1 and 127.0.0.1                                → false
  ::1.2.3.4 and ::ffff:1.2.3.4                                   → false
  127.0.0.1 and ::ffff:127.0.0.1 with one bit of another byte turned over → false
`;

part("who am I", "startWhoAmI");

/** `client ← itself`: the structure of the client's own address. */
const itself: ReadSign = (arrow, rest) => {
  if (arrow === "→" || !rest.take(pattern(/itself(?= |$)/y))) return;
  return {
    payload: [],
    act: (client) => client.expect(sockaddr(client.local)),
  };
};

const server = serves("startWhoAmI()", () => submission.startWhoAmI(), {
  has: ["addr", "stop"],
  sign: itself,
  actions: () => ({ "every client is …": acceptAs }),
});

server("tells a client its own address")`
  addr = 127.0.0.1
  client ← itself             ? what does a client get before it says a word: whose address, in which layout
  client ← FIN                ? what happens to the connection after the structure is sent
`;

server("tells one client after the other")`
  5 times
    a client ← itself ← FIN   ? what does your server do for each client: accept it, and send whose address
`;

server("closes the connection by itself, in both directions")`
  client ← itself             ? what does a client get before it says a word: whose address, in which layout
  client ← close              ? which call gives the connection back
`;

/** Ports and addresses of the other end, in turn: boundaries, and random ones. */
const FAR_PORTS = [1, 128, 255, 256, 0x7fff, 0x8000, 65535, anyPort()];
const FAR_CLIENTS = FAR_PORTS.map((port, i) =>
  at(i === 0 ? "127.0.0.5" : anyIpv4(), port)
);

const structures = (endpoints: Endpoint[]) =>
  each(...endpoints.map((one) => sockaddr(one)));

const THEIR_STRUCTURES = structures(FAR_CLIENTS);

server("tells a client of any address and port")`
  every client is ${each(...FAR_CLIENTS)}
  client ← ${THEIR_STRUCTURES}   ? which fields of conn.remoteAddr does a client want to know
  client ← FIN                ? what happens to the connection after the structure is sent
`;

server("stops while it waits for a client")`
  a moment passes
  stop()                      ? what still waits when the listener is closed
`;

server("stops twice, also at once")`
  client ← itself ← FIN
  stop() twice at once        ? what does the second call return
  stop()
`;

server("frees its port")`
  client ← itself ← FIN
  stop()
  port = free                 ? is the listener closed, and does stop() wait until accept() has ended
`;

const asks = calls(
  "askWhoAmI(server)",
  ({ server }) => submission.askWhoAmI(server),
  { listens: ["server"] },
);

const SHORT = at("113.20.101.240", 9821);
const LONG = at("2001:db8::7176:6a65");
const STRUCTURE = sockaddr(SHORT);
const LONGER = sockaddr(LONG);

asks("asks a server and reads its answer")`
  server accepts
  pending                           ? what ends your loop: silence, or the end of stream
  server → ${STRUCTURE} → FIN            ? which read() gets this answer, when is it whole, and what is made of it
  returns ${spelled(SHORT)}
  resolves closed                   ? which path leaves without close()
  server ← FIN                      ? what does the client send: a byte that nobody reads turns the server's close into a reset
`;

asks("reads an answer of 28 bytes over IPv4")`
  server → ${LONGER} → close          ? what tells how long the answer is: its family, or your server
  returns ${spelled(LONG)}
  resolves closed                   ? which path leaves without close()
`;

asks.with({ ipv6: true })("asks over IPv6")`
  server accepts                    ? which endpoint does Deno.connect() get
  server → ${LONGER} → close          ? how many bytes does this answer have, and which function reads them
  returns ${spelled(LONG)}
  resolves closed                   ? which path leaves without close()
`;

/** Where a server may be; this machine has not all of these addresses. */
const FAR = FAR_PORTS.map((port, i) =>
  at(["127.0.0.5", "10.1.2.3"][i] ?? anyIpv6(), port)
);
/** What each of them tells has nothing to do with where it is. */
const TOLD = FAR_PORTS.map((port, i) =>
  at(i % 2 ? anyIpv4() : anyIpv6(), 65536 - port)
);

asks.with({ at: () => FAR })("asks the server that it is given")`
  server → ${structures(TOLD)} → close   ? which function reads the answer
  returns ${each(...TOLD.map(spelled))}
`;

asks("joins an answer that comes byte by byte")`
  server → ${STRUCTURE} in pieces → close   ? how much does one read() return, and where do the next bytes go
  returns ${spelled(SHORT)}
  resolves closed                   ? which path leaves without close()
`;

asks("gives null when the server closes without a word")`
  server → close                    ? what is complete when the stream ends
  returns null
  resolves closed                   ? which path leaves without close()
`;

/** So many bytes of a structure. */
const firstOf = (hostname: string, length: number) =>
  sockaddr(at(hostname)).subarray(0, length);

const TOO_SHORT = each(
  ...[1, 2, 8, 15].map((length) => firstOf("10.1.2.3", length)),
  ...[16, 24, 27].map((length) => firstOf("2001:db8::1", length)),
);

asks("gives null when the server closes too early")`
  server → ${TOO_SHORT} → close     ? what is complete when the stream ends
  returns null
  resolves closed                   ? which path leaves without close()
`;

part("beyond", "startWhoAmI");

parseIpv6("refuses a colon too many")`
  ::: | :::1 | 1::: | 1:::2 | 1::::2 | :::: | : | 1: | :1        → null   ? a group without digits, between two colons or at an end
  ::1: | 1::2: | :1::2 | ::f: | :::1.2.3.4                       → null
  1:2:3:4:5:6:7: | :1:2:3:4:5:6:7                                → null
  1:2:3:4:5:6:7:8: | :1:2:3:4:5:6:7:8                            → null
`;

parseIpv6("refuses :: where no group is missing")`
  1:2:3:4::5:6:7:8 | ::1:2:3:4:5:6:7:8 | 1:2:3:4:5:6:7:8::       → null   ? the fewest groups that :: may stand for
  1::2:3:4:5:6:7:8 | 1:2:3:4:5:6::1.2.3.4 | ::1:2:3:4:5:6:1.2.3.4 → null
`;

parseIpv6("refuses a wrong IPv4 address, or one that is not at the end")`
  1.2.3.4:: | 1.2.3.4::1 | ::1.2.3.4:5 | 1:1.2.3.4::             → null   ? where may dots stand, and by which rules are they read
  ::1.2.3 | ::1.2.3.4.5 | ::1.2.3. | ::.1.2.3 | ::1.2..4 | ::.   → null
  ::1.2.3.256 | ::01.2.3.4 | ::ffff:010.0.0.1 | ::ffff:1.2.3.1000 → null
  ::a.2.3.4 | ::a.b.c.d                                          → null
  1:2:3:4:5:6:7:1.2 | 1:2:3:4:5:6:7:1.2.3 | 1.2.3.4:1:2:3:4:5:6  → null
  1:2:3:1.2.3.4:6:7:8 | 1:2:3:4:1.2.3.4:1.2.3.4 | ::1.2.3.4:1.2.3.4 → null
`;

parseIpv6("refuses zone, brackets, prefix length and white space")`
  fe80::1%lo | fe80::1%1 | fe80::1%eth0 | ::1% | ::ffff:1.2.3.4%lo → null   ? what inet_pton(3) knows: groups, colons, dots, nothing else
  "[::1]" | ::1/128 | ::1] | ::1.2.3.4/96 | localhost | 127.0.0.1  → null
  white space before or after ::1                                  → null
  "::\t1" | ": :1" | "1:2:3:4:5:6:7:8 " | "1: 2::" | "::1.2.3.4 "  → null
  # where the host of a URL ends
  ::1]/ | ::1]? | ::1]# | ::1]\\                                    → null
`;

parseIpv6("reads an address in every spelling")`
  any spelling of any address → its groups   ? which spelling is this: padded, upper case, short, dotted
`;

formatIpv6("writes :: for the longest run")`
  1 0 0 4 0 0 0 8 → 1:0:0:4::8        ? RFC 5952 section 4.2.3: which run is shortened
  0 0 3 0 0 0 0 8 → 0:0:3::8
  0 0 0 4 5 0 0 8 → ::4:5:0:0:8
  1 0 3 4 5 6 0 0 → 1:0:3:4:5:6::
  zeros in every pattern of runs of which one is the longest → its short form
`;

formatIpv6("writes :: for the first of two equal runs")`
  2001 db8 0 0 1 0 0 1 → 2001:db8::1:0:0:1   ? RFC 5952 section 4.2.3: two runs of the same length
  1 0 0 0 5 0 0 0      → 1::5:0:0:0
  0 0 3 0 0 6 0 0      → ::3:0:0:6:0:0
`;

formatIpv6("writes a single zero group as 0")`
  1 2 3 0 5 6 7 8 → 1:2:3:0:5:6:7:8   ? RFC 5952 section 4.2.2: a run of one
  0 2 3 4 5 6 7 8 → 0:2:3:4:5:6:7:8
  1 2 3 4 5 6 7 0 → 1:2:3:4:5:6:7:0
  1 0 3 0 5 0 7 0 → 1:0:3:0:5:0:7:0
  zeros in every pattern of single ones → its short form
`;

formatIpv6("writes dots for no other address")`
  1 0 0 0 0 ffff 7f00 1     → 1::ffff:7f00:1          ? which 12 bytes make an address IPv4-mapped: all of them
  0 0 0 0 1 ffff 7f00 1     → ::1:ffff:7f00:1
  0 0 0 0 0 ff 7f00 1       → ::ff:7f00:1
  0 0 0 0 0 ff00 7f00 1     → ::ff00:7f00:1
  0 0 0 0 ffff 0 7f00 1     → ::ffff:0:7f00:1
  # inet_ntop() of the GNU C library writes this one with dots; RFC 5952 does not
  0 0 0 0 0 0 7f00 1        → ::7f00:1
  # translators (RFC 6052) and tunnels (RFC 5214) keep an IPv4 address there
  64 ff9b 0 0 0 0 c000 221  → 64:ff9b::c000:221
  fe80 0 0 0 0 5efe c000 221 → fe80::5efe:c000:221
  ::ffff:127.0.0.1 with one bit of another byte turned over → its short form
`;

formatIpv6("writes random addresses, and leaves their bytes alone")`
  any address → its short form   ? RFC 5952 section 4, rule by rule
`;

decodeSockaddr("reads a structure that lies inside a larger buffer")`
  any structure inside a larger buffer → its endpoint   ? does your view begin where the array begins: byteOffset
`;

decodeSockaddr("reads a structure with other bytes behind it")`
  any structure with other bytes behind it → its endpoint   ? what tells how long the structure is: the family, or the array
`;

server("tells all 16 bytes when a write takes only a part")`
  each write() takes 1 byte at most
  client 1 ← itself ← FIN     ? what does conn.write() return, and which bytes does the next one get
  each write() takes 7 bytes at most
  client 2 ← itself ← FIN
`;

server("tells fifty clients at once, each its own")`
  # each takes a while to be told
  each write() takes 1 byte at most
  clients 1-50 connect
  clients 1-50 ← itself ← FIN   ? what does a client get before it says a word: whose address, in which layout
`;

server("tells any number of clients", { virtual: true })`
  # more than 256: a number that is written down
  260 times
    a client ← itself ← FIN   ? what do you count, and what happens at that number
`;

server("tells a client that comes an hour later")`
  client ← itself ← FIN       ? what does a client get before it says a word: whose address, in which layout
  time passes                 ? what ends your accept loop: the time, or stop()
  clients 2-3 ← itself ← FIN
`;

server("runs beside another of its kind")`
  client ← itself ← FIN       ? what does a client get before it says a word: whose address, in which layout
  guest ← itself ← FIN
  stop()
  guest 2 ← itself ← FIN
`;

server("goes on after clients that reset before accept()")`
  accept() is held back
  client 1 connects
  # one who waits behind each, or behind several: it must not pay for those before
  client 2 → RST              ? what does your accept loop do after one client's error
  client 3 connects
  clients 4-5 → RST
  client 6 connects
  clients 7-9 → RST
  client 10 connects
  accept() goes on
  client 1 ← itself ← FIN
  client 3 ← itself ← FIN
  client 6 ← itself ← FIN
  client 10 ← itself ← FIN
`;

server("goes on after a client that resets after accept()")`
  client 1 resets as soon as accept() has it
  clients 2-4 ← itself ← FIN  ? what does your accept loop do after one client's error
`;

server("goes on after clients that reset at any time", { virtual: true })`
  accept() rejects for client 9   ? what does your accept loop do after one client's error
  12 times
    a client → RST
  # more often in a row than anybody counts
  120 times
    accept() rejects for client 9
  clients 1-3 ← itself ← FIN
  # and for another reason: who comes first is taken by the call that waits already
  accept() lacks a descriptor 3 times
  clients 4-5 ← itself ← FIN  ? which rejections of accept() mean that the listener is closed
`;

server("has closed everything when stop() resolves")`
  # each takes a while to be told
  each write() takes 1 byte at most
  clients 1-12 connect
  stop()
  open = 0                    ? what does stop() wait for: the clients that are being told now
  clients 1-12 ← end
`;

const PIECES_OF_16 = each([2, 14], [15, 1]);
const PIECES_OF_28 = each([1, 15, 12], [16, 11, 1]);

asks("joins an answer of 16 bytes that comes in pieces")`
  server → ${STRUCTURE} in pieces of ${PIECES_OF_16} → close   ? how much does one read() return, and where do the next bytes go
  returns ${spelled(SHORT)}
  resolves closed                   ? which path leaves without close()
`;

asks.with({ ipv6: true })("joins an answer of 28 bytes that comes in pieces")`
  server → ${LONGER} in pieces of ${PIECES_OF_28} → close   ? how many bytes does the family of this answer need
  returns ${spelled(LONG)}
  resolves closed                   ? which path leaves without close()
`;

const NO_STRUCTURES = each(
  sockaddr(at("127.0.0.1"), "big-endian"),
  // As long as a structure, and longer than any.
  "HTTP/1.1 400 Bad",
  "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
);

asks("gives null for bytes that are no socket address")`
  server → ${NO_STRUCTURES} → close ? what is complete when the stream ends
  returns null
  resolves closed                   ? which path leaves without close()
`;

asks("waits for a server that says nothing yet")`
  server accepts                    ? what ends your loop: silence, or the end of stream
  time passes
  pending
  server → ${STRUCTURE.subarray(0, 7)}
  time passes
  pending
  server → ${STRUCTURE.subarray(7)} → close
  returns ${spelled(SHORT)}
`;

asks("leaves nothing open after a reset")`
  # a reset may be told as null or as an error
  server → ${each("", STRUCTURE.subarray(0, 7))} → RST
  settles
  open = 0                          ? which path leaves without close()
`;

asks.with({ at: "nobody" })("rejects when nobody listens")`
  throws                            ? what happens to the error of Deno.connect()
`;

scenes(() => ({
  calls: { askWhoAmI: (server: Endpoint) => submission.askWhoAmI(server) },
}), { listens: ["server"] })("asks the same server anew", {
  lookAt: "what does a call leave behind for the next one",
}, async (one) => {
  for (const endpoint of [SHORT, LONG]) {
    const asking = await one.call("askWhoAmI", "server");
    const peer = await one.stage.peer("server");
    await peer.send(sockaddr(endpoint));
    await peer.close();
    await asking.returns(spelled(endpoint));
  }
});

server("asks its own server", {
  needs: ["startWhoAmI", "askWhoAmI"],
  lookAt:
    "whose address does the server send, and what do calls at the same time share",
}, async (one) => {
  const { addr } = one.server;
  const did = "askWhoAmI(addr), fifty times at once";
  const asking = Promise.all(times(50, () => submission.askWhoAmI(addr)));
  const told = await settles(asking, did);
  for (const endpoint of told) equal(endpoint?.hostname, "127.0.0.1", { did });
  const ports = new Set([addr.port, ...told.map((each) => each?.port)]);
  equal(ports.size, 51, { did: `${did}: ports of the server and its clients` });
});
