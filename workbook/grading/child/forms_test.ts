/**
 * The forms of a check, played on real sockets and on the model network.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { makeCalls } from "../kit/calls.ts";
import { session, transcript } from "../kit/check_context.ts";
import { each } from "../kit/each.ts";
import { equal } from "../kit/expect.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { closedPort, expectFree, onFreePort } from "../kit/ports.ts";
import type { Register } from "../kit/register.ts";
import { makeServes } from "../kit/server.ts";
import { either, refusal, such } from "../kit/expectations.ts";
import { makeValues, type Rows, type ValuesOptions } from "../kit/values.ts";
import { Peer } from "../kit/peer.ts";
import { real } from "../kit/wire.ts";
import { NotStarted, todo } from "../../todo.ts";
import { watchCalls } from "./called.ts";
import { runCheck } from "./run_check.ts";

watchSockets();

/** The check that was registered last. */
let last: () => void | Promise<void> = () => {};
const register: Register = (_name, _needs, run) => {
  last = run;
};

const NETWORKS = [undefined, "kind"] as const;

/** The fault of the check that was registered last, on either network. */
async function faultOn(network: typeof NETWORKS[number]) {
  const { fault } = await assertRejects(
    () => runCheck(() => last(), { profile: network }),
    Wrong,
  );
  return fault;
}

/** Reads on, answers OK, closes at the end; `exit` closes too. */
function startEcho(
  log: (line: string) => void,
  port = 0,
): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const conns = new Set<Deno.Conn>();
  const decoder = new TextDecoder();
  async function serve(conn: Deno.Conn) {
    const buffer = new Uint8Array(1024);
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        const text = decoder.decode(buffer.subarray(0, n));
        log(`got ${text}`);
        await conn.write(new TextEncoder().encode("OK"));
        if (text === "exit") break;
      }
      log("end");
    } catch {
      // Reset or stopped.
    }
    try {
      conn.close();
    } catch {
      // The check closed it.
    }
    conns.delete(conn);
  }
  const accepting = (async () => {
    try {
      while (true) {
        const conn = await listener.accept();
        conns.add(conn);
        serve(conn);
      }
    } catch {
      // Stopped.
    }
  })();
  return {
    addr: listener.addr as Deno.NetAddr,
    async stop() {
      listener.close();
      for (const conn of conns) conn.close();
      conns.clear();
      await accepting;
    },
  };
}

const server = makeServes(register, "startEcho()", (log) => startEcho(log), {
  log: { chunk: "got ", quit: "end" },
});

/** Upper case of what a server gives for a request. */
async function ask(
  { hostname, port }: { hostname: string; port: number },
  request: string,
): Promise<string> {
  using conn = await Deno.connect({ hostname, port });
  await conn.write(new TextEncoder().encode(request));
  await conn.closeWrite();
  let text = "";
  const buffer = new Uint8Array(100);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    text += new TextDecoder().decode(buffer.subarray(0, n));
  }
  if (text === "") throw new RangeError("no reply: 0 bytes");
  return text.toUpperCase();
}

const asks = makeCalls(
  register,
  "ask(server, request)",
  ({ server }, { q }) => ask(server, q),
  {
    listens: ["server"],
    facts: (one) => ({
      reply: async ([due]) => equal(await one.value(), due, { did: one.did }),
    }),
  },
);

/** Closes what it was given when it ends. */
const drains = makeCalls(
  register,
  "drain(conn, text)",
  async ({ conn }, _, text: string) => {
    const buffer = new Uint8Array(100);
    await conn.write(new TextEncoder().encode(text));
    try {
      while (await conn.read(buffer) !== null);
    } finally {
      conn.close();
    }
  },
  { hands: ["conn"], closes: true, neverRejects: true },
);

