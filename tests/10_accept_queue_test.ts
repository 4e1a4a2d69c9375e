import type * as Solution from "../solutions/10_accept_queue.ts";
import type { Endpoint } from "../workbook/endpoint.ts";
import {
  afterCheck,
  closedPort,
  CountedHandler,
  countOpen,
  countPendingAccepts,
  DeafServers,
  each,
  expect,
  failAccepts,
  type FailingAccepts,
  type Fault,
  faultOf,
  handlerFacts,
  isOfItsCode,
  isPending,
  isVirtual,
  load,
  note,
  type osError,
  pattern,
  real,
  refusal,
  settle,
  settles,
  show,
  stopsAsTheyConnect,
  Wrong,
} from "../workbook/grading/mod.ts";

const lesson = await load<typeof Solution>(
  "10_accept_queue",
  () => import("../lessons/10_accept_queue/exercise.ts"),
  () =>
    import("../lessons/10_accept_queue/exercise.ts", {
      with: { type: "text" },
    }),
);
const { submission, part, check, scenes, serves, values } = lesson;

const HERE = { hostname: "127.0.0.1", port: 0 };

/** Time costs nothing there. */
const VIRTUAL = { virtual: true };

part("count connections");

type ProbeOptions = Parameters<typeof Solution.probeAcceptQueue>[1];

/** Probes of servers that listen and do not accept. */
const probeAcceptQueue = scenes(({ stage }) => {
  const servers = new DeafServers(stage);
  return {
    calls: {
      probeAcceptQueue: (to: string | Endpoint, options: ProbeOptions) => {
        const server = typeof to === "string" ? servers.endpoint(to) : to;
        return submission.probeAcceptQueue(server, options);
      },
    },
    values: { "a closed port": closedPort },
    facts: servers.facts,
    actions: servers.actions,
  };
});

probeAcceptQueue("counts the connections that complete")`
  probeAcceptQueue(server, { limit: 1, waitMs: 5_000 }) returns 1     ? which connects complete although nobody accepts, and how many; what is there to wait for then
  probeAcceptQueue(server 2, { limit: 3, waitMs: 5_000 }) returns 3
  probeAcceptQueue(server 3, { limit: 8, waitMs: 5_000 }) returns 8
  probeAcceptQueue(server 4, { limit: 0, waitMs: 5_000 }) returns 0   ? how many connects does your loop make before it looks at the limit
`;

probeAcceptQueue("makes no more connections than the limit")`
  probeAcceptQueue(server, { limit: 4, waitMs: 5_000 }) resolves     ? when does your loop end
  connections made = 4
`;

probeAcceptQueue("counts as many as there are", VIRTUAL)`
  # the queue of the server has room for all
  server has room for 390
  probeAcceptQueue(server, { limit: 390, waitMs: 5_000 }) returns 390   ? when does your loop end
`;

probeAcceptQueue("closes every connection that it made")`
  probeAcceptQueue(server, { limit: 5, waitMs: 5_000 }) resolves closed   ? which connections does close() reach, and when
`;

probeAcceptQueue("rejects when a connect is refused")`
  probeAcceptQueue(a closed port, { limit: 2, waitMs: 5_000 }) throws   ? what does a refusal say of a queue
`;

probeAcceptQueue("closes what it has opened when a later connect fails")`
  connect 3 will fail with ${each("EADDRNOTAVAIL", "EHOSTUNREACH", "EMFILE")}
  probeAcceptQueue(server, { limit: 5, waitMs: 5_000 }) throws   ? what does this failure say of a queue
  open = 0                   ? which path leaves without close()
`;

probeAcceptQueue("works over IPv6", { ipv6: true })`
  server listens on ::1
  probeAcceptQueue(server, { limit: 2, waitMs: 5_000 }) returns 2   ? which hostname does Deno.connect() get
`;

part("a full queue");

probeAcceptQueue("counts one connection more than the backlog says", VIRTUAL)`
  server has room for ${each(1, 2, 3, 6)}
  probeAcceptQueue(server, { limit: 8, waitMs: 300 }) settles within 3 s   ? what happens to the connect that the queue has no room for, and when
  returns ${each(1, 2, 3, 6)}
`;

