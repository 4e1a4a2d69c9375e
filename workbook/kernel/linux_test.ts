import { assertEquals, assertThrows } from "@std/assert";
import { TCP_STATES } from "../tcp/state.ts";
import { machineByteOrder, parseLinux } from "./linux.ts";

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

const HEADER_6 =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/** A row as the kernel prints it. */
function line(
  {
    local = "0100007F:265D",
    remote = "0100007F:C001",
    state = "01",
    queues = "00000000:00000000",
    inode = "5127",
  },
): string {
  return `   0: ${local} ${remote} ${state} ${queues} 00:00000000 00000000  1000        0 ${inode} 1 00000000386fe5df 20 4 30 10 -1\n`;
}

Deno.test("parseLinux() reads endpoints, state, queues and owner of a row", () => {
  const text = HEADER + line({ queues: "0000000A:00000005" });
  assertEquals(parseLinux(text, { host: "little-endian" }), [{
    family: "ipv4",
    local: { hostname: "127.0.0.1", port: 9821 },
    remote: { hostname: "127.0.0.1", port: 49153 },
    state: "ESTABLISHED",
    receiveQueue: 5,
    sendQueue: 10,
    owned: true,
  }]);
});

Deno.test("parseLinux() turns the address round by the host's byte order, and never the port", () => {
  const text = line({ local: "7F000001:265D", remote: "0A000002:0050" });
  const [big] = parseLinux(text, { host: "big-endian" });
  assertEquals(big.local, { hostname: "127.0.0.1", port: 9821 });
  assertEquals(big.remote, { hostname: "10.0.0.2", port: 80 });
  const [little] = parseLinux(text, { host: "little-endian" });
  assertEquals(little.local, { hostname: "1.0.0.127", port: 9821 });
});

Deno.test("parseLinux() takes this machine's byte order by default", () => {
  const text = line({});
  assertEquals(
    parseLinux(text),
    parseLinux(text, { host: machineByteOrder() }),
  );
});

Deno.test("parseLinux() reads each word of an IPv6 address by itself", () => {
  const little = line({
    local: "B80D012000000000000000000100A0FE:0050",
    remote: "00000000000000000000000001000000:C001",
  });
  const big = line({
    local: "20010DB80000000000000000FEA00001:0050",
    remote: "00000000000000000000000000000001:C001",
  });
  for (
    const [text, host] of [
      [little, "little-endian"],
      [big, "big-endian"],
    ] as const
  ) {
    const [row] = parseLinux(HEADER_6 + text, { host });
    assertEquals(row.family, "ipv6");
    assertEquals(row.local, { hostname: "2001:db8::fea0:1", port: 80 });
    assertEquals(row.remote, { hostname: "::1", port: 49153 });
  }
});

Deno.test("parseLinux() writes IPv6 addresses as RFC 5952 says", () => {
  const addresses: Array<[string, string]> = [
    ["00000000000000000000000000000000", "::"],
    ["20010DB8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
    ["20010DB8000000000001000000000000", "2001:db8:0:0:1::"],
    ["20010DB8000000000001000000000001", "2001:db8::1:0:0:1"],
    ["FE800000000000000ABCDEF000000001", "fe80::abc:def0:0:1"],
  ];
  for (const [hex, hostname] of addresses) {
    const [row] = parseLinux(
      line({ local: `${hex}:0001`, remote: `${hex}:0000` }),
      { host: "big-endian" },
    );
    assertEquals(row.local.hostname, hostname);
  }
});

Deno.test("parseLinux() shows an IPv4-mapped address as the IPv4 address", () => {
  const text = line({
    local: "0000000000000000FFFF00000100007F:265D",
    remote: "0000000000000000FFFF00000500007F:C001",
  });
  const [row] = parseLinux(text, { host: "little-endian" });
  assertEquals(row.family, "ipv6");
  assertEquals(row.local, { hostname: "127.0.0.1", port: 9821 });
  assertEquals(row.remote, { hostname: "127.0.0.5", port: 49153 });
});

Deno.test("parseLinux() knows each of the eleven states, and both codes of SYN_RCVD", () => {
  const codes = [
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "0A",
    "0B",
    "0C",
  ];
  const lines = codes.map((state) =>
    line({ state, remote: `0100007F:C0${state}` })
  );
  const states = parseLinux(lines.join("")).map((row) => row.state);
  assertEquals(states, [
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RCVD",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "TIME_WAIT",
    "CLOSED",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "SYN_RCVD",
  ]);
  assertEquals(new Set(states), new Set(TCP_STATES));
});

Deno.test("parseLinux() counts a socket once that the kernel prints twice", () => {
  const text = line({}) + line({ state: "08" }) +
    line({ local: "0100007F:0050", state: "0A", inode: "7" }) +
    line({ local: "0100007F:0050", state: "0A", inode: "7" }) +
    line({ local: "0100007F:0050", state: "0A", inode: "8" });
  assertEquals(parseLinux(text).map((row) => row.state), [
    "CLOSE_WAIT",
    "LISTEN",
    "LISTEN",
  ]);
});

Deno.test("parseLinux() sees from inode 0 that no program holds a socket", () => {
  const text = line({ inode: "0" }) +
    "   1: 0100007F:D431 0100007F:C4F1 06 00000000:00000000 03:00001769 00000000     0        0 0 3 00000000c0ffee00\n";
  assertEquals(parseLinux(text).map((row) => [row.state, row.owned]), [
    ["ESTABLISHED", false],
    ["TIME_WAIT", false],
  ]);
});

Deno.test("parseLinux() reads both tables one after the other, and slots of any width", () => {
  const text = HEADER + line({}).replace("   0:", "12345:") + HEADER_6 +
    line({
      local: "00000000000000000000000001000000:1F90",
      remote: "00000000000000000000000000000000:0000",
      state: "0A",
    });
  assertEquals(
    parseLinux(text, { host: "little-endian" }).map((
      row,
    ) => [row.family, row.state]),
    [["ipv4", "ESTABLISHED"], ["ipv6", "LISTEN"]],
  );
});

Deno.test("parseLinux() passes over connections with none of the ports that matter", () => {
  const text = HEADER + line({ local: "0100007F:265D" }) +
    line({ local: "0100007F:265E", remote: "0100007F:265D" }) +
    line({ local: "0100007F:AAAA" });
  const ports = (wanted: number[]) =>
    parseLinux(text, { host: "little-endian", ports: wanted })
      .map((row) => row.local.port);
  assertEquals(ports([0x265d]), [0x265d, 0x265e]);
  assertEquals(ports([0x265e, 0xaaaa]), [0x265e, 0xaaaa]);
  assertEquals(ports([]), []);
  const listener = HEADER + line({ local: "0100007F:BBBB", state: "0A" });
  assertEquals(parseLinux(listener, { ports: [] }).length, 1);
});

Deno.test("parseLinux() reads no rows from a table that holds none", () => {
  assertEquals(parseLinux(HEADER + HEADER_6), []);
  assertEquals(parseLinux(""), []);
});

Deno.test("parseLinux() refuses a row it does not understand", () => {
  for (
    const text of [
      line({ state: "0D" }),
      line({ local: "0100007F" }),
      line({ remote: "0100007F00:0050" }),
      line({ queues: "00000000" }),
      "   0: 0100007F:265D 00000000:0000 0A 00000000:00000000\n",
    ]
  ) {
    assertThrows(
      () => parseLinux(HEADER + text),
      SyntaxError,
      "Cannot read the kernel's socket table: the row ",
    );
  }
});
