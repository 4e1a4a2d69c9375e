import { assertEquals } from "@std/assert";
import { createStyle } from "../terminal/mod.ts";
import { formatTimeline } from "./format.ts";
import type { Mark } from "../sandbox/mark.ts";
import { ownSockets } from "./own_sockets.ts";
import { StraceReader } from "./strace.ts";
import { timeline } from "./timeline.ts";

const style = createStyle({ colour: false, width: 100 });
const TO = (port: number) =>
  `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}`;

/** A trace: marks and calls of thread 1, ten microseconds apart; other threads as given. */
function trace(...steps: Array<Mark | string>) {
  const lines = steps.map((step, i) => {
    const time = `1000.${String(i * 10).padStart(6, "0")}`;
    if (typeof step !== "string") {
      const text = encodeURIComponent(JSON.stringify(step));
      return `[pid 1] ${time} write(1, "\\36MARK ${text}\\n", 99) = 99`;
    }
    return step.startsWith("[")
      ? step.replace("] ", `] ${time} `)
      : `[pid 1] ${time} ${step}`;
  });
  return new StraceReader().push(`${lines.join("\n")}\n`);
}

const begin = (id: number, call: string, ends?: Record<string, number>): Mark =>
  ({ type: "begin", id, call, ends }) as Mark;
const end = (id: number, result = ""): Mark => ({ type: "end", id, result });

Deno.test("ownSockets() leaves out files, other threads and the workbook's connection", () => {
  const traced = ownSockets(
    trace(
      "socket(AF_UNIX, SOCK_STREAM, 0) = 5",
      "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 6",
      `connect(6, ${
        TO(7000)
      }, 16) = -1 EINPROGRESS (Operation now in progress)`,
      begin(1, 'Deno.connect({ hostname: "127.0.0.1", port: 8000 })'),
      "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 7",
      "[pid 2] socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 8",
      `connect(7, ${
        TO(8000)
      }, 16) = -1 EINPROGRESS (Operation now in progress)`,
      "close(5) = 0",
      'sendto(6, "report", 6, 0, NULL, 0) = 6',
      "close(7) = 0",
      // The descriptor was given back: this file is no socket.
      "close(7) = 0",
    ),
    7000,
  );
  assertEquals(
    traced.map((each) => "call" in each ? each.call.name : each.mark.type),
    ["begin", "socket", "connect", "close"],
  );
});

Deno.test("timeline() puts each system call beneath its call of Deno", () => {
  const ends = { local: 8000, remote: 9000 };
  const entries = timeline(ownSockets(trace(
    begin(1, "Deno.listen({ port: 0 })"),
    "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 21",
    `bind(21, ${TO(0)}, 16) = 0`,
    "listen(21, 511) = 0",
    `getsockname(21, ${TO(8000)}, [128 => 16]) = 0`,
    end(1, "127.0.0.1, port 8000"),
    begin(2, "listener.accept()", { local: 8000 }),
    `accept4(21, ${TO(9000)}, [128 => 16], SOCK_CLOEXEC) = 22`,
    `getsockname(22, ${TO(8000)}, [128 => 16]) = 0`,
    end(2, "connection from port 9000"),
    begin(3, "conn.read(5 bytes)", ends),
    begin(4, "listener.accept()", { local: 8000 }),
    "accept4(21, 0x7ff, [128], SOCK_CLOEXEC) = -1 EAGAIN (Resource temporarily unavailable)",
    'recvfrom(22, "hello", 5, 0, NULL, NULL) = 5',
    end(3, "5"),
    begin(5, "conn.close()", ends),
    "shutdown(22, SHUT_WR) = 0",
    end(5),
    "close(22) = 0",
  )));
  assertEquals(formatTimeline(entries, style), [
    "  +0.00 ms     Deno    Deno.listen({ port: 0 })",
    "               C       socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 21",
    "               C       bind(21, 127.0.0.1:0, 16) = 0",
    "               C       listen(21, 511) = 0",
    "               C       getsockname(21, 127.0.0.1:8000, [128 => 16]) = 0",
    "               result  127.0.0.1, port 8000",
    "  +0.06 ms     Deno    listener.accept()",
    "               C       accept4(21, 127.0.0.1:9000, [128 => 16], SOCK_CLOEXEC) = 22",
    "               C       getsockname(22, 127.0.0.1:8000, [128 => 16]) = 0",
    "               result  connection from port 9000",
    "  +0.10 ms     Deno    conn.read(5 bytes)",
    "  +0.11 ms     Deno    listener.accept()",
    "               C       accept4(21, 0x7ff, [128], SOCK_CLOEXEC) = -1 EAGAIN (nothing there yet)",
    "  +0.13 ms     Deno    conn.read(5 bytes), begun at +0.10 ms",
    '               C       recvfrom(22, "hello", 5, 0, NULL, NULL) = 5',
    "               result  5",
    "  +0.15 ms     Deno    conn.close()",
    "               C       shutdown(22, SHUT_WR) = 0",
    "               C       close(22) = 0",
  ]);
});

