import type * as Solution from "../solutions/03_server_flow.ts";
import {
  afterCheck,
  countOpen,
  countPendingAccepts,
  equal,
  expect,
  LIMITS,
  listensOnPort,
  load,
  pattern,
  type Peer,
  random,
  real,
  refusesTakenPort,
  sameBytes,
  servesAnyNumber,
  settles,
  shorten,
  stopsAsTheyConnect,
  within,
} from "../workbook/grading/mod.ts";

const { submission, part, check, serves } = await load<typeof Solution>(
  "03_server_flow",
  () => import("../lessons/03_server_flow/exercise.ts"),
  () =>
    import("../lessons/03_server_flow/exercise.ts", { with: { type: "text" } }),
  { needs: ["startServer"] },
);

const OK = "OK!!!";
const QUIT = "Client quit!!!";

/** A check of a running server: a script, or a function. It is stopped at the end. */
const server = serves(
  "startServer()",
  (log) => submission.startServer({ log }),
  {
    has: ["addr", "finished", "stop"],
    log: { chunk: "Server recv: ", quit: QUIT },
    stopPart: 5,
  },
);

part("listen");

server("listens on 127.0.0.1 before it returns")`
  addr = 127.0.0.1
  client connects
`;

const ON_PORT = {
  start: (port: number) => submission.startServer({ port }),
  did: (port: number) => `startServer({ port: ${port} })`,
};

check("listens on the port that it is given", async () => {
  const one = await listensOnPort(server, ON_PORT);
  await one.end();
});

check("throws when its port is taken", async () => {
  const taken = real.listen({ hostname: "127.0.0.1", port: 0 });
  afterCheck(() => taken.close());
  await refusesTakenPort(ON_PORT, taken.addr.port);
});

part("one client");

server("answers OK!!! to a message")`
  client ← nothing            ? what is written before the first read()
  client → {a} ← OK!!!        ? what does your loop write after read(): nothing, what it has read, or OK!!!
  client ← nothing            ? what follows OK!!!: a line feed, a NUL, a close, a second answer
`;

server("answers each message of a connection")`
  client → {a:1} ← OK!!!      ? is read() in a loop, and the answer inside it
  client → {b} ← OK!!!
  client → {c:16} ← OK!!!
  client → {d} ← OK!!!
  client → {e} ← OK!!!
`;

server("logs what each message said")`
  client → {a} ← OK!!!
  client → {b} ← OK!!!
  client → {c} ← OK!!!
  log = {a} | {b} | {c}       ? the prefix letter for letter, then the bytes as a text, and nothing else
`;

server("logs only the bytes of this read")`
  client → {a:12} ← OK!!!
  client → {b:2} ← OK!!!
  client → {c:5} ← OK!!!
  log = {a} | {b} | {c}       ? which part of the buffer did this read fill, and which part is older
`;

server("takes a message of 64 bytes in one read")`
  client → {a:64} ← OK!!!     ? how long is the buffer that you hand to read(): the exercise asks for 64 bytes or more
  log = {a}
`;

/** Every control character, and what looks like a blank, or like nothing. */
const CONTROLS = String.fromCharCode(...Array(32).keys(), 127) +
  "\\\xa0\u200b\ufeff\ufffd.";

server("logs the text as it came")`
  client → " {a:4}\t{b:4} \r\n" ← OK!!!   ? what does your loop write after read(): nothing, what it has read, or OK!!!
  client → "{c}\n{d}\n\n" ← OK!!!
  client → "{e}\0{f}" ← OK!!!
  client → "é € 漢 🙂" ← OK!!!
  # an e and an accent behind it: two characters
  client → "e\u{301}" ← OK!!!
  client → "$& %s $1" ← OK!!!
  client → "Client quit!!!" ← OK!!!
  client → "\n" ← OK!!! → "\0" ← OK!!! → "\u0003" ← OK!!! → "\u0004" ← OK!!! → quit ← OK!!!   ? which chunks does your loop treat in a way of their own
  client → "{g}\u001b[0m\0\0" ← OK!!!
  client → ${CONTROLS} ← OK!!!
  log = " {a}\t{b} \r\n" | "{c}\n{d}\n\n" | "{e}\0{f}" | "é € 漢 🙂" | "e\u{301}" | "$& %s $1" | "Client quit!!!" | "\n" | "\0" | "\u0003" | "\u0004" | quit | "{g}\u001b[0m\0\0" | ${CONTROLS}   ? how do the bytes become a text, and what is done to it before log()
`;

