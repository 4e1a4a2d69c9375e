import type { Endpoint } from "../workbook/endpoint.ts";
import type * as Solution from "../solutions/10_accept_queue.ts";
import {
  afterCheck,
  closedPort,
  countOpen,
  countPendingAccepts,
  delay,
  equal,
  eventually,
  expect,
  failNextAccept,
  holdConnects,
  isOpenConn,
  isPending,
  isVirtual,
  LIMITS,
  literal,
  load,
  note,
  pattern,
  real,
  type Served,
  settle,
  settles,
  show,
  standInForConnect,
  throws,
  within,
  Wrong,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves } = await load<
  typeof Solution
>(
  "10_accept_queue",
  () => import("../lessons/10_accept_queue/exercise.ts"),
  () =>
    import("../lessons/10_accept_queue/exercise.ts", {
      with: { type: "text" },
    }),
);

const HERE = { hostname: "127.0.0.1", port: 0 };

part("count connections");

const probing = { needs: ["probeAcceptQueue" as const] };

type ProbeOptions = Parameters<typeof Solution.probeAcceptQueue>[1];

const told = (options: ProbeOptions) =>
  `probeAcceptQueue(server, ${literal(options)})`;

/** Calls the submission; longer than its own wait it may not take. */
async function probe(server: Endpoint, options: ProbeOptions): Promise<number> {
  const did = told(options);
  note(`${did} is called`);
  return await settles(
    (async () => await submission.probeAcceptQueue(server, options))(),
    did,
    options.limit * options.waitMs + LIMITS.replyMs,
  );
}

/** A listener from which nobody accepts. Its queue has room for all, unless `room` says for how many. */
function listening(
  { room, hostname = HERE.hostname }: { room?: number; hostname?: string } = {},
) {
  const tcpBacklog = room === undefined ? undefined : room - 1;
  const listener = real.listen({ hostname, port: 0, tcpBacklog });
  afterCheck(() => listener.close());
  // Other systems round the backlog up, or answer a full queue with RST.
  if (room !== undefined && Deno.build.os !== "linux") dropAfter(room);
  note(
    tcpBacklog === undefined
      ? "a server listens, and does not accept"
      : `a server listens with tcpBacklog ${tcpBacklog}, and does not accept`,
  );
  return { listener, server: { hostname, port: listener.addr.port } };
}

/** Lets some connects complete, and the others wait until their signal. */
function dropAfter(room: number): void {
  let left = room;
  standInForConnect(({ signal, ...to }) =>
    left-- > 0 ? real.connect(to) : new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    })
  );
}

/** Waits until nothing that the submission opened is open. */
async function allClosed(did: string, lookAt: string): Promise<void> {
  await eventually(() => countOpen() === 0, LIMITS.replyMs, () => ({
    cause: "leak",
    did,
    what: `connections that are still open: ${countOpen()}`,
    expected: "each connection is closed, whether it counts or not",
    lookAt,
  }));
}

check("counts the connections that complete", {
  ...probing,
  lookAt: "which connects complete although nobody accepts, and how many",
}, async () => {
  for (const limit of [1, 3, 8]) {
    const options = { limit, waitMs: 5_000 };
    equal(await probe(listening().server, options), limit, {
      did: told(options),
    });
  }
});

check("makes no more connections than the limit", {
  ...probing,
  lookAt: "when does your loop end",
}, async () => {
  const { listener, server } = listening();
  const options = { limit: 4, waitMs: 5_000 };
  await probe(server, options);
  let came = 0;
  for (; came <= options.limit; came++) {
    const accepting = listener.accept();
    if (await isPending(accepting)) {
      accepting.catch(() => {});
      break;
    }
    (await accepting).close();
  }
  equal(came, options.limit, {
    did: `connections that ${told(options)} made`,
  });
});

check("closes every connection that it made", probing, async () => {
  const options = { limit: 5, waitMs: 5_000 };
  await probe(listening().server, options);
  await allClosed(told(options), "which connections does close() reach");
});

check("rejects when a connect is refused", probing, async () => {
  const options = { limit: 2, waitMs: 5_000 };
  const server = await closedPort();
  note(`nobody listens on ${server.hostname}:${server.port}`);
  await throws(() => submission.probeAcceptQueue(server, options), {
    did: told(options),
    lookAt: "what does a refusal say of a queue",
  }, "the error of Deno.connect(), ConnectionRefused");
});

