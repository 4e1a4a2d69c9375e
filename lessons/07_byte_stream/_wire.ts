/** What a segment protects its bytes from, and what it does not. */
import {
  ask,
  bytes,
  call as shown,
  type Events,
  say,
  step,
} from "../../workbook/demo/kit.ts";

/**
 * The segment of `write("hello")`, as it was captured on loopback of Linux 6.18
 * on its way to a server that read `helloexit`.
 */
const CAPTURED = Uint8Array.fromHex(
  "4500003929fe4000400612bf7f0000017f000001" +
    "d4f4a1537d20f61c6318ecc380180040fe2d00000101080ac3a7da2e5626d314" +
    "68656c6c6f",
);

/** The checksum of TCP and IP (RFC 1071): 16-bit words, added up. */
function internetChecksum(text: string): number {
  const data = new TextEncoder().encode(text);
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) {
    sum += data[i] << 8 | (data[i + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return ~sum & 0xffff;
}

/** A captured segment can be read by anybody; its sum finds accidents only. */
export async function* inTheClear(): Events {
  yield step(9, "What everybody on the way can read (recorded)");
  yield bytes('the packet of write("hello")', CAPTURED, [
    { length: 20, name: "IPv4 header" },
    { length: 16, name: "TCP header" },
    { length: 2, name: "its checksum, not computed on loopback" },
    { length: 14, name: "TCP header" },
    { length: 5, name: "data: hello" },
  ]);
  yield ask("same-checksum");
  for (const text of ["pay 1234", "pay 3412"]) {
    const sum = internetChecksum(text).toString(16);
    yield shown(`internetChecksum(${JSON.stringify(text)})`, sum);
  }
  yield say(
    "The sum of 16-bit words does not see two words that change places. It finds accidents, not intent: whoever changes the bytes computes a new sum, for there is no key in it. TCP is reliable, not secure.",
  );
}