server("loses nothing of a text that comes byte by byte", async (one) => {
  const text = `naïve € 漢字 🙂 ${random.word()}`;
  const bytes = new TextEncoder().encode(text);
  for (const byte of bytes) {
    await one.play`
      client → ${
      Uint8Array.of(byte)
    } ← OK!!!   ? is every read answered, also one byte`;
  }
  await one.log.expectText(
    text,
    bytes.length,
    "a character may show as U+FFFD, or wait for its other bytes; nothing else",
  );
});

part("the end of a connection");

server("logs Client quit!!! once at end of stream and closes")`
  client → {a} ← OK!!!
  client → FIN ← FIN          ? what does read() return at end of stream, how often
  quits = 1                   ? what is logged at end of stream: which letters, when, and how often
  open = 0                    ? the path on which read() returns null
  client 2 → {b} ← OK!!!      ? what else ends at the end of a stream: is accept() called again
  quits = 1                   ? what does read() return at end of stream, how often
  client 2 → close
  quits = 2
`;

server("says nothing before the client does")`
  client → FIN ← FIN          ? what is written before the first read(), and when it returns null
`;

server("answers exit, then closes the connection")`
  client → {a} ← OK!!!
  client → exit ← OK!!!       ? is exit answered before the connection is closed
  client ← FIN                ? how is exit recognised, and what happens after its answer
  log = {a} | exit            ? exit is logged like any chunk
  open = 0                    ? close(), not only closeWrite(), after exit
`;

server("takes exit only as a whole chunk")`
  client → helloexit ← OK!!! → hello ← OK!!!       ? what exactly is compared with exit, and how
  client → edit ← OK!!! → hello ← OK!!!
  client → exithello ← OK!!! → hello ← OK!!!
  client → "exit\n" ← OK!!! → hello ← OK!!!
  client → " exit" ← OK!!! → hello ← OK!!!
  client → EXIT ← OK!!! → hello ← OK!!!
  client → exitexit ← OK!!! → hello ← OK!!!
  client → "exit\0" ← OK!!! → hello ← OK!!!
  client → "exit\0hello" ← OK!!! → hello ← OK!!!
  client → "exit\r" ← OK!!! → hello ← OK!!!
  client → "exit\r\n" ← OK!!! → hello ← OK!!!
  client → "exit " ← OK!!! → hello ← OK!!!
  client → "exit\t" ← OK!!! → hello ← OK!!!
  client → Exit ← OK!!! → hello ← OK!!!
  client → ｅｘｉｔ ← OK!!! → hello ← OK!!!
  lines = 30                                       ? every chunk is logged once
`;

server("does not put exit together from two chunks")`
  client → ex ← OK!!! → it ← OK!!! → e ← OK!!! → xit ← OK!!! → hello ← OK!!!   ? is a chunk compared, or all the text until now
  client → " xit" ← OK!!! → e ← OK!!! → "  it" ← OK!!! → ex ← OK!!! → "   t" ← OK!!! → exi ← OK!!! → hello ← OK!!!   ? which bytes of the buffer did this read bring
`;

server("ends at exit whatever came before")`
  client 1 → exit ← OK!!! ← FIN                ? what is compared with exit: is it only the bytes of this read
  client 2 → {a} ← OK!!!                       ? what else ends at exit: is accept() called again
  client 2 → exit ← OK!!! ← FIN                ? what is compared with exit: is it only the bytes of this read
  client 3 → exit ← OK!!! ← FIN                ? what does your comparison remember from the exit before
  client 4 → {b} ← OK!!! → " " ← OK!!! → {c} ← OK!!! → {d} ← OK!!! → exit ← OK!!! ← FIN   ? what is compared with exit: is it only the bytes of this read
  open = 0
  log = exit | {a} | exit | exit | {b} | " " | {c} | {d} | exit
`;

server("closes when the client ends without a word")`
  client → FIN ← FIN          ? end of stream may be the first thing that is read
  quits = 1
  log =
`;

server("answers a client that half-closes after its message")`
  client → {a} → FIN          ? end of stream means: the client sends no more; it still receives
  client ← OK!!! ← FIN
  log = {a}
  quits = 1
`;

server("closes when the stream ends inside a character")`
  client → [e6 bc] ← OK!!!
  client → FIN ← FIN          ? what happens to half a character at end of stream
  quits = 1
`;

check("works without a log", async () => {
  for (const options of [undefined, {}, { log: undefined, port: undefined }]) {
    const one = server.begin(() => submission.startServer(options));
    await one.play`
      client → {a} ← OK!!!   ? what if options.log is undefined
      client → FIN ← FIN`;
    await one.end();
  }
});

server("sends the whole answer in several writes")`
  each write() takes 1 byte at most
  client → {a} ← OK!!!          ? what does write() return, and what is left then
  client → exit ← OK!!! ← FIN
`;