check("closes what it has opened when a later connect fails", {
  ...probing,
  lookAt: "what happens to the first connections when the third fails",
}, async () => {
  const { server } = listening();
  const others: Promise<unknown>[] = [];
  let count = 0;
  standInForConnect((to) => {
    if (++count !== 3) {
      const connect = real.connect(to);
      others.push(connect);
      return connect;
    }
    note("the third Deno.connect() rejects with AddrNotAvailable");
    return Promise.reject(
      new Deno.errors.AddrNotAvailable(
        "Cannot assign requested address (os error 99)",
      ),
    );
  });
  const options = { limit: 5, waitMs: 5_000 };
  await throws(() => submission.probeAcceptQueue(server, options), {
    did: told(options),
  }, "the error of the third connect");
  // Who connects at once to all has connections that complete after the error.
  await Promise.allSettled(others);
  await allClosed(told(options), "which path leaves without close()");
});

check("works over IPv6", { ...probing, ipv6: true }, async () => {
  const options = { limit: 2, waitMs: 5_000 };
  equal(await probe(listening({ hostname: "::1" }).server, options), 2, {
    did: told(options),
    lookAt: "which hostname does Deno.connect() get",
  });
});

part("a full queue");

check("counts one connection more than the backlog says", {
  ...probing,
  lookAt: "what becomes of the connect that the queue has no room for",
}, async () => {
  for (const room of [1, 2, 3, 6]) {
    // On a busy machine even a connect on loopback may take longer than the
    // first; too many never come from that.
    let count = 0;
    let options = { limit: 0, waitMs: 0 };
    for (const waitMs of [40, 200, 500]) {
      options = { limit: room + 2, waitMs };
      count = await probe(listening({ room }).server, options);
      if (count >= room) break;
    }
    equal(count, room, {
      did: `${told(options)}, tcpBacklog ${room - 1}`,
    });
  }
});

/** A listener whose queue is full, so that no connect to it completes. */
async function fullQueue(): Promise<Endpoint> {
  const { server } = listening({ room: 1 });
  const first = await real.connect(server);
  afterCheck(() => first.close());
  if (Deno.build.os !== "linux") dropAfter(0);
  note("one client is in its queue: the queue is full");
  return server;
}

check("gives up when the time is over", {
  ...probing,
  virtual: true,
  lookAt: "what ends the wait when connect says nothing",
}, async () => {
  const server = await fullQueue();
  const timed = async (waitMs: number) => {
    const options = { limit: 1, waitMs };
    const began = performance.now();
    equal(await probe(server, options), 0, { did: told(options) });
    const ms = performance.now() - began;
    // On real sockets a busy machine may be late: then only too early is wrong.
    const latest = isVirtual() ? waitMs + 10 : Infinity;
    expect(ms >= waitMs - 10 && ms <= latest, {
      cause: ms < waitMs ? "too-early" : "too-slow",
      did: told(options),
      expected: `a number after ${waitMs} ms`,
      came: `a number ${ms < waitMs ? "before" : "after"} that`,
      lookAt: "where the time is taken from, and its unit",
    });
  };
  // Two at once: each has its own time. No one time suits both.
  await Promise.all([timed(500), timed(50)]);
});

check("counts a connection that takes its time", {
  ...probing,
  virtual: true,
  lookAt: "how long may a connect take",
}, async () => {
  const { server } = listening();
  const connects = holdConnects();
  const options = { limit: 2, waitMs: 5_000 };
  const counting = probe(server, options);
  counting.catch(() => {});
  await delay(isVirtual() ? options.waitMs - 100 : 30);
  expect(await isPending(counting), {
    cause: "too-early",
    did: told(options),
    what: "the promise settled while a connect was on its way",
    expected:
      `a promise that is pending for ${options.waitMs} ms, or until then`,
  });
  note("the handshake completes");
  await connects.letGo();
  equal(await counting, options.limit, { did: told(options) });
});

check("gives each connect the whole of its time", {
  ...probing,
  virtual: true,
  lookAt: "whose time is waitMs: each connect's, or that of all together",
}, async () => {
  const { server } = listening();
  const options = { limit: 4, waitMs: 500 };
  note("each handshake takes 400 ms");
  standInForConnect(async ({ signal, ...to }) => {
    await delay(400);
    signal?.throwIfAborted();
    return await real.connect(to);
  });
  equal(await probe(server, options), options.limit, { did: told(options) });
});