for (const network of NETWORKS) {
  const on = network ? "on the model network" : "on real sockets";

  Deno.test(`a script is played against a server, ${on}`, async () => {
    server("is right")`
      client → {a} ← OK ← nothing   ? where to look
      log = {a}
      client 2 → exit ← OK ← close
      open = 1
      client 3 → x ← OK → RST
      client → y in pieces of 1 ← OK
      client → FIN ← FIN
      open = 0
      quits = 2
      clients 4-5 → {b} ← OK
      lines = 6
      time passes
      stop()
      clients 4-5 ← end
      port = free
    `;
    await runCheck(() => last(), { profile: network });
  });

  Deno.test(`each time a script is played it has a server of its own, ${on}`, async () => {
    server("is right each time")`
      client → ${each("abc", "de")} ← OK
      log = ${each("abc", "de")}
    `;
    await runCheck(() => last(), { profile: network });
    server("is wrong the second time")`
      client → a ← ${each("OK", "NO")}   ? the answer
    `;
    const fault = await faultOn(network);
    assertEquals([fault.cause, fault.lookAt], ["wrong-bytes", "the answer"]);
    assertThrows(
      () => server("is no script")`client → ${each()}`,
      SyntaxError,
      "at least one",
    );
  });

  Deno.test(`a step that fails asks the question of its line, ${on}`, async () => {
    server("is wrong")`
      client → {a} ← OK    ? the first
      client → {b} ← NO    ? the second
    `;
    const fault = await faultOn(network);
    assertEquals(fault.cause, "wrong-bytes");
    assertEquals(fault.lookAt, "the second");
    assert(transcript().some(({ text }) => text.startsWith("client → ")));
  });

  Deno.test(`facts and signs refuse what is not so, ${on}`, async () => {
    const wrong: Array<[cause: string, register: () => void]> = [
      ["leak", () =>
        server("x")`
        client connects → a ← OK
        open = 0`],
      ["wrong-value", () =>
        server("x")`
        client → a ← OK
        log = b`],
      ["wrong-value", () =>
        server("x")`
        client → a ← OK
        log =`],
      ["wrong-bytes", () =>
        server("x")`
        client → a
        a moment passes
        client ← nothing`],
      ["closed-early", () =>
        server("x")`
        client → exit ← OK
        a moment passes
        client ← nothing`],
      ["never-closed", () => server("x")`client → exit ← OK ← RST`],
      ["leak", () => server("x")`port = free`],
    ];
    for (const [cause, register] of wrong) {
      register();
      assertEquals((await faultOn(network)).cause, cause);
    }
  });

  Deno.test(`a check in code plays scripts too, ${on}`, async () => {
    server("in code", async (one) => {
      const client = await one.connect("client");
      await one.play`client → ${"hello"} ← ${new TextEncoder().encode("OK")}`;
      await client.send("more");
      await one.play`
        client ← OK
        log = ${["hello", "more"]}`;
      assertThrows(() => one.play`log = {zz}`, SyntaxError, "forms_test.ts:");
      const two = server.begin((log) => startEcho(log));
      await two.play`client → a ← OK`;
      await two.end();
    });
    await runCheck(() => last(), { profile: network });
  });

  Deno.test(`a script is played while a call runs, ${on}`, async () => {
    asks("gives the reply")`
      server ← {q} ← FIN
      pending
      server → {r} in pieces → close
      returns ${({ r }) => r.toUpperCase()}
      reply = ${({ r }) => r.toUpperCase()}
      open = 0
      resolves closed
    `;
    await runCheck(() => last(), { profile: network });
    asks("throws")`
      server ← {q} → close
      throws RangeError "0 bytes"
    `;
    await runCheck(() => last(), { profile: network });
    drains("a connection that is handed over", "hello")`
      conn ← hello → x → FIN
      conn ← close
    `;
    await runCheck(() => last(), { profile: network });
  });

  Deno.test(`a script of a call is played with each value, ${on}`, async () => {
    const replies = each("abc", "de", "");
    const sizes = each([1], [1, 2], [3]);
    const script = () =>
      asks("gives each reply")`
        server → ${replies} in pieces of ${sizes} → close
        returns ${each("ABC", "DE", "never")}   ? the reply
      `;
    script();
    // The third call is made, and it throws: there is no reply.
    await assertRejects(
      () => runCheck(() => last(), { profile: network }),
      Wrong,
      "RangeError: no reply",
    );
    assertThrows(
      () => asks("cannot be read")`server → abc in pieces of ${"many"}`,
      SyntaxError,
      "the sizes are missing; write in pieces of 1, 2",
    );
  });

  Deno.test(`what a call does wrong is told, ${on}`, async () => {
    asks("gives another one")`
      server ← {q} → abc → close
      returns abc   ? the question
    `;
    const fault = await faultOn(network);
    assertEquals(fault, {
      cause: "wrong-value",
      did: "ask(server, request)",
      expected: '"abc"',
      came: '"ABC"',
      lookAt: "the question",
    });
    asks("does not throw")`
      server ← {q} → abc → close
      throws
    `;
    assertEquals((await faultOn(network)).cause, "did-not-throw");
    asks("throws another error")`
      server ← {q} → close
      throws TypeError
    `;
    assertEquals((await faultOn(network)).expected, "a TypeError");
    makeCalls(register, "fail()", () => Promise.reject("no"), {})(
      "throws what is no error",
    )`throws`;
    assertEquals(
      (await faultOn(network)).came,
      '"no" was thrown, and is no error',
    );
    asks("is over too early")`
      server ← {q} → abc → close
      a moment passes
      pending
    `;
    assertEquals((await faultOn(network)).cause, "too-early");
    drains("rejects", "hello")`
      conn ← hello → RST
    `;
    const rejected = await faultOn(network);
    assertEquals(rejected.did, 'drain(conn, "hello")');
    assertEquals(rejected.expected, "drain() never rejects");
    makeCalls(register, "fail()", () => Promise.reject(new Error("no")), {
      neverRejects: "who catches it",
    })("rejects, and has a question for that")`resolves   ? another question`;
    assertEquals((await faultOn(network)).lookAt, "who catches it");
  });

  Deno.test(`nobody gets a closed port, and a free one is free, ${on}`, async () => {
    await runCheck(async () => {
      const { hostname, port } = await closedPort();
      for (let i = 0; i < 20; i++) {
        await assertRejects(
          () => real.connect({ hostname, port }),
          Deno.errors.ConnectionRefused,
        );
        real.listen({ hostname, port: 0 }).close();
      }
      const { server } = await onFreePort((port) => startEcho(() => {}, port));
      (await Peer.connect(server.addr)).close();
      assertThrows(() => expectFree(server.addr.port), Wrong);
      await server.stop();
      expectFree(server.addr.port);
    }, { profile: network });
  });
}