// Two at once: each has its own time. No one time suits both.
probeAcceptQueue("gives up when the time is over")`
  server has a full queue    ? where the time is taken from, and its unit
  probeAcceptQueue(server, { limit: 1, waitMs: 500 }) returns 0 after 500 ms
  probeAcceptQueue(server, { limit: 1, waitMs: 500 })
  probeAcceptQueue(server, { limit: 1, waitMs: 50 }) returns 0 after 50 ms
  call 2 returns 0 after 440 to 450 ms
`;

probeAcceptQueue("counts a connection that takes its time")`
  every connect is held back
  probeAcceptQueue(server, { limit: 2, waitMs: 7_200_000 })
  time passes                ? where the time is taken from, and its unit
  pending                    ? how long may a connect take
  the connects complete
  returns 2
`;

probeAcceptQueue("gives each connect the whole of its time")`
  each handshake takes 400 ms
  probeAcceptQueue(server, { limit: 4, waitMs: 500 }) settles within 2 s   ? whose time is waitMs: each connect's, or that of all together
  returns 4
`;

probeAcceptQueue("closes a connection that completes too late")`
  every connect is held back
  probeAcceptQueue(server, { limit: 2, waitMs: 10 }) returns 0
  the connects complete
  late connections = closed
`;

probeAcceptQueue("survives a connect that fails too late")`
  every connect is held back   ? who catches an error that comes after the time
  probeAcceptQueue(server, { limit: 2, waitMs: 10 }) returns 0
  the connects fail with ECONNREFUSED
  # an error that nobody catches is reported now
  a moment passes
`;

probeAcceptQueue("keeps two probes apart")`
  probeAcceptQueue(server, { limit: 2, waitMs: 5_000 })     ? which variable do both calls share
  probeAcceptQueue(server 2, { limit: 5, waitMs: 5_000 })
  call 1 returns 2
  call 2 returns 5
`;

part("accept, handle, close");

/** The call as a learner would write it. */
const toldLoop = (slots: number): string =>
  `acceptLoop(listener, { maxConcurrent: ${slots}, … })`;

/** What a loop is started with. */
interface LoopOptions {
  maxConcurrent?: number;
  tcpBacklog?: number;
  /** Whether the signal is aborted before the call. */
  aborted?: boolean;
  /** What ends the loop; others may have the same. */
  abort?: AbortController;
}

/** A loop that runs in a check, with its listener, its signal and its handler. */
class Loop {
  readonly listener: Deno.TcpListener;
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  readonly handler = new CountedHandler();
  /** The calls of accept() that fail, if some do. */
  failing?: FailingAccepts;
  readonly #abort: AbortController;

  constructor(
    {
      maxConcurrent = 10,
      tcpBacklog,
      aborted,
      abort = new AbortController(),
    }: LoopOptions,
  ) {
    this.#abort = abort;
    // Watched, as if the submission had opened it: it must be closed at the end.
    const listener = Deno.listen({ ...HERE, tcpBacklog });
    this.listener = listener;
    this.addr = listener.addr as Deno.NetAddr;
    if (aborted) this.abort();
    note(`${toldLoop(maxConcurrent)} is called`);
    const { signal } = abort;
    const { handle } = this.handler;
    const options = { maxConcurrent, handle, signal };
    this.finished =
      (async () => await submission.acceptLoop(listener, options))();
    this.finished.catch((error) => {
      if (error?.name === "NotStarted") throw error;
      const { lookAt, at } = faultOf(error, "threw");
      // Nobody awaits it yet: it is reported with the check that runs.
      throw new Wrong({
        cause: "threw",
        did: toldLoop(maxConcurrent),
        what: `its promise rejected with ${show(error)}`,
        expected:
          "it rejects only for a number of slots that is no integer, or less than 1",
        lookAt: isOfItsCode(error)
          ? lookAt
          : "which call fails there, and who catches its error",
        at,
      });
    });
  }

  abort(reason?: unknown): void {
    note("the signal aborts");
    this.#abort.abort(reason);
  }

  /** Closes the listener, unless somebody has closed it already. */
  async stop(): Promise<void> {
    this.listener[Symbol.dispose]();
    await this.finished;
  }
}

/** A fact that must hold when everything that is ready has happened. */
const holds = (isSo: () => boolean, fault: Fault) => async () => {
  await settle();
  expect(isSo(), fault);
};