/** How many whole answers these bytes are. */
function countAnswers(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes);
  const count = text.length / OK.length;
  expect(text === OK.repeat(Math.floor(count)), {
    cause: "wrong-bytes",
    expected: `${OK} for each chunk, 5 bytes, nothing between or after them`,
    came: bytes.subarray(0, 64),
    lookAt: "is an answer written to its end before the next one begins",
  });
  return count;
}

/** Reads what comes until the connection ends. */
async function allAnswers(client: Peer): Promise<number> {
  const { bytes } = await client.drain({ withinMs: LIMITS.transferMs });
  return countAnswers(bytes);
}

server("answers a message of any length", {
  lookAt: "what if a message just fills the buffer, or is longer",
}, async (one) => {
  const client = await one.connect("client");
  let text = "";
  let answers = 0;
  for (const length of [1, 255, 256, 1023, 1024, 1025, 4096, 65_536]) {
    const message = random.word(length);
    text += message;
    await one.play`client → ${message} ← OK!!!`;
    answers++;
  }
  await client.halfClose();
  answers += await allAnswers(client);
  await one.log.expectText(text, answers);
});

part("many clients");

server("serves a second client while the first is idle")`
  client 1 connects
  client 1 # says nothing
  client 2 → hello ← OK!!!    ? when does your loop call accept() again
  client 1 → hello ← OK!!!    ? is the first client still served
`;

server("closes only the connection that said exit")`
  clients 1-2 connect
  client 1 → {a} ← OK!!!          ? what does your loop write after read(): nothing, what it has read, or OK!!!
  client 2 → {b} ← OK!!!
  client 1 → exit ← OK!!! ← FIN   ? what happens after the answer to exit
  client 2 → {c} ← OK!!!          ? does exit end one connection, or the loop that accepts
  client 3 → {d} ← OK!!!
`;

server("keeps a client that is silent for long")`
  2,147,483,000 ms pass           ? what ends the server, besides stop()
  clients 1-2 connect
  client 2 → {a} ← OK!!!
  2,147,483,000 ms pass           ? a silent client: what ends its connection, and who writes to it
  client 1 → {b} ← OK!!!
  client 2 → {c} ← OK!!!
  client 3 → {d} ← OK!!!          ? what ends the loop that accepts, besides stop()
  time passes                     ? a silent client: what ends its connection, and who writes to it
  client 1 → {e} ← OK!!!
  client 2 → {f} ← OK!!!
  client 3 → {g} ← OK!!!
  lines = 7
`;

server("serves the others when a client leaves")`
  clients 1-2 connect
  client 1 → {a} ← OK!!! → FIN ← FIN   ? end of stream ends one connection, not the server
  client 2 → {b} ← OK!!!
  client 3 → {c} ← OK!!!
`;

server("serves the others when a client resets")`
  client 1 → {a} ← OK!!!      ? read() and write() reject after a reset: who catches it, who closes
  client 2 → {b} ← OK!!! → RST
  client 1 → {c} ← OK!!!
  client 3 → {d} ← OK!!! → RST
  client 1 → {e} ← OK!!!
  open = 1
  client 4 → {f} ← OK!!!
`;

server("serves fifty clients at once", {
  lookAt: "what do fifty connections share, and what must each have",
}, async (one) => {
  await one.play`
    clients 1-50 connect
    clients 1-50 → {a} ← OK!!!   ? which client waits here, and for what
    clients 1-50 → {b:16} ← OK!!!
    lines = 100`;
  const said = ["a", "b"].flatMap((word) =>
    Array.from({ length: 50 }, (_, i) => one.words.get(`${word} ${i + 1}`))
  );
  const chunks = one.log.chunks.sort();
  for (const [i, word] of said.sort().entries()) {
    equal(chunks[i], word, { did: `line ${i + 1} of 100 of the log, sorted` });
  }
  await one.play`
    clients 1-50 → close
    quits = 50`;
});

server("keeps the connections apart", async (one) => {
  await one.play`
    clients 1-2 connect
    client 1 → [c3] ← OK!!!       ? what does your loop write after read(): nothing, what it has read, or OK!!!
    client 2 → {a} ← OK!!!
    client 1 → [a9] ← OK!!!
    lines = 3`;
  equal(one.log.chunks[1], one.words.get("a"), {
    did:
      "the line for client 2, between the two halves of a character of client 1",
    lookAt: "what do two connections share: a buffer, a decoder, a variable",
  });
});