Deno.test("a grader names actions and an ending of its own", async () => {
  const ending = {
    call: "listener.close()",
    promise: "serve(listener)",
    lookAt: "who waits",
  };
  const never = new Promise<void>(() => {});
  const named = (stop?: () => Promise<void>) =>
    makeServes(register, "serve(listener)", (log) => {
      const echo = startEcho(log);
      const end = async () => {
        await echo.stop();
        await stop?.();
      };
      return { addr: echo.addr, stop: end, hush: () => log("end") };
    }, {
      log: { chunk: "got ", quit: "end" },
      actions: (one) => ({ "hush()": () => one.server.hush() }),
      ending,
    });
  const script = (one: ReturnType<typeof named>) =>
    one("is played")`
      client → a ← OK
      hush()
      quits = 1`;
  script(named());
  await runCheck(() => last());
  assert(
    transcript().some(({ text }) => text === "listener.close() is called"),
  );
  script(named(() => never));
  const pending = await faultOn(undefined);
  assertEquals(pending.lookAt, "who waits");
  assert(pending.what?.startsWith("the promise of serve(listener) stays"));
  script(named(() => Promise.reject(new Error("no"))));
  const { what, expected } = await faultOn(undefined);
  assertEquals(what, "serve(listener) failed with Error: no");
  assertEquals(expected, "serve(listener) never rejects");
});

Deno.test("a server whose stop() is not written is right in the parts before", async () => {
  session.parts = 5;
  const unfinished = makeServes(register, "startEcho()", (log) => ({
    ...startEcho(log),
    stop: () => todo("part 5: stop"),
  }));
  unfinished("answers")`client → a ← OK`;
  await runCheck(() => last(), { part: 2 });
  for (const part of [5, "beyond", undefined] as const) {
    await assertRejects(() => runCheck(() => last(), { part }), NotStarted);
  }
  unfinished("stops", (one) => one.stop());
  await assertRejects(() => runCheck(() => last(), { part: 5 }), NotStarted);
});