const acceptLoop = (options: LoopOptions = {}) =>
  serves("acceptLoop(listener, options)", () => new Loop(options), {
    has: ["addr", "finished", "stop"],
    facts: (one) => ({
      ...handlerFacts(() => one.server.handler),
      loop: async ([due]) => {
        const { finished, handler } = one.server;
        if (due === "pending") {
          return expect(await isPending(finished), {
            cause: "too-early",
            what: "acceptLoop() resolved here",
            expected:
              "a promise that is pending while a handler runs or the listener is open",
          });
        }
        await settles(finished, "acceptLoop(listener, options)");
        await settle();
        expect(handler.open === 0, {
          cause: "too-early",
          what: "acceptLoop() resolved while a connection was open",
          expected: "every connection is closed, then the promise resolves",
          lookAt: "which of your promises ends with close(), and who awaits it",
        });
      },
      // A busy machine takes its time between two handlers.
      slots: holds(
        () => !isVirtual() || one.server.handler.longestFreeMs <= 20,
        {
          cause: "too-slow",
          what: "a slot was free for more than 20 ms while a client waited",
          expected: "the next handler runs as soon as one has settled",
        },
      ),
      accepting: holds(() => countPendingAccepts() === 0, {
        cause: "too-early",
        what: "an accept() is pending while all slots are taken",
        expected: "no accept() before a slot is free",
      }),
      tries: holds(() => one.server.failing!.hasty === 0, {
        cause: "too-early",
        what: "accept() was called again at once after a failure",
        expected: "a pause of RETRY_MS before each new try",
      }),
      // One every RETRY_MS is more than 1,800. A shorter pause is a pause, too.
      "tries in 20 s": holds(
        () => !isVirtual() || one.server.failing!.left < 1_000_000 - 900,
        {
          cause: "too-slow",
          what: "accept() was called fewer than 900 times in 20 s",
          expected: "another try RETRY_MS after each failure, 10 ms",
        },
      ),
      listener: holds(() => countOpen() === one.server.handler.open, {
        cause: "never-closed",
        what: "the listener is still open after the abort",
        expected: "it is closed at once, whatever the handlers do",
      }),
    }),
    actions: (one) => ({
      "abort()": () => one.server.abort(),
      "abort of …": (reason: unknown) => one.server.abort(reason),
      "the next handle() throws at once": () => {
        one.server.handler.throwsNext = true;
      },
      "accept() fails N times with …": (
        times: number,
        ...by: Parameters<typeof osError>[0][]
      ) => {
        one.server.failing = failAccepts(times, ...by);
      },
      "accept() works again": () => {
        note("accept() works again");
        one.server.failing!.left = 0;
      },
      "close()": () => {
        note("somebody closes the listener");
        one.server.listener.close();
      },
    }),
    ending: {
      call: "listener.close()",
      promise: "acceptLoop(listener, options)",
      lookAt:
        "what does accept() do when its listener is closed, and what does the loop wait for then",
    },
  });

const loop = acceptLoop();

loop("calls handle with the connection of each client")`
  client 1 ← hi              ? who calls accept() and handle(), and what is awaited before each of them, and before close()
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
  client 2 → ODD ← FIN     ? a handler may reject with undefined: what does your code ask it for
  client 3 ← hi
`;

loop("closes the connection when its handler has thrown at once")`
  the next handle() throws at once
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
  time passes
  loop = pending             ? how long may accept() wait for the next client
`;

loop("ends when its listener is closed")`
  client ← hi → END ← FIN
  loop = pending             ? what ends your loop
  close()
  loop = resolved            ? what does accept() do when its listener is closed
`;

loop("resolves when the last handler has ended", VIRTUAL)`
  clients 1-2 ← hi
  close()
  client 1 → {a} ← {a}
  loop = pending             ? which handlers does your promise wait for
  client 1 → END ← FIN
  loop = pending
  client 2 → {b} ← {b} → FAIL
  loop = resolved            ? what if a handler rejects then
  client 2 ← FIN
`;

part("slots");

const threeSlots = acceptLoop({ maxConcurrent: 3 });
const twoSlots = acceptLoop({ maxConcurrent: 2 });
const oneSlot = acceptLoop({ maxConcurrent: 1 });