Deno.test("timeline() gives the socket of a failed listen() to that call", () => {
  const entries = timeline(ownSockets(trace(
    begin(1, "Deno.listen({ port: 80 })"),
    "socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 21",
    'bind(21, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 EADDRINUSE (Address already in use)',
    "close(21) = 0",
    end(1, "throws AddrInUse"),
  )));
  assertEquals(formatTimeline(entries, style).slice(1), [
    "               C       socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 21",
    "               C       bind(21, [::1]:80, 28) = -1 EADDRINUSE",
    "               C       close(21) = 0",
    "               result  throws AddrInUse",
  ]);
});

Deno.test("timeline() merges by time what the other side saw", () => {
  const entries = timeline(
    ownSockets(trace(begin(1, "Deno.listen({ port: 0 })"), end(1, "done"))),
    [
      { type: "peer", ms: 1_000_000.005, text: "peer connects" },
      { type: "peer", ms: 999_999, text: "first" },
    ],
  );
  assertEquals(entries.map(({ type, ms }) => [type, ms]), [
    ["peer", 0],
    ["deno", 1],
    ["peer", 1.005],
    ["result", 1.01],
  ]);
});

Deno.test("formatTimeline() cuts long data and shows control characters as escapes", () => {
  const entries = timeline(ownSockets(trace(
    begin(1, "Deno.connect({ port: 1 })"),
    "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 9",
    `sendto(9, "${"a".repeat(500)}", 500, MSG_NOSIGNAL, NULL, 0) = 500`,
    end(1, "\x1b[31m"),
  )));
  const lines = formatTimeline(entries, style);
  assertEquals(
    lines[2].trim(),
    `C       sendto(9, "${
      "a".repeat(24)
    }"..., 500, MSG_NOSIGNAL, NULL, 0) = 500`,
  );
  assertEquals(lines[3].trim(), "result  \\x1b[31m");
});

Deno.test("timeline() gives an option of a connection to the call that sets it", () => {
  const ends = { local: 9000, remote: 8000 };
  const entries = timeline(ownSockets(trace(
    begin(1, "Deno.connect({ port: 8000 })"),
    "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 9",
    `connect(9, ${TO(8000)}, 16) = -1 EINPROGRESS (Operation now in progress)`,
    `getsockname(9, ${TO(9000)}, [128 => 16]) = 0`,
    end(1, "connection from port 9000"),
    // Nobody asked for this one.
    "setsockopt(9, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0",
    begin(2, "conn.setNoDelay()", ends),
    "setsockopt(9, SOL_TCP, TCP_NODELAY, [1], 4) = 0",
    end(2),
  )));
  assertEquals(formatTimeline(entries, style).slice(-3), [
    "               C       setsockopt(9, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0",
    "  +0.06 ms     Deno    conn.setNoDelay()",
    "               C       setsockopt(9, SOL_TCP, TCP_NODELAY, [1], 4) = 0",
  ]);
});

Deno.test("timeline() names sockets that no call of Deno made", () => {
  const entries = timeline(ownSockets(trace(
    begin(1, "Deno.listen({ port: 0 })"),
    "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 21",
    end(1),
    "socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_UDP) = 22",
    `bind(22, ${TO(8000)}, 16) = 0`,
    "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_TCP) = 23",
    "listen(23, 511) = 0",
    `accept4(23, ${TO(9000)}, [128 => 16], SOCK_CLOEXEC) = 24`,
    'recvfrom(24, "x", 65536, 0, NULL, NULL) = 1',
    "close(21) = 0",
  )));
  assertEquals(
    formatTimeline(entries, style).filter((line) => line.includes("Deno "))
      .map((line) => line.slice(23)),
    [
      "Deno.listen({ port: 0 })",
      "inside the runtime: a datagram socket, such as node:dgram's",
      "inside the runtime: a socket of another API, such as node:net",
      "inside the runtime: a stream, or a socket let go",
    ],
  );
});
