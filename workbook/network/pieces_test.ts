import { assert, assertEquals, assertThrows } from "@std/assert";
import { conflict, covers, remoteAddress } from "./address.ts";
import { ByteQueue } from "./bytes.ts";
import { Clock } from "./clock.ts";
import { readHost, resolve } from "./host.ts";
import { Kernel } from "./kernel.ts";
import { choosePort } from "./ports.ts";
import { PROFILE_NAMES, PROFILES } from "./profiles.ts";
import { Random } from "./random.ts";

Deno.test("Random gives the same numbers for the same seed, and stays in its range", () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 500 }, () => random.integer(3, 7));
  };
  assertEquals(draw(1), draw(1));
  assert(draw(1).join() !== draw(2).join());
  assertEquals([...new Set(draw(3))].sort(), [3, 4, 5, 6, 7]);
  const random = new Random(4);
  for (let i = 0; i < 500; i++) {
    const value = random.between(2, 3);
    assert(value >= 2 && value < 3);
  }
  assert(!random.chance(0) && random.chance(1));
});

Deno.test("ByteQueue gives back what was put in, in whatever pieces", () => {
  const random = new Random(5);
  const queue = new ByteQueue();
  const [put, got]: [number[], number[]] = [[], []];
  for (let i = 0; i < 2_000; i++) {
    const what = random.integer(1, 4);
    if (what > 2) {
      const bytes = Array.from(
        { length: random.integer(0, 9) },
        () => random.integer(0, 255),
      );
      put.push(...bytes);
      queue.push(Uint8Array.from(bytes));
    } else if (what === 2) {
      got.push(...queue.take(Math.min(queue.length, random.integer(0, 12))));
    } else {
      const target = new Uint8Array(random.integer(0, 12));
      got.push(...target.subarray(0, queue.readInto(target)));
    }
    assertEquals(queue.length, put.length - got.length);
  }
  got.push(...queue.take(queue.length));
  assertEquals(got, put);
});

Deno.test("resolve() knows numeric addresses and localhost, and asks nobody else", () => {
  const known: [string, string][] = [
    ["127.0.0.1", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["localhost", "127.0.0.1"],
    ["[::1]", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["::", "::"],
    ["256", "0.0.1.0"],
  ];
  for (const [text, address] of known) {
    assertEquals(resolve(readHost(text)), address);
  }
  for (const text of ["example.test", "127.0.0.300", "1.2.3.4.5", "08.1"]) {
    const host = readHost(text);
    assertThrows(() => resolve(host), Error, "failed to lookup");
  }
  for (const text of ["", ":::", "[127.0.0.1]", "127.0.0.1:80", "a..b"]) {
    assertThrows(() => readHost(text), URIError);
  }
  for (const text of ["::ffff:127.0.0.1", "fe80::1%lo"]) {
    const host = readHost(text);
    assertThrows(
      () => resolve(host),
      Deno.errors.NotSupported,
      `Cannot use the address ${text} on the model network`,
    );
  }
});

Deno.test("a wildcard covers its family, and :: covers both", () => {
  assert(covers("0.0.0.0", "127.0.0.9") && !covers("0.0.0.0", "::1"));
  assert(covers("::", "127.0.0.9") && covers("::", "::1"));
  assert(!covers("127.0.0.1", "127.0.0.2"));
  assert(conflict("127.0.0.1", "0.0.0.0") && conflict("0.0.0.0", "::"));
  assert(!conflict("127.0.0.1", "::1") && !conflict("0.0.0.0", "::1"));
});

Deno.test("remoteAddress() says by name that there is no other machine", () => {
  assertThrows(
    () => remoteAddress(readHost("192.0.2.1")),
    Deno.errors.NotSupported,
    "Cannot use the address 192.0.2.1 on the model network: it is not modelled, connect to 127.0.0.0/8 or ::1",
  );
});

Deno.test("choosePort() finds the last free port, and says when there is none", () => {
  const random = new Random(6);
  assertEquals(choosePort(random, 0, (port) => port === 50_001), 50_001);
  assertThrows(
    () => choosePort(random, 0, () => false),
    Deno.errors.AddrNotAvailable,
  );
});

Deno.test("each profile stands under its own name", () => {
  for (const name of PROFILE_NAMES) assertEquals(PROFILES[name].name, name);
  assertEquals(PROFILE_NAMES.length, 6);
});

/** Always the same port. */
class NoRandom extends Random {
  override next(): number {
    return 0;
  }
}

Deno.test("a SYN for a connection in TIME_WAIT begins a new one", () => {
  const clock = new Clock();
  const kernel = new Kernel(clock, new NoRandom(0), PROFILES.kind);
  const hostname = "127.0.0.1";
  const queue = kernel.listen({ hostname, port: 0 }, 5);
  const states = () => kernel.rows().map((row) => row.state);
  const first = kernel.connect(hostname, queue.local);
  kernel.accept(queue)!.shutdown();
  first.shutdown();
  assertEquals(states(), ["LISTEN", "TIME_WAIT"]);
  const second = kernel.connect(hostname, queue.local);
  assertEquals(second.local, first.local);
  assertEquals(states(), ["LISTEN", "ESTABLISHED", "ESTABLISHED"]);
});

Deno.test("two programs that dial each other open one connection", () => {
  const clock = new Clock();
  const kernel = new Kernel(clock, new NoRandom(0), PROFILES.kind);
  const hostname = "127.0.0.1";
  const queue = kernel.listen({ hostname, port: 40_000 }, 0);
  kernel.connect(hostname, queue.local);
  // Its SYN is dropped; then the listener is gone, and the port free.
  const left = kernel.connect(hostname, queue.local);
  kernel.closeListener(queue);
  assertEquals(left.state, "SYN_SENT");
  const right = kernel.connect(hostname, left.local, queue.local.port);
  assertEquals([left.state, right.state], ["ESTABLISHED", "ESTABLISHED"]);
});