threeSlots("runs as many handlers as there are slots")`
  clients 1-3 ← hi           ? must one client wait for another while slots are free
  client 4 connects
  client 4 ← nothing         ? how many handlers run now
  running = 3
`;

twoSlots("leaves the others in the kernel's queue")`
  clients 1-2 ← hi
  accepting = no             ? what would an accept() that waits do with the next client
  client 3 connects
  client 3 → {a}
  open = 2                   ? who holds the connection of a client that waits
  accepting = no
  called = 2
`;

twoSlots("gives a free slot to who waits longest")`
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

oneSlot("frees the slot however the handler ends")`
  client 1 ← hi → FAIL ← FIN
  client 2 ← hi              ? on which path does a slot stay taken
  client 2 → SHUT ← FIN
  client 3 ← hi → END ← FIN
  the next handle() throws at once
  client 4 ← FIN
  client 5 ← hi → HALF ← FIN
  client 6 ← hi
`;

twoSlots("takes the next client as soon as a slot is free", VIRTUAL)`
  clients 1-2 ← hi
  clients 3-5 connect
  3,000 ms pass
  client 1 → END
  client 3 ← hi              ? what does your loop wait for when all slots are taken
  client 2 → FAIL
  client 4 ← hi
  client 3 → SHUT
  client 5 ← hi
  slots = taken at once
`;

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

threeSlots("never runs more handlers than slots")`
  clients 1-9 connect
  clients 1-3 ← hi
  client 2 → END
  client 4 ← hi → END        ? how often does the end of a handler free its slot, and how many clients does your loop take when several are free
  client 5 ← hi
  client 1 → END
  client 3 → FAIL
  client 5 → END
  # three slots become free together
  clients 6-8 ← hi
  client 9 ← nothing
  most = 3
  client 7 → END
  client 9 ← hi
  most = 3
`;

oneSlot("keeps two loops apart")`
  guest ← hi → {a} ← {a}     ? which variables live outside of acceptLoop()
  client ← hi → {a} ← {a} → close
  stop()
  guest → {b} ← {b}
`;

/** What a number of slots is: a whole number, at least 1. */
const LIMIT = pattern(
  /\b(1|one|integers?|whole|positive)\b|(above|over|than|>)\s*(0|zero)\b/i,
);

/** Rows: numbers of slots, each of a loop of its own. */
const slots = values("acceptLoop", {
  promise: true,
  did: toldLoop,
  call: async (maxConcurrent: number) => {
    const listener = real.listen(HERE);
    afterCheck(() => listener.close());
    const { signal } = new AbortController();
    const options = { maxConcurrent, handle: () => Promise.resolve(), signal };
    const calling = (async () =>
      await submission.acceptLoop(listener, options))();
    expect(!await isPending(calling), {
      cause: "did-not-throw",
      did: toldLoop(maxConcurrent),
      expected: "a RangeError",
      came: "a promise that is pending: the loop has begun",
    });
    await calling;
  },
  inputs: { "…": Number },
  outcomes: {
    "a RangeError that tells the number and the limit": ([slots]) =>
      refusal(RangeError, String(slots), ["the limit", LIMIT]),
  },
});

slots("refuses a number of slots that is no integer or less than 1", {
  pure: false,
  lookAt: "which numbers of slots make sense, and what does the message say",
})`
  0 | -1 | 0.5 | 1.5 | NaN | Infinity | -Infinity → a RangeError that tells the number and the limit
`;

part("abort");

loop("ends when the signal aborts")`
  client ← hi → END ← FIN
  loop = pending
  abort()
  loop = resolved            ? what ends an accept() that waits
  listener = closed
`;

loop("lets the handlers that run finish")`
  clients 1-2 ← hi
  abort()
  client 1 → {a} ← {a}       ? which connections does an abort close
  time passes                ? how long may a handler take after the abort
  loop = pending             ? which handlers does your promise wait for
  client 2 → {b} ← {b} → END ← FIN
  loop = pending
  client 1 → {c} ← {c} → FAIL ← FIN
  loop = resolved            ? what if a handler rejects then