check("closes a connection that completes too late", {
  ...probing,
  lookAt: "who has the connection when its time is over",
}, async () => {
  const { server } = listening();
  const connects = holdConnects();
  const options = { limit: 2, waitMs: 10 };
  equal(await probe(server, options), 0, { did: told(options) });
  note("the handshakes complete, after the time");
  await connects.letGo();
  await eventually(
    () => connects.made.every(({ conn }) => !isOpenConn(conn)),
    LIMITS.replyMs,
    () => ({
      cause: "leak",
      did: told(options),
      what: "a connection completed after its time, and is open",
      expected: "no connection, or one that is closed at once",
      at: connects.made.find(({ conn }) => isOpenConn(conn))?.at,
    }),
  );
});

check("survives a connect that fails too late", {
  ...probing,
  lookAt: "who catches an error that comes after the time",
}, async () => {
  const connects = holdConnects();
  const options = { limit: 2, waitMs: 10 };
  equal(await probe(listening().server, options), 0, { did: told(options) });
  note("the connects fail with ConnectionRefused, after the time");
  await connects.letGo(new Deno.errors.ConnectionRefused("Connection refused"));
  // An error that nobody catches is reported in one of these turns.
  await settle();
});

check("keeps two probes apart", {
  ...probing,
  lookAt: "which variable do both calls share",
}, async () => {
  const small = listening().server;
  const large = listening().server;
  const counts = await Promise.all([
    probe(small, { limit: 2, waitMs: 5_000 }),
    probe(large, { limit: 5, waitMs: 5_000 }),
  ]);
  equal(counts, [2, 5], { did: "two probes at once, with limits 2 and 5" });
});

part("accept, handle, close");

/** Whether a listener is open: its port is taken then. */
function isListening({ addr }: Deno.TcpListener): boolean {
  try {
    const { hostname, port } = addr as Deno.NetAddr;
    real.listen({ hostname, port }).close();
    return false;
  } catch {
    return true;
  }
}

/** What a loop is started with. */
interface LoopOptions {
  maxConcurrent?: number;
  tcpBacklog?: number;
  /** Whether the signal is aborted before the call. */
  aborted?: boolean;
  /** Changes the listener before the call. */
  prepare?: (listener: Deno.TcpListener) => void;
  /** Number of the call of `handle`, from 1, that throws at once. */
  throwsAt?: number;
}

/** A loop that runs in a check, with its listener, its signal and its handler. */
class Loop {
  readonly listener: Deno.TcpListener;
  readonly finished: Promise<void>;
  /** How many handlers run now, how many ran at once at most, how many were called. */
  running = 0;
  most = 0;
  called = 0;
  state = "pending";
  readonly #abort = new AbortController();
  readonly #throwsAt: number;

  constructor(
    { maxConcurrent = 10, tcpBacklog, aborted, prepare, throwsAt = 0 }:
      LoopOptions,
  ) {
    this.#throwsAt = throwsAt;
    // Watched, as if the submission had opened it: it must be closed at the end.
    this.listener = Deno.listen({ ...HERE, tcpBacklog });
    prepare?.(this.listener);
    const { signal } = this.#abort;
    if (aborted) this.abort();
    note(
      `acceptLoop(listener, { maxConcurrent: ${maxConcurrent}, … }) is called`,
    );
    const handle = (conn: Deno.Conn) => this.#handle(conn);
    const { listener } = this;
    const call = async () =>
      await submission.acceptLoop(listener, { maxConcurrent, handle, signal });
    this.finished = call();
    this.finished.then(() => this.state = "resolved", (error) => {
      if (error?.name === "NotStarted") throw error;
      // Nobody awaits it yet: it is reported with the check that runs.
      throw new Wrong({
        cause: "threw",
        did: "acceptLoop(listener, options)",
        what: `its promise rejected with ${show(error)}`,
        expected: "it rejects with nothing but a RangeError, at its beginning",
      });
    });
  }

  get addr(): Deno.NetAddr {
    return this.listener.addr as Deno.NetAddr;
  }

  abort(reason?: unknown): void {
    note("the signal aborts");
    this.#abort.abort(reason);
  }

  /** Closes the listener, as somebody else may. */
  close(): void {
    note("somebody closes the listener");
    this.listener.close();
  }

