import { assertEquals, assertThrows } from "@std/assert";
import { TCP_STATES } from "../tcp/state.ts";
import { parseMacos } from "./macos.ts";

const SAMPLE = `Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address                                 Foreign Address                               (state)
tcp4       5      0  127.0.0.1.39473                               127.0.0.1.49474                               ESTABLISHED
tcp4       0     12  127.0.0.1.49474                               127.0.0.1.39473                               ESTABLISHED
tcp4       0      0  127.0.0.1.39473                               *.*                                           LISTEN
tcp46      0      0  *.8080                                        *.*                                           LISTEN
tcp6       0      0  ::1.631                                       *.*                                           LISTEN
tcp6       0      0  fe80::1%lo0.50000                             fe80::aede:48ff:fe00:1122%lo0.50001           SYN_SENT
udp4       0      0  *.5353                                        *.*
Some tcp sockets may have been deleted.
`;

Deno.test("parseMacos() reads endpoints, queues and states, and passes over other lines", () => {
  const rows = parseMacos(SAMPLE);
  assertEquals(
    rows.map((row) => [row.family, row.local, row.remote, row.state]),
    [
      [
        "ipv4",
        { hostname: "127.0.0.1", port: 39473 },
        { hostname: "127.0.0.1", port: 49474 },
        "ESTABLISHED",
      ],
      [
        "ipv4",
        { hostname: "127.0.0.1", port: 49474 },
        { hostname: "127.0.0.1", port: 39473 },
        "ESTABLISHED",
      ],
      [
        "ipv4",
        { hostname: "127.0.0.1", port: 39473 },
        { hostname: "0.0.0.0", port: 0 },
        "LISTEN",
      ],
      [
        "ipv6",
        { hostname: "::", port: 8080 },
        { hostname: "::", port: 0 },
        "LISTEN",
      ],
      [
        "ipv6",
        { hostname: "::1", port: 631 },
        { hostname: "::", port: 0 },
        "LISTEN",
      ],
      [
        "ipv6",
        { hostname: "fe80::1", port: 50000 },
        { hostname: "fe80::aede:48ff:fe00:1122", port: 50001 },
        "SYN_SENT",
      ],
    ],
  );
});

Deno.test("parseMacos() tells a connection's queues, and leaves a listener's and every owner open", () => {
  const rows = parseMacos(SAMPLE).slice(0, 3);
  assertEquals(
    rows.map((row) => [row.receiveQueue, row.sendQueue, row.owned]),
    [[5, 0, null], [0, 12, null], [null, null, null]],
  );
});

Deno.test("parseMacos() knows each of the eleven states", () => {
  const text = TCP_STATES.map((state) =>
    `tcp4       0      0  127.0.0.1.1     127.0.0.1.2     ${state}\n`
  ).join("");
  assertEquals(parseMacos(text).map((row) => row.state), [...TCP_STATES]);
});

Deno.test("parseMacos() shows an IPv4-mapped address as the IPv4 address", () => {
  const [row] = parseMacos(
    "tcp6       0      0  ::ffff:127.0.0.1.80    ::ffff:127.0.0.5.50000    ESTABLISHED\n",
  );
  assertEquals(row.local, { hostname: "127.0.0.1", port: 80 });
  assertEquals(row.remote, { hostname: "127.0.0.5", port: 50000 });
});

Deno.test("parseMacos() passes over further columns", () => {
  const [row] = parseMacos(
    "tcp4       0      0  *.3000    *.*    LISTEN      131072 131072  46834      0 0x0100\n",
  );
  assertEquals(row.local, { hostname: "0.0.0.0", port: 3000 });
});

Deno.test("parseMacos() refuses a row it does not understand", () => {
  for (
    const text of [
      "tcp4       0      0  127.0.0.1.1     127.0.0.1.2     11\n",
      "tcp4       0      0  127.0.0.1.1     127.0.0.1.2\n",
      "tcp4       0      0  127.0.0.1:1     127.0.0.1:2     LISTEN\n",
    ]
  ) {
    assertThrows(() => parseMacos(text), SyntaxError, "of the form of macOS");
  }
});
