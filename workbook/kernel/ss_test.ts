import { assertEquals, assertThrows } from "@std/assert";
import { TCP_STATES } from "../tcp/state.ts";
import { parseSs, ssArguments } from "./ss.ts";

/** A row as `ss -tane` prints it. */
function line(
  {
    state = "ESTAB",
    queues = "0      0",
    ends = "127.0.0.1:9821  127.0.0.1:49153",
    details = "ino:5127 sk:1001 cgroup:/ <->",
  },
): string {
  return `${state.padEnd(10)} ${queues}  ${ends} ${details}   \n`;
}

const HEADER =
  "State      Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess\n";

Deno.test("parseSs() reads endpoints, state, queues and owner of a row", () => {
  assertEquals(parseSs(HEADER + line({ queues: "5      10" })), [{
    family: "ipv4",
    local: { hostname: "127.0.0.1", port: 9821 },
    remote: { hostname: "127.0.0.1", port: 49153 },
    state: "ESTABLISHED",
    receiveQueue: 5,
    sendQueue: 10,
    owned: true,
  }]);
});

Deno.test("parseSs() knows what no program holds", () => {
  const details = "timer:(timewait,2.056ms,0) ino:0 sk:3";
  const [row] = parseSs(line({ state: "TIME-WAIT", details }));
  assertEquals([row.state, row.owned], ["TIME_WAIT", false]);
  const [other] = parseSs(line({ details: "timer:(on,944ms,0) uid:10 ino:7" }));
  assertEquals(other.owned, true);
});

Deno.test("parseSs() reads listeners of both families", () => {
  const ends = [
    "0.0.0.0:2024  0.0.0.0:*",
    "127.0.0.53%lo:53  0.0.0.0:*",
    "*:80  *:*",
    "[::]:81  [::]:*",
    "[::1]:82  [::]:*",
  ];
  const text = ends.map((ends) =>
    line({ state: "LISTEN", queues: "1      128", ends })
  ).join("");
  const rows = parseSs(text);
  assertEquals(
    rows.map(({ family, local, remote }) =>
      `${family} ${local.hostname} ${local.port} ${remote.hostname} ${remote.port}`
    ),
    [
      "ipv4 0.0.0.0 2024 0.0.0.0 0",
      "ipv4 127.0.0.53 53 0.0.0.0 0",
      "ipv6 :: 80 :: 0",
      "ipv6 :: 81 :: 0",
      "ipv6 ::1 82 :: 0",
    ],
  );
  // Its queue holds 1 connection; what ss prints beside that is its length.
  assertEquals([rows[0].receiveQueue, rows[0].sendQueue], [1, 0]);
});

Deno.test("parseSs() writes an IPv4-mapped address as the IPv4 one", () => {
  const ends = "[::ffff:127.0.0.1]:49361  [::ffff:127.0.0.1]:51022";
  const [row] = parseSs(line({ ends }));
  assertEquals([row.family, row.local.hostname, row.remote.hostname], [
    "ipv6",
    "127.0.0.1",
    "127.0.0.1",
  ]);
});

Deno.test("parseSs() knows a name for each of the eleven states", () => {
  const names = [
    "ESTAB",
    "SYN-SENT",
    "SYN-RECV",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "UNCONN",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING",
  ];
  const states = names.map((state) => parseSs(line({ state }))[0].state);
  assertEquals(new Set(states), new Set(TCP_STATES));
});

Deno.test("parseSs() keeps listeners, and connections of the ports that matter", () => {
  const ends = (local: number, remote: number) =>
    `127.0.0.1:${local} 127.0.0.1:${remote}`;
  const text = [
    line({ ends: ends(4000, 98) }),
    line({ ends: ends(98, 4000) }),
    line({ ends: ends(98, 400) }),
    line({ ends: ends(40_000, 98) }),
    line({ state: "LISTEN", ends: "0.0.0.0:22 0.0.0.0:*" }),
  ].join("");
  const ports = parseSs(text, [4000]).map((row) => row.local.port);
  assertEquals(ports, [4000, 98, 22]);
});

Deno.test("parseSs() takes the later of two rows of one connection, and two listeners for two", () => {
  const text = line({}) + line({ state: "FIN-WAIT-1" }) +
    line({ state: "LISTEN", details: "ino:1" }) +
    line({ state: "LISTEN", details: "ino:2" });
  assertEquals(
    parseSs(text).map(({ state }) => state),
    ["FIN_WAIT_1", "LISTEN", "LISTEN"],
  );
});

Deno.test("parseSs() refuses a row it does not understand", () => {
  for (
    const text of [
      line({ state: "MOVING" }),
      line({ ends: "127.0.0.1 127.0.0.1" }),
      line({ details: "sk:1" }),
      "no row\n",
    ]
  ) assertThrows(() => parseSs(text), SyntaxError, "is not of the form of ss");
});

Deno.test("ssArguments() asks for listeners and both ends of each port", () => {
  assertEquals(ssArguments([4000, 5000]), [
    "-tane",
    "dport = :0 or sport = :4000 or dport = :4000 or sport = :5000 or dport = :5000",
  ]);
  assertEquals(ssArguments([]), ["-tane", "dport = :0"]);
});

Deno.test("ssArguments() asks for all rows where no port is named, or very many are", () => {
  assertEquals(ssArguments(), ["-tane"]);
  assertEquals(ssArguments(Array.from({ length: 100 }, (_, i) => i)), [
    "-tane",
  ]);
});