Deno.test("a stop() that fails is told in the part that asks for it, and waited for once before", async () => {
  let stops = 0;
  const failing = makeServes(register, "startEcho()", (log) => ({
    ...startEcho(log),
    stop() {
      stops++;
      return new Promise<void>(() => {});
    },
  }), { stopPart: 5 });
  failing("answers")`client → a ← OK`;
  session.stopFails = false;
  for (const part of [1, 4] as const) await runCheck(() => last(), { part });
  assertEquals([session.stopFails, stops], [true, 2]);
  const { fault } = await assertRejects(
    () => runCheck(() => last(), { part: 5 }),
    Wrong,
  );
  assertEquals(fault.what, "the promise of stop() stays pending");
  // What the script finds is told in its own part.
  failing("answers otherwise")`client → a ← "another reply"`;
  await assertRejects(() => runCheck(() => last(), { part: 1 }), Wrong);
  session.stopFails = false;
});

Deno.test("a hole that is reached counts, whatever catches what it throws", async () => {
  const caught = makeServes(register, "startEcho()", (log) => {
    try {
      todo("part 2: read");
    } catch {
      // As given code does that must survive a client.
    }
    return startEcho(log);
  });
  caught("answers")`client → a ← OK`;
  await runCheck(() => last(), { part: 1 });
  await assertRejects(() => runCheck(() => last(), { part: 2 }), NotStarted);
});

Deno.test("a hole of beyond, or of a part that there is not, excuses no check of a part", async () => {
  session.parts = 5;
  for (const what of ["beyond: a reset", "part 6: none"]) {
    const meets = makeServes(register, "startEcho()", (log) => {
      try {
        todo(what);
      } catch {
        // As above.
      }
      return startEcho(log);
    });
    meets("answers")`client → a ← "another reply"`;
    await assertRejects(() => runCheck(() => last(), { part: 5 }), Wrong);
  }
});

Deno.test("a check that fails after it met a later hole is not started", async () => {
  session.parts = 5;
  const silent = makeServes(register, "startEcho()", (log) => ({
    ...startEcho((line) => {
      log(line);
      todo("part 4: many clients");
    }),
  }));
  silent("answers")`client → a ← "another reply"`;
  await assertRejects(() => runCheck(() => last(), { part: 2 }), NotStarted);
});

/** Runs a table of `Math.max`, or of another call. */
async function table(
  rows: Rows<number[], unknown>,
  options: ValuesOptions<number[], unknown> = {},
): Promise<void> {
  makeValues<number[], unknown>(register, "max", () => Math.max, options)(
    "name",
    rows,
  );
  await last();
}

Deno.test("a table calls each row, and derives how it is told", async () => {
  await table([
    [[1, 2], 2],
    [[3], either(3, 4)],
    [[], such("less than 0", (came: number) => came < 0)],
  ]);
  const { fault } = await assertRejects(
    () => table(() => [[[1, 2], 2, "first"], [[1, 3], 2]]),
    Wrong,
  );
  assertEquals(fault, {
    cause: "wrong-value",
    did: "max(1, 3)",
    expected: "2",
    came: "3",
    lookAt: "first",
  });
});

Deno.test("a table asks its question of a value that is no text, too", async () => {
  for (const came of [Symbol("x"), Object.create(null)]) {
    const { fault } = await assertRejects(
      () =>
        table([[[1], 2, "which number"]], {
          call: () => came,
          tells: (came) => `${came}`,
        }),
      Wrong,
    );
    assertEquals([fault.cause, fault.lookAt], ["wrong-value", "which number"]);
  }
});

Deno.test("a table expects errors: their class, and what the message holds", async () => {
  const call = (value: number) => {
    throw new RangeError(`${value}: at most 255`);
  };
  await table([
    [[256], refusal(RangeError, "256", ["the limit", /255|8 bits/])],
    [[7], refusal()],
  ], { call });
  const cases: Array<[ReturnType<typeof refusal>, string]> = [
    [refusal(TypeError), "a TypeError"],
    [refusal(RangeError, "300"), "a RangeError whose message holds 300"],
    [
      refusal(RangeError, ["the limit", /65535/]),
      "a RangeError whose message holds the limit",
    ],
  ];
  for (const [due, expected] of cases) {
    const { fault } = await assertRejects(
      () => table([[[256], due, (came) => String(came)]], { call }),
      Wrong,
    );
    assertEquals(fault.expected, expected);
    assertEquals(fault.lookAt, "RangeError: 256: at most 255");
  }
  const { fault } = await assertRejects(
    () => table([[[1], refusal(RangeError)]]),
    Wrong,
  );
  assertEquals(fault.cause, "did-not-throw");
});