  async stop(): Promise<void> {
    try {
      this.listener.close();
    } catch {
      // The submission, or somebody else, has closed it.
    }
    await this.finished;
  }

  #handle(conn: Deno.Conn): Promise<void> {
    this.called++;
    if (this.called === this.#throwsAt) {
      note("handle() throws at once");
      throw new Error("thrown by handle()");
    }
    this.running++;
    this.most = Math.max(this.most, this.running);
    return this.#talk(conn).finally(() => this.running--);
  }

  /**
   * Greets, then echoes. Capitals are orders: END fulfils, FAIL rejects, SHUT
   * closes the connection and fulfils, HALF half-closes and fulfils.
   */
  async #talk(conn: Deno.Conn): Promise<void> {
    const buffer = new Uint8Array(100);
    let order = "";
    const say = async (bytes: Uint8Array) => {
      for (let sent = 0; sent < bytes.length;) {
        sent += await conn.write(bytes.subarray(sent));
      }
    };
    await say(new TextEncoder().encode("hi"));
    for (let n; (n = await conn.read(buffer)) !== null;) {
      const chunk = buffer.slice(0, n);
      order += new TextDecoder().decode(chunk).replace(pattern(/[^A-Z]/g), "");
      if (order === "") await say(chunk);
      if (order === "FAIL") throw new Error("handle() fails");
      if (order === "SHUT") conn.close();
      if (order === "HALF") await conn.closeWrite();
      if (["END", "SHUT", "HALF"].includes(order)) return;
    }
  }
}

/** Expects a number of the loop, now and when everything that is ready has happened. */
const counts =
  (one: Served<Loop>, name: "running" | "called" | "most") =>
  async ([due]: string[]) => {
    const fault = () => ({
      cause: "wrong-value" as const,
      did: {
        running: "handlers that run now",
        called: "handlers that were called until now",
        most: "handlers that ran at the same time, at most",
      }[name],
      expected: due,
      came: String(one.server[name]),
    });
    await eventually(
      () => one.server[name] >= Number(due),
      LIMITS.replyMs,
      fault,
    );
    await settle();
    expect(one.server[name] === Number(due), fault());
  };

/** Expects that the promise of the loop is pending, or resolved. */
async function loopIs(one: Served<Loop>, due: string): Promise<void> {
  if (due === "pending") await settle();
  else {await settles(
      one.server.finished,
      "acceptLoop(listener, options)",
    );}
  expect(one.server.state === due, {
    cause: "too-early",
    what: "acceptLoop() resolved here",
    expected: "a promise that is pending while a handler runs",
  });
}

const acceptLoop = (options: LoopOptions = {}) =>
  serves("acceptLoop(listener, options)", () => new Loop(options), {
    has: ["addr", "finished", "stop"],
    facts: (one) => ({
      running: counts(one, "running"),
      called: counts(one, "called"),
      most: counts(one, "most"),
      loop: ([due]) => loopIs(one, due),
      accepting: async () => {
        await settle();
        expect(countPendingAccepts() === 0, {
          cause: "too-early",
          what: "an accept() is pending while all slots are taken",
          expected: "no accept() before a slot is free",
        });
      },
      listener: async () =>
        void await eventually(
          () => !isListening(one.server.listener),
          LIMITS.replyMs,
          {
            cause: "never-closed",
            what: "the listener is still open after the abort",
            expected: "it is closed at once, whatever the handlers do",
          },
        ),
    }),
    actions: (one) => ({
      "abort()": () => one.server.abort(),
      "close()": () => one.server.close(),
    }),
    ending: {
      call: "listener.close()",
      promise: "acceptLoop(listener, options)",
      lookAt: "what does accept() do when its listener is closed",
    },
  });

const loop = acceptLoop();

loop("calls handle with the connection of each client")`
  client 1 ← hi              ? who calls accept(), and who calls handle()
  client 1 → {a} ← {a}
  client 2 ← hi              ? when does your loop call accept() again
  client 2 → {b} ← {b}
  client 1 → {c} ← {c}
  called = 2
`;

loop("closes the connection when its handler has fulfilled")`
  client 1 ← hi → END
  client 1 ← FIN             ? who closes the connection when handle() has settled
  open = 0
  client 2 ← hi
`;

loop("closes the connection when its handler has rejected")`
  client 1 ← hi → FAIL
  client 1 ← FIN             ? which path leaves without close()
  open = 0
  client 2 ← hi              ? what else ends when one handler rejects
`;