server("keeps two servers apart")`
  client → {a} ← OK!!!        ? a variable outside of startServer() is shared by all servers
  guest → {b} ← OK!!!
  client 2 → {c} ← OK!!!
  log = {a} | {c}
`;

part("stop");

server("stops right after it was started", (one) => one.stop());

server("finished is pending until stop()")`
  client → {a} ← OK!!!
  time passes                 ? what ends the server, besides stop()
  finished = pending
`;

server("stop() closes the open connections")`
  client 1 → {a} ← OK!!!
  client 2 → {b} ← OK!!!
  client 1 → FIN ← FIN → close
  client 3 → {c} ← OK!!!
  client 4 connects
  client 4 # has said nothing
  stop()
  clients 2-4 ← end           ? which connections does stop() know
`;

server("stop() resolves no earlier than finished", {
  lookAt: "what does stop() await, and when does finished resolve",
}, async (one) => {
  await one.play`
    clients 1-3 → {a} ← OK!!!
    stop()
    finished = resolved`;
  await server.begin().play`
    # a server without clients
    stop()
    finished = resolved`;
});

server("stop() frees the port", {}, async (one) => {
  await one.play`
    client → {a} ← OK!!!
    stop()
    port = free                 ? is the listener closed, does nobody listen again, and does stop() wait until accept() has ended`;
  await server.begin().play`
    # a server without clients: nothing but accept() is left to wait for
    stop()
    port = free                 ? does stop() wait until accept() has ended`;
});

server("stop() stops no other server")`
  guest → {a} ← OK!!!
  client → {b} ← OK!!!
  stop()
  guest → {c} ← OK!!!         ? a variable outside of startServer() is shared by all servers
`;

server("stop() may be called twice")`
  client → {a} ← OK!!!
  stop() twice at once        ? what does the second call return
  finished = resolved
  stop()
`;

server("finished resolves when everything is closed", {
  lookAt: "which loops and connections does finished wait for",
}, async (one) => {
  await one.play`
    clients 1-3 → {a} ← OK!!!
    client 3 → exit ← OK!!!
    finished = pending`;
  const stopping = one.stop();
  await settles(
    one.server.finished,
    "finished",
    undefined,
    "which loop or connection does finished wait for, and who ends it",
  );
  equal(countOpen(), 0, {
    did: "sockets of the server that are open when finished resolves",
    cause: "too-early",
  });
  equal(countPendingAccepts(), 0, {
    did: "calls of accept() that are pending when finished resolves",
    cause: "too-early",
    lookAt: "when does accept() reject after close(), and who waits for that",
  });
  await stopping;
});

server("logs nothing after finished", {
  lookAt: "which log() runs later than its read, and who waits for it",
}, async (one) => {
  await one.play`
    clients 1-3 → {a} ← OK!!!
    client 1 → FIN ← FIN
    stop()`;
  // All three were answered and one was closed at its end of stream: what is
  // not logged by now would be logged after finished, or never.
  const { chunks, quits } = one.log;
  expect(chunks.length === 3, {
    cause: "too-early",
    did: "finished resolves; its lines until then",
    expected: "3 lines, one for each chunk that was answered",
    came: `${chunks.length < 3 ? "fewer" : "more"} lines`,
  });
  expect(quits >= 1, {
    cause: "too-early",
    what: "finished resolved before the quit line was logged",
    expected: `"${QUIT}" for the client that ended its stream`,
    came: "no such line",
  });
});

server("stop() ends while clients are talking")`
  clients 1-3 connect
  # nobody waits for the answers: reads and writes of the server are under way
  clients 1-3 → {a:40} → {b:40} → {c:40} → {d:40} → {e:40}
  client 1 ← OK!!!
  stop()
  clients 1-3 ← end
`;

part("beyond");

server("goes on when accept() rejects", { virtual: true })`
  # nobody is being served, and it is the first call
  accept() rejects for client 2   ? does a rejected accept() mean that the listener is closed, and when is it called again
  client 1 → {a} ← OK!!!
  # more often than anybody counts, and who comes next is served each time
  20 times
    accept() rejects for client 2
    client 1 → {b} ← OK!!!
    a client → {c} ← OK!!!
  # and many times in a row
  85 times
    accept() rejects for client 2
  a client → {d} ← OK!!!
  # and for another reason: who comes first is taken by the call that waits already
  accept() lacks a descriptor 3 times
  a client → {e} ← OK!!!
  # whoever pauses after each rejection is ready again; client 2 has ended
  1,700 ms pass, and nobody reads
  a client → {f} ← OK!!!        ? which rejections of accept() mean that the listener is closed
`;

