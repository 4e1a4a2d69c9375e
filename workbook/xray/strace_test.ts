import { assertEquals } from "@std/assert";
import { StraceReader } from "./strace.ts";

Deno.test("StraceReader reads thread, time, name, arguments and result", () => {
  const [call] = new StraceReader().push(
    '[pid 2202] 1795222648.688181 recvfrom(23, "hello", 10, 0, NULL, NULL) = 5\n',
  );
  assertEquals(call, {
    pid: 2202,
    ms: 1795222648688.181,
    name: "recvfrom",
    args: '23, "hello", 10, 0, NULL, NULL',
    result: "5",
  });
});

Deno.test("StraceReader joins lines that come in pieces", () => {
  const reader = new StraceReader();
  assertEquals(reader.push("1795222648.5 close(2"), []);
  assertEquals(reader.push("2) = 0\n1795222648.6 close(23)"), [{
    pid: undefined,
    ms: 1795222648500,
    name: "close",
    args: "22",
    result: "0",
  }]);
});

Deno.test("StraceReader joins a call that another thread's line cut in two", () => {
  const calls = new StraceReader().push(
    `[pid 7] 100.000001 accept4(21, <unfinished ...>
[pid 8] 100.000002 close(5) = 0
[pid 7] 100.000003 <... accept4 resumed>{sa_family=AF_INET}, [128 => 16], 0) = 23
[pid 8] 100.000004 close(6 <unfinished ...>
[pid 8] 100.000005 <... close resumed>) = 0
`,
  );
  assertEquals(calls.map(({ pid, name, args }) => [pid, name, args]), [
    [8, "close", "5"],
    [7, "accept4", "21, {sa_family=AF_INET}, [128 => 16], 0"],
    [8, "close", "6"],
  ]);
  assertEquals(calls[1].ms, 100000.001);
});

Deno.test("StraceReader keeps what the program itself wrote apart", () => {
  const reader = new StraceReader();
  const calls = reader.push(`/usr/bin/strace: Process 7 attached
error: Uncaught Error: boom
1.5 +++ exited with 1 +++
`);
  assertEquals(calls, []);
  assertEquals(reader.foreign, ["error: Uncaught Error: boom"]);
});