`;

loop("closes the listener while handlers run", VIRTUAL)`
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
)`
  loop = resolved            ? does a signal that is aborted send its event again
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

check("ends every loop of one signal", {
  needs: ["acceptLoop"],
  lookAt: "what else may be told of an abort by the same signal",
}, async () => {
  const abort = new AbortController();
  const loops = [1, 2].map(() => acceptLoop({ abort }).begin());
  for (const one of loops) await one.play`client ← hi → END ← FIN`;
  loops[0].server.abort();
  for (const one of loops) await one.play`loop = resolved`;
});

loop("resolves whatever the reason of the abort is")`
  client ← hi → END ← FIN
  abort of ${each(new Error("maintenance"), null, "stop")}
  loop = resolved            ? what is thrown, and who asked for it
`;

part("beyond");

oneSlot("continues after a reset in the queue")`
  client 1 ← hi
  client 2 connects
  client 2 → RST
  client 3 → RST
  client 4 → {a}
  client 1 → END ← FIN
  client 4 ← hi ← {a}        ? does a rejected accept() mean that the listener is closed, or that a slot is taken
`;

oneSlot("takes the next client at once after resets in the queue", VIRTUAL)`
  client 1 ← hi
  100 times
    a client → RST
  client 2 → {a}
  client 1 → END ← FIN
  client 2 ← hi ← {a}        ? which failures of accept() need a pause: what changes meanwhile
`;

oneSlot("takes no slot for an accept() that rejects")`
  accept() rejects for client 1   ? does a rejected accept() mean that the listener is closed
  accept() rejects for client 2
  accept() rejects for client 3
  client 4 ← hi              ? which count does a failed accept() change
  called = 1
`;

threeSlots("tries again when there was no descriptor", VIRTUAL)`
  client 1 ← hi
  # an accept() that waits by now does not fail
  accept() fails 5 times with EMFILE
  clients 2-3 ← hi           ? which errors of accept() mean that the listener is closed, and how long is the pause after the others
  tries = after a pause      ? what changes between a failure and the next try at once
`;

loop("tries again whatever the failure is", VIRTUAL)`
  client 1 ← hi
  accept() fails 4 times with EHOSTUNREACH | ENETUNREACH
  clients 2-3 ← hi           ? which errors of accept() mean that the listener is closed, and how long is the pause after the others
`;

loop("tries again for as long as there is no descriptor")`
  client 1 ← hi
  accept() fails 1,000,000 times with EMFILE
  clients 2-3 connect
  20,000 ms pass, and nobody reads   ? what ends your tries: a number of them, or an accept() that works
  tries in 20 s = so many    ? what ends your tries; how long is each pause, the first and the last
  accept() works again
  clients 2-3 ← hi
`;

loop("ends when the signal aborts while every accept() fails")`
  client 1 ← hi → END ← FIN
  accept() fails 1,000,000 times with EMFILE
  client 2 → END
  client 3 connects
  a moment passes
  abort()
  loop = resolved            ? what ends a loop that tries again and again
`;

acceptLoop({ maxConcurrent: 300, tcpBacklog: 1 })(
  "holds two hundred clients with a backlog of 1",
)`
  clients 1-200 ← hi         ? what limits the number of clients: the queue, or the slots
  running = 200
  client 1 → {a} ← {a}
  client 200 → {b} ← {b}
`;

acceptLoop({ maxConcurrent: 2 ** 32 })(
  "runs a handler for each of two hundred clients",
  VIRTUAL,
)`
  clients 1-200 ← hi        ? what limits the number of handlers, beside maxConcurrent
  running = 200
`;

oneSlot("outlives clients that leave while they wait")`
  client 1 ← hi
  client 2 → {a} → close
  client 3 connects → FIN
  client 1 → END ← FIN
  client 3 ← hi ← FIN        ? what is a client that has left while it waited: is it accepted, served and closed as any other
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

twoSlots("serves a hundred clients that fail")`
  100 times
    a client ← hi → FAIL ← FIN   ? what does a failed handler leave behind
  client ← hi
  most = 1
`;

check(
  "leaves no connection open that comes at the abort",
  {
    needs: ["acceptLoop"],
    lookAt: "accept() may still return a connection after the abort",
  },
  () =>
    stopsAsTheyConnect(loop, {
      by: "the signal aborts",
      stop: (one) => one.server.abort(),
    }),
);
