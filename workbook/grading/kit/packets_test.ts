import { assertEquals } from "@std/assert";
import { recordedPackets } from "../../tcp/mod.ts";
import { flagsOf, ipv4, saidBy, saying, tcp } from "./packets.ts";
import { reseed } from "./random.ts";
import { viewOf } from "./view_of.ts";

/** Bytes of a header, without those at these places. */
const without = (bytes: Uint8Array, ...at: number[]) =>
  [...bytes].filter((_, i) => !at.includes(i));

Deno.test("a recorded SYN can be made again, but for what is not looked at", () => {
  reseed(1);
  const [{ bytes: recorded }] = recordedPackets("session");
  const segment = tcp({
    seq: 2633227934,
    flags: "SYN",
    window: 65495,
    options: recorded.slice(40),
  });
  const packet = ipv4({
    source: "127.0.0.1",
    destination: "127.0.0.1",
    payload: segment,
  });
  // Of IPv4: service, identification, fragment, checksum; of TCP: reserved bits, checksum, urgent pointer.
  const ignored = [1, 4, 5, 6, 7, 10, 11, 32, 36, 37, 38, 39];
  assertEquals(without(packet, ...ignored), without(recorded, ...ignored));
  assertEquals(packet[32] >> 4, recorded[32] >> 4);
});

Deno.test("bytes say their fields, also where their header does not tell the truth", () => {
  const payload = Uint8Array.of(1, 2, 3);
  assertEquals(saidBy(ipv4({ payload, options: new Uint8Array(4) })), {
    source: "192.168.7.201",
    destination: "10.254.0.9",
    protocol: 6,
    ttl: 64,
    headerLength: 24,
    totalLength: 27,
    payload,
  });
  const lying = ipv4({ version: 6, ihl: 2, totalLength: 258 });
  assertEquals([...lying.subarray(0, 1), ...lying.subarray(2, 4)], [
    0x62,
    1,
    2,
  ]);
  assertEquals(saidBy(tcp({ flags: "FIN,ACK", payload, offset: 4 })), {
    sourcePort: 60870,
    destinationPort: 34895,
    seq: 0,
    ack: 0,
    headerLength: 20,
    flags: "FIN,ACK",
    window: 64,
    payload,
  });
  assertEquals(saidBy(Uint8Array.of(1)), undefined);
  assertEquals(saidBy(saying(3, payload)), 3);
});

Deno.test("flags are names from the lowest bit up, and their byte again", () => {
  for (let bits = 0; bits < 256; bits++) {
    assertEquals(tcp({ flags: flagsOf(bits) })[13], bits);
  }
  assertEquals(flagsOf(0x93), "FIN,SYN,ACK,CWR");
});

Deno.test("a view has the same bytes, and does not begin where its buffer begins", () => {
  const view = viewOf(Uint8Array.of(1, 2, 3));
  assertEquals(view, Uint8Array.of(1, 2, 3));
  assertEquals(view.byteOffset > 0, true);
  assertEquals(view.buffer.byteLength > view.byteOffset + view.length, true);
  assertEquals(new Uint8Array(view.buffer).slice(0, 3).includes(1), false);
});