acceptLoop({ throwsAt: 1 })(
  "closes the connection when its handler has thrown at once",
)`
  client 1 ← FIN             ? handle() may throw before it returns a promise: who catches that
  open = 0
  client 2 ← hi              ? what else ends when one handler throws
`;

loop("leaves alone a connection that its handler has closed")`
  client 1 ← hi → SHUT ← FIN
  client 2 ← hi              ? what does close() do on a connection that is closed already
  client 2 → SHUT ← FIN
  client 3 ← hi
`;

loop("closes a connection that its handler has half-closed")`
  client ← hi → HALF ← FIN
  open = 0                   ? what frees the descriptor: closeWrite(), or close()
`;

loop("closes no connection while its handler runs")`
  client ← hi                ? what ends a connection: its handler, or a timer of your own
  time passes
  client → {a} ← {a}
  time passes
  client → {b} ← {b} → END ← FIN
`;

loop("ends when its listener is closed")`
  client ← hi → END ← FIN
  loop = pending             ? what ends your loop
  close()
  loop = resolved            ? what does accept() do when its listener is closed
`;

loop("resolves when the last handler has ended")`
  clients 1-2 ← hi
  close()
  client 1 → {a} ← {a}
  loop = pending             ? which handlers does your promise wait for
  client 1 → END ← FIN
  loop = pending
  client 2 → {b} ← {b} → FAIL ← FIN
  loop = resolved            ? what if a handler rejects then
`;

part("slots");

acceptLoop({ maxConcurrent: 3 })("runs as many handlers as there are slots")`
  clients 1-3 ← hi           ? must one client wait for another while slots are free
  client 4 connects
  client 4 ← nothing         ? how many handlers run now
  running = 3
`;

acceptLoop({ maxConcurrent: 2 })("leaves the others in the kernel's queue")`
  clients 1-2 ← hi
  accepting = no             ? what would an accept() that waits do with the next client
  client 3 connects
  client 3 → {a}
  open = 2                   ? who holds the connection of a client that waits
  accepting = no
  called = 2
`;

acceptLoop({ maxConcurrent: 2 })("gives a free slot to who waits longest")`
  clients 1-2 ← hi
  client 3 → {a}
  client 4 → {b}
  client 2 → END ← FIN
  client 3 ← hi ← {a}        ? which handler does your loop wait for: the first, or any
  client 4 ← nothing         ? how many slots became free
  client 1 → END ← FIN
  client 4 ← hi ← {b}
  running = 2
`;

acceptLoop({ maxConcurrent: 1, throwsAt: 4 })(
  "frees the slot however the handler ends",
)`
  client 1 ← hi → FAIL ← FIN
  client 2 ← hi              ? on which path does a slot stay taken
  client 2 → SHUT ← FIN
  client 3 ← hi → END ← FIN
  # the handler of client 4 throws at once
  client 4 ← FIN
  client 5 ← hi → HALF ← FIN
  client 6 ← hi
`;

const oneSlot = acceptLoop({ maxConcurrent: 1 });

oneSlot("serves one client at a time with one slot")`
  client 1 ← hi
  clients 2-3 connect
  clients 2-3 ← nothing      ? how many handlers run now
  client 1 → {a} ← {a} → END ← FIN
  client 2 ← hi
  client 3 ← nothing
  client 2 → END ← FIN
  client 3 ← hi
  most = 1
`;

acceptLoop({ maxConcurrent: 3 })("never runs more handlers than slots")`
  clients 1-9 connect
  clients 1-3 ← hi
  client 2 → END
  client 4 ← hi → END
  client 5 ← hi
  client 1 → END
  client 3 → FAIL
  client 5 → END
  # three slots become free together
  clients 6-8 ← hi
  client 9 ← nothing         ? how many clients does your loop take when several slots are free
  most = 3
  client 7 → END
  client 9 ← hi
  most = 3
`;

check("keeps two loops apart", {
  needs: ["acceptLoop"],
  lookAt: "which variables live outside of acceptLoop()",
}, async () => {
  const [one, two] = [1, 2].map(() => oneSlot.begin());
  await one.play`client ← hi → {a} ← {a}`;
  await two.play`client ← hi → {a} ← {a}`;
  await one.end();
  await two.play`client → {b} ← {b}`;
  await two.end();
});

