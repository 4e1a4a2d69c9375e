/** What surrounds five bytes: a frame, a datagram, an error that carries a packet. */
import { ask, bytes, type Events, say, step } from "../../workbook/demo/kit.ts";
import { recordedPackets } from "../../workbook/tcp/mod.ts";
import { captured, fields } from "./_decode.ts";

/** A header of Ethernet as the loopback interface makes it. */
const ETHERNET = Uint8Array.fromHex("0000000000000000000000000800");

/** `hello` in UDP, from one socket of 127.0.0.1 to another. */
const DATAGRAM = Uint8Array.fromHex(
  "450000210da5400040112f257f0000017f000001d051d02b000dfe2068656c6c6f",
);

/** The answer to the same datagram, when its port was closed. */
const UNREACHABLE = Uint8Array.fromHex(
  "45c0003d1ba400004001605a7f0000017f0000010303f63800000000450000211cbb40004011200f7f0000017f000001d996eb2c000dfe2068656c6c6f",
);

/** The first packet of a connection. */
export async function* sixtyBytes(): Events {
  yield step(1, "The first packet of a connection (recorded)");
  const [syn] = recordedPackets("session");
  yield ask("first-packet");
  yield bytes(
    "what connect() made the kernel send",
    syn.bytes,
    fields(["the header of IP", 20], ["the header of TCP", 40]),
  );
  yield say(
    "60 bytes, all of them headers. The program has not written anything yet.",
  );
}

/** One write in three wrappings, and two other packets. */
export async function* layers(): Events {
  const hello = captured("session")[3];
  yield step(2, "Five bytes, layer by layer (recorded)");
  yield bytes('the program writes "hello"', hello.data);
  const header = hello.segment.length - hello.data.length;
  yield bytes(
    "TCP: a segment",
    hello.segment,
    fields(["the header of TCP", header], ["its payload", 5]),
  );
  const packet = recordedPackets("session")[3].bytes;
  yield bytes(
    "IP: a packet",
    packet,
    fields(["the header of IP", 20], ["its payload: the segment", 37]),
  );
  const frame = new Uint8Array([...ETHERNET, ...packet]);
  yield bytes(
    "Ethernet: a frame of the loopback interface",
    frame,
    fields(
      ["destination MAC", 6],
      ["source MAC", 6],
      ["type: IPv4", 2],
      ["its payload: the packet", packet.length],
    ),
  );
  yield say(
    `${frame.length} bytes for 5. On loopback no card is there, so both MACs are zero.`,
  );
  yield step(2, "The same five bytes in a datagram, and an error (recorded)");
  yield bytes(
    "UDP in IP",
    DATAGRAM,
    fields(
      ["the header of IP: protocol 17", 20],
      ["source port: 53329", 2],
      ["destination port: 53291", 2],
      ["length of header and payload: 13", 2],
      ["checksum", 2],
      ["its payload", 5],
    ),
  );
  yield bytes(
    "ICMP in IP: the port was closed",
    UNREACHABLE,
    fields(
      ["the header of IP: protocol 1", 20],
      ["type 3, code 3: port unreachable", 2],
      ["checksum", 2],
      ["unused", 4],
      ["the undelivered packet", 33],
    ),
  );
  yield say(
    "An error of IP carries the packet that caused it, headers and all: so the sender knows which socket it is for. UDP has 8 bytes of header, TCP here 32.",
  );
}
