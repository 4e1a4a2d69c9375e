/** The fields of a packet and of a segment, beside their bytes. */
import {
  bytes,
  call,
  type Events,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import { captured, fields } from "./_decode.ts";

/** What stands in the header of IP of the recorded SYN. */
export const IP_FIELDS = fields(
  ["version 4, IHL 5", 1],
  ["type of service", 1],
  ["total length: 60", 2],
  ["identification", 2],
  ["flags, fragment offset", 2],
  ["time to live: 64", 1],
  ["protocol: 6, TCP", 1],
  ["checksum", 2],
  ["source: 127.0.0.1", 4],
  ["destination: 127.0.0.1", 4],
);

/** What stands in its header of TCP. */
export const TCP_FIELDS = fields(
  ["source port: 60870", 2],
  ["destination port: 34895", 2],
  ["sequence number", 4],
  ["acknowledgment number: none yet", 4],
  ["data offset: 10 words", 1],
  ["flags: SYN", 1],
  ["window: 65495", 2],
  ["checksum", 2],
  ["urgent pointer", 2],
  ["option MSS: 65495", 4],
  ["option SACK permitted", 2],
  ["option timestamps", 10],
  ["no operation", 1],
  ["option window scale: 10", 3],
);

/** The header of IP. */
export async function* packet(): Events {
  const [{ header, segment }] = captured("session");
  yield step(3, "A header of IP, field by field (recorded)");
  yield bytes("the first 20 bytes of the packet", header, IP_FIELDS);
  yield call("(0x45 & 0x0f) * 4", (header[0] & 15) * 4);
  yield call("0x003c", header[2] * 256 + header[3]);
  yield say(
    `The header has 20 bytes, the packet ${
      header.length + segment.length
    }. So ${segment.length} bytes are its payload.`,
  );
}

/** The header of TCP. */
export async function* segment(): Events {
  const [{ segment }] = captured("session");
  yield step(4, "A header of TCP, field by field (recorded)");
  yield bytes("the payload of the packet", segment, TCP_FIELDS);
  yield call("segment[12] >> 4", segment[12] >> 4);
  yield call("segment[13].toString(2)", segment[13].toString(2));
  yield call(
    "new DataView(segment.buffer, segment.byteOffset).getUint16(22)",
    new DataView(segment.buffer, segment.byteOffset).getUint16(22),
  );
  yield say(
    "10 words are 40 bytes: the segment is its header. The second bit from below is SYN. MSS 65,495 is 65,535, the longest packet of IP, without two headers of 20 bytes.",
  );
}