check("refuses a number of slots that is no integer or less than 1", {
  needs: ["acceptLoop"],
  lookAt: "which numbers of slots make sense, and what does the message say",
}, async () => {
  for (const maxConcurrent of [0, -1, 0.5, 1.5, NaN, Infinity, -Infinity]) {
    const listener = real.listen(HERE);
    afterCheck(() => listener.close());
    const did = `acceptLoop(listener, { maxConcurrent: ${maxConcurrent}, … })`;
    note(`${did} is called`);
    const calling = (async () =>
      await submission.acceptLoop(listener, {
        maxConcurrent,
        handle: () => Promise.resolve(),
        signal: new AbortController().signal,
      }))();
    calling.catch(() => {});
    expect(!await isPending(calling), {
      cause: "did-not-throw",
      did,
      expected: "a RangeError",
      came: "a promise that is pending: the loop has begun",
    });
    const error = await throws(() => calling, { did }, "a RangeError");
    expect(error instanceof RangeError, {
      cause: "wrong-kind",
      did,
      expected: "a RangeError",
      came: show(error),
    });
    const { message } = error;
    expect(
      message.includes(String(maxConcurrent)) &&
        pattern(/\b(1|one|integers?|whole|positive)\b/i).test(message),
      {
        cause: "wrong-value",
        did,
        expected: `a message with the value, ${maxConcurrent}, and the limit`,
        came: message,
      },
    );
  }
});

part("abort");

loop("ends when the signal aborts")`
  client ← hi → END ← FIN
  loop = pending
  abort()
  loop = resolved            ? what ends an accept() that waits
  listener = closed
`;

loop("closes the listener while handlers run")`
  client ← hi
  abort()
  listener = closed              ? what happens at the moment of the abort
  loop = pending
`;

oneSlot("closes the listener while all slots are taken")`
  client ← hi
  accepting = no
  abort()
  listener = closed              ? what does your loop wait for when all slots are taken
  loop = pending             ? which handlers does your promise wait for
`;

loop("lets the handlers that run finish")`
  clients 1-2 ← hi
  abort()
  client 1 → {a} ← {a}       ? which connections does an abort close
  loop = pending             ? which handlers does your promise wait for
  client 2 → {b} ← {b} → END ← FIN
  loop = pending
  client 1 → {c} ← {c} → FAIL ← FIN
  loop = resolved            ? what if a handler rejects then
`;

oneSlot("gives up who waits in the queue")`
  client 1 ← hi
  client 2 connects
  abort()
  client 2 ← end             ? what does the kernel do with the queue of a closed listener
  client 1 → END ← FIN
  loop = resolved
  called = 1
`;

acceptLoop({ aborted: true })(
  "ends at once when the signal was aborted before",
  {
    lookAt: "does a signal that is aborted send its event again",
  },
)`
  loop = resolved
  listener = closed
  called = 0
`;

loop("takes an abort after the listener was closed")`
  client ← hi
  close()
  abort()                    ? what does close() do on a listener that is closed already
  client → END ← FIN
  loop = resolved
  abort()
  a moment passes
`;

check("resolves whatever the reason of the abort is", {
  needs: ["acceptLoop"],
  lookAt: "what is thrown, and who asked for it",
}, async () => {
  for (const reason of [new Error("maintenance"), null, "stop"]) {
    const one = loop.begin();
    await one.play`client ← hi → END ← FIN`;
    one.server.abort(reason);
    await one.play`loop = resolved`;
    await one.end();
  }
});

part("beyond");

oneSlot("continues after a reset in the queue")`
  client 1 ← hi
  client 2 connects
  client 2 → RST
  client 3 → RST
  client 4 → {a}
  client 1 → END ← FIN
  client 4 ← hi ← {a}        ? does a rejected accept() mean that the listener is closed
`;

oneSlot("takes no slot for an accept() that rejects", {
  lookAt: "does a rejected accept() mean that the listener is closed",
}, async (one) => {
  for (const name of ["client 1", "client 2", "client 3"]) {
    const hasFailed = failNextAccept();
    note(`${name} resets its connection before accept() takes it`);
    await one.connect(name);
    await eventually(hasFailed, LIMITS.replyMs, {
      cause: "no-reply",
      what: `${name} waits in the accept queue, and accept() is not called`,
      expected: "accept() again, as long as the listener is open",
    });
  }
  await one.play`
    client 4 ← hi            ? which count does a failed accept() change
    called = 1`;
});