Deno.test("a table is written as text, and what came may ask another question", async () => {
  const max = makeValues<number[], unknown>(register, "max", () => Math.max, {
    inputs: { "…": (text) => [text.split(" ").map(Number)] },
    tells: (came, due) => (came as number) < 0 ? `not ${due}` : undefined,
  });
  max("is right")`
    1 2 | 2 1 → 2   ? which is larger
    -1 -2     → -1
  `;
  await last();
  max("asks the row's question")`1 2 → 1   ? which is larger`;
  const { fault } = await assertRejects(async () => await last(), Wrong);
  assertEquals([fault.did, fault.lookAt], ["max(1, 2)", "which is larger"]);
  max("asks by what came")`-1 -2 → 1   ? which is larger`;
  const told = await assertRejects(async () => await last(), Wrong);
  assertEquals(told.fault.lookAt, "not 1");
  assertThrows(() => max("is none")`1 2`, SyntaxError, "forms_test.ts:");
});

Deno.test("a table compares the fields that it names, whatever else an object holds", async () => {
  const parse = makeValues(
    register,
    "parse",
    () => (id: number) => id > 0 ? { id, more: "own" } : null,
    { fields: "id" },
  );
  parse("is right", [[[7], { id: 7 } as never], [[0], null]]);
  await last();
  parse("is wrong", [[[7], { id: 8 } as never]]);
  const { fault } = await assertRejects(async () => await last(), Wrong);
  assertEquals([fault.expected, fault.came], ["{ id: 8 }", "{ id: 7 }"]);
});

Deno.test("a table sees a changed argument, and a result that changes later", async () => {
  const shared = new Uint8Array(1);
  const submission = watchCalls({
    fill(value: number) {
      shared[0] = value;
      return shared;
    },
  });
  const fill = makeValues(register, "fill", () => submission.fill);
  fill("name", [[[1], Uint8Array.of(1)], [[2], Uint8Array.of(2)]]);
  const later = await assertRejects(async () => await last(), Wrong);
  assertEquals(later.fault.did, "fill(1), looked at after the next calls");
  fill("name", [[[1], Uint8Array.of(1)], [[1], Uint8Array.of(1)]]);
  const kept = await assertRejects(async () => await last(), Wrong);
  assertEquals(kept.fault.did, "fill(1), called after other calls");
  const sort = makeValues(
    register,
    "sort",
    () => (list: number[]) => list.sort(),
  );
  sort("name", [[[[2, 1]], [1, 2]]]);
  const changed = await assertRejects(async () => await last(), Wrong);
  assertEquals(
    changed.fault.did,
    "sort([2, 1]), then look at what it was given",
  );
});

Deno.test("a table fills a list or an object again, and expects what is due for it now", async () => {
  const kept = new WeakMap<object, number>();
  const keeps = (numbers: object) => {
    const sum = Object.values(numbers).reduce((a, b) => a + b, 0);
    if (!kept.has(numbers)) kept.set(numbers, sum);
    return kept.get(numbers)!;
  };
  const sums = makeValues(register, "sum", () => keeps);
  for (
    const [one, two, said] of [
      [[1, 2], [4], "sum([1, 2]), in a list"],
      [{ a: 1, b: 2 }, { b: 4 }, "sum({ a: 1, b: 2 }), in an object"],
    ] as const
  ) {
    sums("name", [[[one], 3], [[two], 4]]);
    const { fault } = await assertRejects(async () => await last(), Wrong);
    assertEquals(
      [fault.did, fault.expected, fault.came],
      [`${said} that held something else in the call before`, "3", "4"],
    );
    // With one value it could not tell.
    sums("name", [[[one], 3], [[one], 3]]);
    await last();
  }
});

Deno.test("a table sees what is written around an array", async () => {
  const pads = (bytes: Uint8Array) => {
    new Uint8Array(bytes.buffer)[bytes.byteOffset + bytes.length] = 0;
    return bytes.length;
  };
  const count = makeValues(register, "count", () => pads);
  count("name", [[[Uint8Array.of(7, 8, 9).subarray(0, 2)], 2]]);
  const { fault } = await assertRejects(async () => await last(), Wrong);
  assertEquals(
    fault.did,
    "count(Uint8Array.of(0x07, 0x08)), then look around the array that it was given",
  );
});
