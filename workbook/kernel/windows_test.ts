import { assertEquals, assertThrows } from "@std/assert";
import { TCP_STATES } from "../tcp/state.ts";
import { parseWindows } from "./windows.ts";

const SAMPLE = `
Active Connections

  Proto  Local Address          Foreign Address        State
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING
  TCP    127.0.0.1:39473        127.0.0.1:49474        CLOSE_WAIT
  TCP    127.0.0.1:49474        127.0.0.1:39473        FIN_WAIT_2
  TCP    [::]:445               [::]:0                 LISTENING
  TCP    [::1]:50000            [::1]:50001            SYN_SENT
  TCP    [fe80::1%12]:139       [::]:0                 LISTENING
  UDP    0.0.0.0:5353           *:*
  UDP    [::]:5353              *:*
`.replaceAll("\n", "\r\n");

Deno.test("parseWindows() reads endpoints and states, and passes over other lines", () => {
  assertEquals(
    parseWindows(SAMPLE).map((
      row,
    ) => [row.family, row.local, row.remote, row.state]),
    [
      ["ipv4", { hostname: "0.0.0.0", port: 135 }, {
        hostname: "0.0.0.0",
        port: 0,
      }, "LISTEN"],
      ["ipv4", { hostname: "127.0.0.1", port: 39473 }, {
        hostname: "127.0.0.1",
        port: 49474,
      }, "CLOSE_WAIT"],
      ["ipv4", { hostname: "127.0.0.1", port: 49474 }, {
        hostname: "127.0.0.1",
        port: 39473,
      }, "FIN_WAIT_2"],
      [
        "ipv6",
        { hostname: "::", port: 445 },
        { hostname: "::", port: 0 },
        "LISTEN",
      ],
      ["ipv6", { hostname: "::1", port: 50000 }, {
        hostname: "::1",
        port: 50001,
      }, "SYN_SENT"],
      [
        "ipv6",
        { hostname: "fe80::1", port: 139 },
        { hostname: "::", port: 0 },
        "LISTEN",
      ],
    ],
  );
});

Deno.test("parseWindows() leaves open what Windows does not tell", () => {
  const [row] = parseWindows(SAMPLE);
  assertEquals([row.receiveQueue, row.sendQueue, row.owned], [
    null,
    null,
    null,
  ]);
});

Deno.test("parseWindows() knows a name for each of the eleven states", () => {
  const names = [
    "CLOSED",
    "LISTENING",
    "SYN_SENT",
    "SYN_RECEIVED",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "TIME_WAIT",
  ];
  const text = names.map((name) =>
    `  TCP    127.0.0.1:1    127.0.0.1:2    ${name}\r\n`
  );
  assertEquals(parseWindows(text.join("")).map((row) => row.state), [
    ...TCP_STATES,
  ]);
});

Deno.test("parseWindows() calls a connection whose record is being deleted CLOSED", () => {
  const [row] = parseWindows(
    "  TCP    127.0.0.1:1    127.0.0.1:2    DELETE_TCB\r\n",
  );
  assertEquals(row.state, "CLOSED");
});

Deno.test("parseWindows() passes over a process number", () => {
  const [row] = parseWindows(
    "  TCP    127.0.0.1:1    0.0.0.0:0    LISTENING    1012\r\n",
  );
  assertEquals(row.state, "LISTEN");
});

Deno.test("parseWindows() does not guess the state names of another language", () => {
  for (
    const name of [
      "ABHÖREN",
      "ABH\uFFFDREN",
      "HERGESTELLT",
      "ESCUCHANDO",
      "constructor",
    ]
  ) {
    assertThrows(
      () => parseWindows(`  TCP    0.0.0.0:135    0.0.0.0:0    ${name}\r\n`),
      SyntaxError,
      `the state "${name}" is no English name`,
    );
  }
});

Deno.test("parseWindows() refuses a row it does not understand", () => {
  for (
    const line of [
      "  TCP    0.0.0.0:135    0.0.0.0:0    \r\n",
      "  TCP    0.0.0.0:135    LISTENING\r\n",
      "  TCP    0.0.0.0    0.0.0.0:0    LISTENING\r\n",
    ]
  ) {
    assertThrows(
      () => parseWindows(line),
      SyntaxError,
      `the row "${line.trim()}" is not of the form of Windows in English`,
    );
  }
});
