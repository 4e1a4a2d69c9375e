/**
 * Scenes, played on the model network and on real sockets: scripts that make the
 * calls themselves.
 *
 * @module
 */
import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { either } from "../kit/expectations.ts";
import { equal } from "../kit/expect.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import type { Register } from "../kit/register.ts";
import type { Tag } from "../kit/step.ts";
import type { MakeScene } from "../kit/running_scene.ts";
import { makeScenes } from "../kit/scenes.ts";
import { runCheck } from "./run_check.ts";

watchSockets();

/** The check that was registered last, and whether its time is virtual. */
let last: () => void | Promise<void> = () => {};
let isVirtual: boolean | undefined;
const register: Register = (_name, { virtual }, run) => {
  last = run;
  isVirtual = virtual;
};

/** Reads once: the text, or `late` after so many milliseconds. */
async function read(
  conn: Deno.Conn,
  ms: number,
): Promise<string> {
  const buffer = new Uint8Array(16);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  const n = await Promise.race([conn.read(buffer), late]);
  clearTimeout(timer);
  if (n === null) throw new TypeError(`ended within ${ms} ms`);
  return n === undefined
    ? "late"
    : new TextDecoder().decode(buffer.subarray(0, n));
}

const ERROR = new Error("the same");

const making: MakeScene = ({ stage }) => {
  let last = 0;
  let how = "";
  return {
    calls: {
      read: (conn: Deno.Conn, ms: number) => {
        last = ms;
        return read(conn, ms);
      },
      fail: (error: unknown) => Promise.reject(error),
      wait: (name: string) => {
        how = name;
        return new Promise(() => {});
      },
    },
    facts: {
      ms: ([due]) => equal(last, Number(due), { did: stage.did }),
      how: ([due]) => equal(how, due, { did: stage.did }),
    },
    actions: {
      "the last time is N or N ms": (a: number, b: number) =>
        equal([a, b].includes(last), true, { did: stage.did }),
      "its name is …": (name: unknown) => equal(how, name, { did: stage.did }),
    },
  };
};

const scene = makeScenes(register, making, { promise: "end" });

const onModel = () => runCheck(() => last(), { profile: "kind" });

async function faultOf(): Promise<Wrong["fault"]> {
  return (await assertRejects(onModel, Wrong)).fault;
}

Deno.test("a script makes calls, one after the other, and tells what each gives", async () => {
  scene("right")`
    read(conn, 1_700 ms) returns late after 1,700 ms
    ms = 1700
    the last time is 5 or 1_700 ms
    conn sends {a}
    peer ← {a}
    # the read that waits still gets this
    peer → gone
    a moment passes
    read(conn 2, 300 ms)
    pending
    peer 2 → {b}
    returns {b}
    timers = 0
    call 1 returns late
    peer 2 → FIN
    read(conn 2, 4 s) throws Error or TypeError "4"
    conn = open
    conn closes
    conn = closed
    open = 1
  `;
  assertEquals(isVirtual, true);
  await onModel();
});

/** An error whose class has a name, and no more. */
class TimedOut extends Error {}

Deno.test("a scene without time is played on real sockets, too", async () => {
  scene("right")`
    2 times
      peer → {a}
      read(conn, 60_000) returns {a}
    wait({a}, "", [ff 00]) pending
    its name is {a}
    wait(for the end)
    pending
    how = "for the end"
    its name is "for the end"
    fail(${ERROR}) throws ${ERROR}
    fail(${new (class Narrow extends RangeError {})()}) throws RangeError
    fail(${new TimedOut()}) throws TimedOut or TimeoutError
    # as sockets of node: tell it
    fail(${Object.assign(new Error(), { code: "EPIPE" })}) throws BrokenPipe
    read = 12
    peer → x
    conn reads 1 bytes
    read = 13
    peer → one
    read(conn, 60_000) returns ${either("one", "two")}
    conn has room for 2 bytes
    conn sends x
    taken = 1
    conn gets room for 1 | 1
    conn gets room for ${[1, 2]}
    conn sends xyz12
    taken = 6
    conn closes
    conn closes
  `;
  assertEquals(isVirtual, false);
  await runCheck(() => last());
  await onModel();
});

Deno.test("what a call gives instead is told, with its line and its question", async () => {
  scene("early")`
    read(conn, 50) returns late after 60 ms   ? is it early
  `;
  const early = await faultOf();
  assertEquals(early.cause, "too-early");
  assertEquals(early.did, "read(conn, 50)");
  assertEquals(early.lookAt, "is it early");
  scene("late")`
    read(conn, 900) settles after 300 to 800 ms
  `;
  const late = await faultOf();
  assertEquals(late.cause, "too-slow");
  assertEquals(
    late.expected,
    "it settles 300 ms to 800 ms after the last step",
  );
  scene("rejects")`
    fail(${ERROR}) returns null
  `;
  const rejects = await faultOf();
  assertEquals(rejects.expected, "null");
  assertEquals(rejects.came, "it rejects with Error: the same");
  scene("another error")`
    fail(${new Error("another")}) throws ${ERROR}
  `;
  assertEquals((await faultOf()).cause, "wrong-value");
  scene("neither of two")`
    peer → x
    read(conn, 50) returns ${either("one", "two")}
  `;
  assertEquals((await faultOf()).expected, '"one" or "two"');
  scene("nobody has read it")`
    peer → x
    read = 1
  `;
  assertEquals((await faultOf()).cause, "never-ended");
  scene("another name")`
    fail(${ERROR}) throws TypeError or RangeError "same"
  `;
  assertEquals((await faultOf()).expected, "a TypeError or RangeError");
  scene("not pending")`
    peer → x
    read(conn, 50) pending
  `;
  assertEquals((await faultOf()).expected, "end is pending");
  scene("a failure of which no line tells")`
    fail(${ERROR})
    a moment passes
  `;
  assertEquals((await faultOf()).cause, "threw");
  scene("a direction is closed")`
    conn closes
    conn sends x
  `;
  assertEquals((await faultOf()).cause, "closed-early");
});