/** How often `accept()` was called again in the very turn in which it had failed. */
let hasty = 0;

/** Lets `accept()` reject as without a free descriptor, so often; the connection stays in the queue. */
const fails = (times: number) => (listener: Deno.TcpListener) => {
  const { accept } = listener;
  note(`accept() rejects with EMFILE, ${times} times`);
  let left = times;
  hasty = 0;
  let hasJustFailed = false;
  const short = async () => {
    if (hasJustFailed) hasty++;
    hasJustFailed = false;
    // Of a closed listener the real one says so.
    if (left <= 0 || !isListening(listener)) return await accept.call(listener);
    left--;
    await delay(1);
    hasJustFailed = true;
    // Over before any timer that the submission sets now, on a busy machine, too.
    delay(0).then(() => hasJustFailed = false);
    const error = new Error("Too many open files (os error 24)");
    throw Object.assign(error, { code: "EMFILE" });
  };
  Object.defineProperty(listener, "accept", { value: short });
};

acceptLoop({ maxConcurrent: 2, prepare: fails(5) })(
  "tries again when there was no descriptor",
  {},
  async (one) => {
    await one.play`
      client 1 ← hi          ? which errors of accept() mean that the listener is closed
      client 2 ← hi`;
    expect(hasty === 0, {
      cause: "too-early",
      what: `accept() was called again at once after ${hasty} of 5 failures`,
      expected: "a pause of RETRY_MS before each new try",
      lookAt: "what changes between a failure and the next try at once",
    });
  },
);

acceptLoop({ prepare: fails(300) })(
  "tries again for as long as there is no descriptor",
  { virtual: true },
  async (one) => {
    const client = await one.connect("client 1");
    await delay(5_000);
    note("five seconds later there is one");
    await client.expect("hi");
  },
);

acceptLoop({ prepare: fails(Infinity) })(
  "ends when the signal aborts while every accept() fails",
)`
  client 1 connects
  a moment passes
  abort()
  loop = resolved            ? what ends a loop that tries again and again
`;

acceptLoop({ maxConcurrent: 300, tcpBacklog: 1 })(
  "holds two hundred clients with a backlog of 1",
  { lookAt: "what limits the number of clients: the queue, or the slots" },
  async (one) => {
    for (let i = 1; i <= 200; i++) {
      const client = await one.connect(`client ${i}`);
      await client.expect("hi");
    }
    await one.play`
      running = 200
      client 1 → {a} ← {a}
      client 200 → {b} ← {b}`;
  },
);

oneSlot("outlives clients that leave while they wait")`
  client 1 ← hi
  client 2 → {a} → close
  client 3 connects → FIN
  client 1 → END ← FIN
  client 3 ← hi ← FIN
  client 4 ← hi
  called = 4
`;

loop("outlives a client that resets while it is served")`
  client 1 ← hi
  client 2 ← hi → RST
  open = 1                   ? who closes the connection when read() rejects
  client 1 → {a} ← {a}
  client 3 ← hi
`;

acceptLoop({ maxConcurrent: 2 })("serves a hundred clients that fail", {
  lookAt: "what does a failed handler leave behind",
}, async (one) => {
  for (let i = 1; i <= 100; i++) {
    const client = await one.connect(`client ${i}`);
    await client.expect("hi");
    await client.send("FAIL");
    await client.expectEnd();
  }
  await one.play`
    client 101 ← hi
    most = 1`;
});

check("leaves no connection open that comes at the abort", {
  needs: ["acceptLoop"],
  lookAt: "accept() may still return a connection after the abort",
}, async () => {
  for (const count of [1, 2, 5]) {
    const one = loop.begin();
    note(`${count} connect, and the signal aborts at once`);
    let isAborted = false;
    const clients = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        try {
          const client = await one.connect(`client ${i + 1}`);
          if (!isAborted) one.server.abort();
          isAborted = true;
          return client;
        } catch (error) {
          // A SYN that comes after the abort is refused.
          if (!(isAborted && error instanceof Wrong)) throw error;
        }
      }),
    );
    // Each is served or ended: both are right.
    for (const client of clients) {
      if (!client) continue;
      await within(client.peek(), LIMITS.replyMs, {
        cause: "leak",
        what: `${client.name} is neither served nor ended`,
        expected: "a handler, or the end of the connection",
      });
    }
    await one.end();
  }
});
