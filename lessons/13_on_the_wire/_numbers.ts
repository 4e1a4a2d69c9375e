/** Sequence numbers and sums of a captured connection. */
import {
  ask,
  call,
  type Events,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import type { RecordedName } from "../../workbook/tcp/mod.ts";
import { arrows, captured, sum } from "./_decode.ts";

const ENDS = { client: 60870, server: 34895 };

/** j, j + 1, k, k + 1. */
export async function* numbers(): Events {
  const packets = captured("session");
  const [syn, synAck] = packets;
  yield step(5, "The numbers of a connection (recorded)");
  yield segments(ENDS, ...arrows(packets.slice(0, 3), true));
  yield call("j + 1", syn.seq + 1);
  yield call("k + 1", synAck.seq + 1);
  yield ask("ack-of-hello");
  yield segments(ENDS, ...arrows(packets.slice(3, 5), true));
  yield call("the number that acknowledges it", packets[4].ack);
  yield say(
    "SYN has the number j, so the first byte has j + 1, and `hello` ends before j + 6. The acknowledgment is the number that is expected next.",
  );
  yield* oldSyn();
  yield ask("two-fins");
  yield segments(ENDS, ...arrows(packets.slice(9, 12), true));
  yield call("the numbers of both", [packets[9].seq, packets[10].seq]);
  yield say(
    "The same number again: the same FIN. Nobody had acknowledged it for 5 milliseconds. FIN takes a number, too: the answer is one more.",
  );
}

/** Why there is a third segment: recorded with a peer that sends what it likes. */
async function* oldSyn(): Events {
  yield step(5, "An old SYN arrives late (recorded)");
  const ends = { client: "client", server: "listener" };
  yield segments(
    ends,
    { from: "client", label: "SYN seq 90, an old one" },
    { from: "server", label: "SYN,ACK ack 91" },
  );
  yield ask("old-syn");
  yield segments(
    ends,
    { from: "client", label: "RST seq 91" },
    { from: "client", label: "SYN seq 100" },
    { from: "server", label: "SYN,ACK ack 101" },
    { from: "client", label: "ACK" },
  );
  yield call("what answers SYN,ACK with ack 91", "RST seq 91");
  yield say(
    "The client has sent nothing that 91 acknowledges. After the RST the listener forgets the attempt; `accept()` never hears of it. With two segments it would be a connection that nobody wants.",
  );
  yield step(5, "The numbers at the end (recorded)");
}

const NAMES: RecordedName[] = [
  "session",
  "refused",
  "unanswered",
  "threeSegments",
  "halfClose",
  "unreadBytes",
  "lateData",
  "simultaneous",
];

/** Both addresses, the protocol and the length: what TCP and UDP sum besides. */
const pseudoHeader = (header: Uint8Array, length: number) =>
  Uint8Array.of(...header.subarray(12), 0, 6, length >> 8, length & 255);

/** Sums that are right, and sums that are not. */
export async function* sums(): Events {
  const packets = NAMES.flatMap(captured);
  const [{ header }] = packets;
  yield step(6, "The sum of one header (recorded)");
  const words = (of: Uint8Array) =>
    Array.from({ length: 10 }, (_, i) => of.subarray(2 * i, 2 * i + 2).toHex())
      .join(" + ");
  const unsummed = header.slice().fill(0, 10, 12);
  const total = unsummed.reduce(
    (sum, byte, at) => sum + (at % 2 === 0 ? byte * 256 : byte),
    0,
  );
  const [high, low] = [Math.floor(total / 65536), total % 65536];
  yield call(words(unsummed), `0x${total.toString(16)}`);
  yield call(
    `0x${low.toString(16)} + ${high}, the carry`,
    `0x${(low + high).toString(16)}`,
  );
  yield call(
    `0xffff - 0x${(low + high).toString(16)}`,
    `0x${(0xffff - low - high).toString(16)}`,
  );
  yield say(
    "The sender adds ten numbers, with 0 where the checksum will stand. What is carried out of 16 bits is added again. The complement goes into bytes 10 and 11.",
  );
  yield call(words(header), `0x${sum(header).toString(16)}, carry added`);
  yield say(
    "The receiver adds all of it and gets ffff. Its complement is 0: the header is as it was sent.",
  );
  yield step(6, "The sums of all captured packets");
  yield ask("tcp-sums");
  const ip = packets.filter(({ header }) => sum(header) === 0xffff);
  const tcp = packets.filter(({ header, segment }) =>
    sum(pseudoHeader(header, segment.length), segment) === 0xffff
  );
  yield call(
    "segments of TCP with a right sum",
    `${tcp.length} of ${packets.length}`,
  );
  yield call("flags of those", tcp.map(({ flags }) => flags));
  yield call(
    "headers of IP with a right sum",
    `${ip.length} of ${packets.length}`,
  );
  yield say(
    "On loopback no wire can change a bit, so Linux leaves the sum of TCP to a card that is not there.",
  );
}
