import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  almostMapped,
  anyGroups,
  anyIpv6,
  anySpelling,
  bytesOf,
  byUrl,
  fromGroups,
  inFull,
  mapped,
  ofGroups,
  oneBitOffBytes,
  spelled,
} from "./addresses.ts";

Deno.test("sixteen bytes are read from groups, and from any text", () => {
  const due = Uint8Array.from([0xfe, 0x80, ...Array(13).fill(0), 1]);
  assertEquals(ofGroups("fe80 0 0 0 0 0 0 1"), due);
  assertEquals(bytesOf("fe80::1"), due);
  assertEquals(inFull(due), "fe80:0000:0000:0000:0000:0000:0000:0001");
  assertEquals(
    mapped("192.0.2.1").toHex(),
    "00000000000000000000ffffc0000201",
  );
  for (const text of ["fe80::1", "0 0 0 0 0 0 0", "0 0 0 0 0 0 0 g"]) {
    assertThrows(() => ofGroups(text), RangeError, "write eight groups");
  }
});

Deno.test("every spelling is one of the same address", () => {
  for (let i = 0; i < 300; i++) {
    const groups = anyGroups();
    const text = anySpelling(groups);
    assertEquals(bytesOf(text), fromGroups(groups), text);
    const short = anyIpv6();
    assertEquals(byUrl(short), short);
  }
});

Deno.test("what is nearly the same differs in one bit", () => {
  const bytes = bytesOf("fe80::1");
  const others = oneBitOffBytes(bytes);
  assertEquals(new Set(others.map((each) => each.toHex())).size, 128);
  assert(!others.some((each) => each.toHex() === bytes.toHex()));
  for (const each of almostMapped("192.0.2.1")) {
    const bits = [...each].map((byte, i) => byte ^ mapped("192.0.2.1")[i]);
    assertEquals(bits.filter(Boolean), [1]);
    assert(bits.slice(12).every((byte) => byte === 0));
  }
});

Deno.test("an endpoint may have its address in any spelling, and no other", () => {
  const due = spelled({ hostname: "fe80::1", port: 80 });
  const holds = (hostname: string, port = 80) => due.holds({ hostname, port });
  assert(holds("fe80::1") && holds("FE80:0:0::0001"));
  assert(!holds("fe80::2") && !holds("fe80::1", 81) && !holds("::fe80::1"));
  assert(!due.holds(null));
  const mapped = spelled({ hostname: "::ffff:1.2.3.4", port: 80 });
  for (const hostname of ["1.2.3.4", "::ffff:102:304"]) {
    assert(mapped.holds({ hostname, port: 80 }), hostname);
  }
  assert(!mapped.holds({ hostname: "1.2.3.5", port: 80 }));
  const ipv4 = spelled({ hostname: "1.2.3.4", port: 80 });
  assert(!ipv4.holds({ hostname: "::ffff:1.2.3.4", port: 80 }));
});