server("outlives clients that leave without reading the answer", {
  lookAt: "the write to a client that is gone: what if it rejects",
}, async (one) => {
  await one.play`
    clients 1-11 connect
    clients 1-10 → {a}
    lines = 10
    a moment passes
    # the answers are unread: close() resets the connection
    # a server that reads now still gets the second message, and cannot answer it
    clients 1-10 → {b} → close
    open = 1
    clients 11-12 → {c} ← OK!!!`;
});

server("answers and logs bytes that are not UTF-8", {
  lookAt: "what does the decoder do with invalid bytes",
}, async (one) => {
  await one.play`
    client → [ff fe 80 c3] ← OK!!!
    client → {a} ← OK!!!
    lines = 2`;
  const [word, line] = [one.words.get("a"), one.log.chunks[1]];
  expect(line.replace(pattern(/^\ufffd/), "") === word, {
    cause: "wrong-value",
    did: "the line after invalid bytes",
    expected: shorten(word),
    came: shorten(line),
  });
});

server("ends at exit after half a character")`
  client 1 → [e6 bc] ← OK!!! → exit ← OK!!! ← FIN   ? is exit compared with bytes, or with what a decoder gave
  client 2 → {a} ← OK!!! → [e6 bc] ← OK!!! → exit ← OK!!! ← FIN
  open = 0
  lines = 5
`;

server("loses nothing of messages that run together", {
  lookAt: "one read is not one message: each chunk is logged and answered",
}, async (one) => {
  await one.play`each write() takes 1 byte at most`;
  const client = await one.connect("client");
  let text = "";
  for (let i = 0; i < 40; i++) {
    // More than any one read brings: one answer is not yet written when the next is due.
    const message = `${random.word(random.integer(1, 12_000))} é漢🙂 `;
    text += message;
    await client.send(message);
  }
  await client.halfClose();
  await one.log.expectText(text, await allAnswers(client));
  await one.log.expectQuits(1);
});

server("answers every chunk of a long message", {
  lookAt: "each chunk that is read is logged and answered, until null",
}, async (one) => {
  const client = await one.connect("client 1");
  await one.connect("client 2");
  // No two blocks are alike: one that is lost or logged twice is noticed.
  const block = new TextEncoder().encode(random.word(65_536));
  const data = new Uint8Array(64 * block.length);
  for (let i = 0; i < 64; i++) {
    block[i] = 48 + i % 10;
    data.set(block, i * block.length);
  }
  // The answers are read meanwhile: nobody waits for somebody who waits.
  const sending = client.send(data).then(() => client.halfClose());
  const answering = allAnswers(client);
  await one.play`
    client 2 → {a} ← OK!!!    ? a busy client must not keep out the others`;
  const answers = await answering;
  await within(sending, LIMITS.transferMs, {
    cause: "too-slow",
    what: "the server did not read all of it",
  });
  const chunks = await one.log.expectChunks(answers + 1);
  const other = one.words.get("a");
  expect(chunks.includes(other), {
    cause: "wrong-value",
    did: "the line for the other client",
    expected: shorten(other),
    came: "no such line",
  });
  chunks.splice(chunks.indexOf(other), 1);
  sameBytes(new TextEncoder().encode(chunks.join("")), data, {
    did: "what was logged of the long message",
  });
});

server("serves the others while a client does not read")`
  client 1 never reads more than 2 bytes
  client 1 → {a}
  client 2 → {b} ← OK!!! → {c} ← OK!!!   ? which answer waits for the answer to another client, or goes on where that one waits
  client 3 → {d} ← OK!!! → {e} ← OK!!!
  # client 1 still does not read
  stop()
`;

server("waits for a client that does not read")`
  client 1 never reads          ? what ends the wait for a write, besides the client and stop()
  client 1 → {a}
  a moment passes
  2,147,483,000 ms pass, and nobody reads
  open = 1
  client 2 → {b} ← OK!!!
  from now on
  stop()                        ? what does stop() wait for: a client, or a time
  no time was taken
`;

server("serves any number of clients and messages", {
  virtual: true,
  lookAt: "what do you count, and what happens at that number",
}, async (one) => {
  await servesAnyNumber(one, { message: "hello", reply: OK });
});

server.with((log) => {
  const one = submission.startServer({
    log: (line) => {
      log(line);
      one.stop();
    },
  });
  return one;
})("stop() may be called while a line is logged")`
  client 1 connects
  client 2 → {a} ← end          ? what does write() do on a connection that stop() has just closed, and who catches that
  client 1 ← end
  stop()
  finished = resolved
`;

check("stop() closes a connection that is just being accepted", {
  lookAt: "accept() may still return a connection after stop() began",
}, () => stopsAsTheyConnect(server));