Deno.test("a timer that runs on is told", async () => {
  makeScenes(register, () => ({
    calls: { leave: () => void setTimeout(() => {}, 60_000) },
  }))("timers")`
    leave() resolves
    timers = 0
  `;
  assertEquals((await faultOf()).what, "timers that still run: 1");
});

const MISTYPED: Array<[string, (tag: Tag<void>) => void]> = [
  ["follows an argument", (tag) => tag`read(conn, 50 returns late`],
  ["argument is missing", (tag) => tag`read(conn, , 50)`],
  ["cannot be called here", (tag) => tag`write(conn)`],
  ["follows a call", (tag) => tag`read(conn, 50) gives late`],
  ["the later time stands second", (tag) => tag`settles after 90 to 80 ms`],
  ["no step is written so", (tag) => tag`5 times`],
  ["nothing was called before", (tag) => tag`returns late`],
  [
    "there is no call 3; the lines above make 2",
    (tag) =>
      tag`
      read(conn, 50)
      read(conn, 50)
      call 3 returns late`,
  ],
  ["there is no fact", (tag) => tag`room = 5`],
];

for (const [message, write] of MISTYPED) {
  Deno.test(`a mistyped line says so: ${message}`, () => {
    assertThrows(() => write(scene("wrong")), SyntaxError, message);
    assertThrows(
      () => write(scene("wrong")),
      SyntaxError,
      "scenes_test.ts:",
    );
  });
}

/** Connects, and gives what the submission of lesson 4 would. */
const connecting = makeScenes(register, (one) => ({
  calls: {
    connect: async (to: Deno.ConnectOptions, text: unknown) => {
      const conn = await Deno.connect(to);
      await conn.write(new TextEncoder().encode(String(text)));
      return conn;
    },
    fails: () => Promise.reject(new TypeError("own")),
  },
  actions: {
    "conn is what it gives": async () =>
      one.stage.take(await one.value() as Deno.TcpConn),
  },
}), { listens: ["server"], neverRejects: "who catches it" });

Deno.test("a call gets the endpoint of a peer that listens, and may give the conn of the script", async () => {
  connecting("connects")`
    connect(server, {q})
    conn is what it gives
    server ← {q} → {r}
    conn reads {r}
    conn sends {s}
    server ← {s}
    connect(server, hello)
    server 2 ← hello
    conn is what it gives
    server 2 → abc
    conn reads abc
    conn closes
    server → RST
  `;
  await assertRejects(onModel, Wrong, "left open: 1 connection");
});

Deno.test("what the caller reads must be what the script says", async () => {
  connecting("reads")`
    connect(server, hello)
    conn is what it gives
    server → abd
    conn reads abc   ? what comes
  `;
  const { did, cause, lookAt } = await faultOf();
  assertEquals([did!.replace(/\d+ \}/, "PORT }"), cause, lookAt], [
    'connect({ hostname: "127.0.0.1", port: PORT }, hello), then the caller reads from conn',
    "closed-early",
    "what comes",
  ]);
});

Deno.test("a scene may say that its calls never reject", async () => {
  connecting("fails")`
    fails() resolves
  `;
  const { expected, lookAt } = await faultOf();
  assertEquals([expected, lookAt], ["fails() never rejects", "who catches it"]);
});

Deno.test("a connect is held back, completes or fails as the script says", async () => {
  connecting("holds")`
    every connect is held back
    connect(server, hello)
    pending
    the connects complete
    conn is what it gives
    server ← hello
    conn closes
    late connections = closed
  `;
  await onModel();
  connecting("refuses")`
    Deno.connect() fails with ECONNREFUSED
    connect(server, hello) resolves
  `;
  const { what } = await faultOf();
  assertStringIncludes(what!, "Connection refused (os error 111)");
  scene("counts them")`
    Deno.connect() fails with ECONNREFUSED
    connects = 1   ? who asks again
  `;
  const { expected, came } = await faultOf();
  assertEquals([expected, came], ["1", "0"]);
});

Deno.test("a connection that completes too late must be closed", async () => {
  connecting("leaves it open")`
    every connect is held back
    connect(server, hello)
    the connects complete
    late connections = closed
  `;
  const { cause, what } = await faultOf();
  assertEquals(
    [cause, what],
    ["leak", "a connection completed after its time, and is open"],
  );
});

Deno.test("an error that the kernel does not know is no line", () => {
  const tag = connecting("mistyped");
  assertThrows(
    () => tag`late connections = clsed`,
    SyntaxError,
    "late connections is never so; write late connections = closed",
  );
  assertThrows(
    () => tag`Deno.connect() fails with ECONREFUSED`,
    SyntaxError,
    'Cannot read "Deno.connect() fails with ECONREFUSED": no step is written so',
  );
});

/** Words that stand for values. */
const saying = makeScenes(register, () => ({
  calls: { say: (value: unknown) => value },
  values: { "a pair": () => Promise.resolve([1, 2]) },
}));

Deno.test("a word of a call may stand for a value, and is told as that", async () => {
  saying("says")`
    say(a pair) returns ${[1, 2]}
    say(a word) returns "a word"
    say(a pair) returns 3
  `;
  const { did } = await faultOf();
  assertEquals(did, "say([1, 2])");
  const tag = saying("mistyped");
  assertThrows(
    () => tag`say(a piar)`,
    SyntaxError,
    'a piar is no a pair; write a pair, or "a piar" for the text',
  );
});
