import { assertEquals, assertThrows } from "@std/assert";
import { BOUND_SOCKETS } from "./bound_sockets.ts";

const scenarios = (
  key: string,
  text: string,
) => [...BOUND_SOCKETS[key](text) as Iterable<[{ existing: unknown[] }]>];

Deno.test("a row is the wanted socket, and those that exist", () => {
  const text =
    "0.0.0.0:80 reuseAddr, LISTEN 81, TIME_WAIT 10.0.0.1:82 reusePort";
  assertEquals(scenarios("…", text), [[{
    wanted: {
      hostname: "0.0.0.0",
      port: 80,
      reuseAddr: true,
      reusePort: false,
    },
    existing: [
      {
        hostname: "127.0.0.1",
        port: 81,
        reuseAddr: false,
        reusePort: false,
        state: "LISTEN",
      },
      {
        hostname: "10.0.0.1",
        port: 82,
        reuseAddr: false,
        reusePort: true,
        state: "TIME_WAIT",
      },
    ],
  }]] as never);
});

Deno.test("pairs are those of which all is true", () => {
  const count = (text: string) => scenarios("every pair of …", text).length;
  assertEquals(count("the same address"), 5 * 2 * 16);
  assertEquals(count("127.0.0.1 and 127.0.0.2"), 5 * 16);
  assertEquals(count("127.0.0.1 and 0.0.0.0, LISTEN, both reuseAddr"), 2 * 4);
  assertEquals(count("the same address, other states, not both reusePort"), 96);
});

Deno.test("what is no socket, no state and no kind of pair is told", () => {
  assertThrows(() => scenarios("…", "80 reuse"), RangeError, '"80 reuse"');
  assertThrows(() => scenarios("…", "80, 80"), RangeError, "has no state");
  assertThrows(() => scenarios("every pair of …", "no address"), RangeError);
});
